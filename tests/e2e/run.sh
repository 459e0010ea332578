#!/bin/sh
# run.sh BINARY   serves a fresh demo on a free port, walks the story in a browser, opens the API and every
# page, stops the server; then goes the first steps of the help on an empty installation. Prints ok / not ok per step.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || { kill $server 2>/dev/null; wait $server 2>/dev/null; }
    server=
}
trap 'stop; rm -rf "$work"' EXIT INT TERM

# serve BINARY KIND: starts it, sets url
serve() {
    "$1" serve "--$2" --data "$work/$2" --port 0 >"$work/$2.log" 2>&1 &
    server=$!
    url=
    for _ in $(seq 1 300); do
        url=$(sed -n 's/^Hoptac .*: \(http[^ ]*\)\/$/\1/p' "$work/$2.log")
        [ -n "$url" ] && return 0
        sleep 0.2
    done
    cat "$work/$2.log"
    echo "not ok - the server starts with --$2"
    exit 1
}

status=0
serve "$1" demo
for walk in story sheet api; do
    node "$here/$walk.mjs" "$url" || status=1
done
node "$here/pages.mjs" "$url" ketoan.rau canbo.tp quantri thanhvien.rau dulieu.rau || status=1
stop
serve "$1" empty
node "$here/first_steps.mjs" "$url" || status=1
exit $status
