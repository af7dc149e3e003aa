#!/bin/bash
# Runs the harness of folder syncs on Tieout and on every peer that is installed,
# one case after the other, and prints a JSON line for each. SYNCBENCH is the
# harness's folder (with go.mod); adapters of peers lie in ../adapters beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ ! -f "${SYNCBENCH:=}/go.mod" ]; then
  echo "Set SYNCBENCH to the folder that has the harness (the one with its go.mod)." >&2
  exit 1
fi
if [ ! -w /sys/fs/cgroup/cpuacct ]; then
  echo "The harness counts processor time by cgroup v1 and needs to write in /sys/fs/cgroup/cpuacct (as root)." >&2
  exit 1
fi
TIEOUT_BIN=$PWD/build/bin
export TIEOUT_BIN
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
(cd "$SYNCBENCH" && go build -o "$WORK/syncbench" .)

# fresh has each run begin with the same caches, and a minute after many files were deleted: for that
# long ext4 gives none of their inodes out again, and looks at all of them whenever a file is made, which
# was up to a quarter of the processor time of 10,000 small files.
fresh() {
  local rest=0
  [ "$(find "$WORK/run" 2>/dev/null | wc -l)" -lt 5000 ] || rest=60
  rm -rf "$WORK/run" && sync && sleep "$rest"
  [ ! -w /proc/sys/vm/drop_caches ] || echo 3 >/proc/sys/vm/drop_caches
}

N=${N:-50} # saves of the case latency
# peer name, program it needs, OPT
PEERS=${PEERS:-"tieout:: syncthing:syncthing:10 syncthing:syncthing:1 lsyncd:lsyncd:1 unison:unison:1 rclone:rclone:0.5 rsyncloop:rsync:0.1"}
CASES=${CASES:-"latency torn initsmall initbig idle rescan crash"}
for case in $CASES; do
  for peer in $PEERS; do
    IFS=: read -r name needs opt <<<"$peer"
    adapter=build/bench/adapter.sh
    if [ "$name" != tieout ]; then
      adapter=$SYNCBENCH/../adapters/$name.sh
      command -v "$needs" >/dev/null && [ -x "$adapter" ] || { echo "{\"adapter\":\"$name\",\"case\":\"$case\",\"skipped\":\"not installed\"}"; continue; }
    fi
    fresh
    OPT=$opt "$WORK/syncbench" -adapter "$adapter" -work "$WORK/run" -case "$case" -n "$N" -timeout 15m ||
      echo "{\"adapter\":\"$name\",\"case\":\"$case\",\"failed\":true}"
  done
done
