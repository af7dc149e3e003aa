#!/usr/bin/env bash
# Starts the sample firm: a local relay on its embedded store, a desk of one of
# the staff, and the desktop app. Run it as `make run`; it says what it does.
#   AS=preparer   opens a second desk, as Tom (or manager: Priya, administrator: Marcus)
#   FRESH=1       starts over with a new sample
#   PORT=8780     the relay's port
set -euo pipefail
cd "$(dirname "$0")/.."

bin=build/bin
home=${TIEOUT_SAMPLE:-.cache/run}
port=${PORT:-8780}
url=http://127.0.0.1:$port
case "${AS:-partner}" in
  partner) who=Dana ;;
  manager) who=Priya ;;
  preparer) who=Tom ;;
  administrator) who=Marcus ;;
  *) echo "AS can be partner, manager, preparer or administrator." >&2; exit 2 ;;
esac
sample=$home/firm
desk=$home/desk-${who,,}
[ "$who" = Dana ] && page=34115 || page=34116

started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap finish EXIT
trap 'exit 130' INT TERM

answers() { curl -fs -o /dev/null --max-time 1 "$1" 2>/dev/null; }

# await COMMAND...: tries until it works, for 30 seconds.
await() {
  local end=$((SECONDS + 30))
  until "$@"; do
    if [ "$SECONDS" -ge "$end" ]; then echo "gave up waiting for: $*" >&2; return 1; fi
    sleep 0.1
  done
}

if [ -n "${FRESH:-}" ]; then
  if answers "$url/readyz"; then echo "A sample is running on port $port. Stop it before you start over." >&2; exit 1; fi
  rm -rf "$home"
fi
mkdir -p "$home"
if [ ! -d "$sample" ]; then
  echo "Making the sample firm Lindqvist & Moore in $sample ..."
  $bin/tieout-sample build "$sample" --public-url "$url"
fi

if answers "$url/readyz"; then
  echo "The relay is running already on $url"
else
  $bin/tieout-relay --data "$sample/relay" serve --listen "127.0.0.1:$port" --url "$url" >"$home/relay.log" 2>&1 &
  relay=$!
  started+=("$relay")
  await answers "$url/readyz" || { tail -5 "$home/relay.log" >&2; exit 1; }
fi
if [ ! -d "$desk" ]; then
  $bin/tieout-sample desk "$sample" --who "$who" --data "$desk" --relay "$url"
fi

echo
echo "  The office file share   $sample/share/Clients"
echo "  The clients' portal     $url"
echo "  Sign in as Ruth Adeyemi, a client (good for 15 minutes; 'make link' prints a new one):"
echo "    $($bin/tieout-relay --data "$sample/relay" sign-in-link ruth@acme.example --url "$url")"
echo "  Mail to clients         $sample/relay/outbox/index.txt"
if [ -n "${relay:-}" ]; then
  echo "  To work offline         kill $relay"
  echo "    and back online       $bin/tieout-relay --data $sample/relay serve --listen 127.0.0.1:$port --url $url"
fi
echo

export TIEOUT_DATA=$desk
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Opening Tieout as $who. Close its window to stop."
  $bin/tieout
else
  echo "There is no display here, so Tieout opens on a virtual one and serves the same"
  echo "interface to a browser on this machine: http://127.0.0.1:$page"
  echo "Press Ctrl C to stop."
  rm -f "$home/display"
  Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$home/display" 2>/dev/null &
  started+=($!)
  await test -s "$home/display"
  DISPLAY=:$(cat "$home/display") assetdir=$PWD/frontend/dist devserver=127.0.0.1:$page $bin/tieout-dev >"$home/desk-${who,,}.log" 2>&1 &
  started+=($!)
  wait "$!"
fi
