#!/usr/bin/env bash
# Opens the production window on the sample firm, as a person at the screen
# would, and prints how long it took to open and how much memory it holds.
# It wants the programs of `make build` in build/bin, or in TIEOUT_BIN.
set -euo pipefail
cd "$(dirname "$0")/../.."

dir=$(mktemp -d)
display=
finish() {
  if [ -n "$display" ]; then kill "$display" 2>/dev/null || true; wait "$display" 2>/dev/null || true; fi
  rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Xvfb chooses a number that is free and writes it once it is ready.
mkfifo "$dir/display"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$dir/display" 2>/dev/null &
display=$!
read -r number <"$dir/display"
# One that had the number before may still be ending, and answer in its place.
for _ in {1..100}; do
  if xdpyinfo -display ":$number" >/dev/null 2>&1; then break; fi
  sleep 0.1
done

# Debian's own python3 has python3-gi. A session of its own: no keyring, tray or notices of whoever runs this.
env -u WAYLAND_DISPLAY HOME="$dir" XDG_RUNTIME_DIR="$dir" XDG_CONFIG_HOME="$dir/config" XDG_DATA_HOME="$dir/data" \
  XDG_CACHE_HOME="$dir/cache" DISPLAY=":$number" TZ=America/New_York LANG=C.UTF-8 \
  dbus-run-session -- /usr/bin/python3 -B build/smoke/smoke.py "${TIEOUT_BIN:-build/bin}" "$dir"
