#!/bin/sh
# run.sh BINARY   serves a fresh demo on a free port, walks the story in a browser, opens the API, stops the server. Prints ok / not ok per step.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
"$1" serve --demo --data "$work" --port 0 >"$work/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT INT TERM
url=
for _ in $(seq 1 300); do
    url=$(sed -n 's/^Hoptac .*: \(http[^ ]*\)\/$/\1/p' "$work/log")
    [ -n "$url" ] && break
    sleep 0.2
done
[ -n "$url" ] || { cat "$work/log"; echo "not ok - the server starts"; exit 1; }
status=0
for walk in story sheet api; do
    node "$here/$walk.mjs" "$url" || status=1
done
exit $status
