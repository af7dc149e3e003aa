#!/bin/bash
# Tieout as the harness of folder syncs sees it: A is `To client` of one
# engagement, kept by one agent; B is the copy that a second agent keeps of it
# (tieout-agent mirror). Between them is a relay with its embedded store. All
# three are separate processes with their defaults: TLS, signatures, the log's
# proofs, encryption at rest and fsync at every hop are on.
#
# Verbs: init | run (in the foreground) | ready | rescan. Environment: A, B, STATE;
# TIEOUT_BIN is the folder with tieout-relay and tieout-agent. With TIEOUT_RTT, such as
# 40ms, the agents reach the relay over a line of that round trip time.
set -euo pipefail
TIEOUT_RTT=${TIEOUT_RTT:-}
BIN=${TIEOUT_BIN:?the folder with tieout-relay and tieout-agent}
PORT=${TIEOUT_BENCH_PORT:-18643}
BEHIND=$((PORT + (${#TIEOUT_RTT} > 0))) # the relay's own port
URL=https://localhost:$PORT
WORK="Acme Ltd/2025 Form 1120-S"
export SSL_CERT_FILE=$STATE/cert.pem # this machine's trust in the relay's certificate
unset DBUS_SESSION_BUS_ADDRESS      # no keyring of whoever runs the bench

relay() { "$BIN/tieout-relay" --data "$STATE/relay" "$@"; }
office() { "$BIN/tieout-agent" --data "$STATE/office" "$@"; }
copy() { "$BIN/tieout-agent" --data "$STATE/copy" "$@"; }
serve() { exec "$BIN/tieout-relay" --data "$STATE/relay" serve --listen "127.0.0.1:$BEHIND" --url "$URL" --tls-cert "$STATE/cert.pem" --tls-key "$STATE/key.pem"; }
code() { relay enrol-code bench-firm Dana | grep -oE '[0-9A-Z]{4}(-[0-9A-Z]{4}){2}'; }
line() { exec "$BIN/longline" --listen "127.0.0.1:$PORT" --to "127.0.0.1:$BEHIND" --rtt "$TIEOUT_RTT"; }
listens() { (: <>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; } # cheaper to ask, over and over, than readyz
up() { for _ in $(seq 1200); do listens && curl -sf --cacert "$STATE/cert.pem" "$URL/readyz" >/dev/null && return; sleep 0.05; done; echo "the relay does not come up" >&2; return 1; }

# stop ends what this script started.
stop() { trap - TERM INT EXIT; kill $(jobs -p) 2>/dev/null || true; wait || true; }

case $1 in
init)
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$STATE/key.pem" -out "$STATE/cert.pem" 2>/dev/null
  mkdir -p "$STATE/share/$WORK"
  mv "$A" "$STATE/share/$WORK/To client" # the files themselves; A leads to them
  ln -s "$STATE/share/$WORK/To client" "$A"
  relay firm create "Bench Firm" --administrator Dana --role partner --role preparer >/dev/null
  serve >>"$STATE/relay.log" 2>&1 &
  if [ -n "$TIEOUT_RTT" ]; then line >>"$STATE/line.log" 2>&1 & fi
  trap stop EXIT
  up
  office enrol --relay "$URL" --code "$(code)" --name office >/dev/null
  copy enrol --relay "$URL" --code "$(code)" --name copy >/dev/null
  root=$(office roots add "$STATE/share" --name Clients)
  office map "$root" "$WORK" | grep -oE '[0-9A-HJKMNP-TV-Z]{26}' | head -1 >"$STATE/engagement"
  stop
  ;;
run)
  trap stop TERM INT EXIT
  serve >>"$STATE/relay.log" 2>&1 &
  if [ -n "$TIEOUT_RTT" ]; then line >>"$STATE/line.log" 2>&1 & fi
  up
  "$BIN/tieout-agent" --data "$STATE/office" run >>"$STATE/office.log" 2>&1 &
  "$BIN/tieout-agent" --data "$STATE/copy" mirror "$(cat "$STATE/engagement")" --to "$B" --lane "To client" >>"$STATE/copy.log" 2>&1 &
  wait -n # none of them ends by itself
  ;;
ready)
  { office status && copy status; } >/dev/null || exit 1 # both run
  office sync | grep -q ' 0 changes' && copy sync | grep -q ' 0 changes'
  ;;
rescan)
  office sync >/dev/null
  ;;
*) exit 3 ;;
esac
