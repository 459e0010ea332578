#!/bin/sh
# bench/run.sh NAME…   builds a release and runs these measurements (json print post import http postgres pages, list
# list_postgres members million sim), one after the other; without a name all but the last five, which take minutes. See
# bench/README.md.
set -eu
cd "$(dirname "$0")/.."
. tools/setup.sh

need_packages tools/packages tools/packages-test tools/packages-bench
assets_ready
build_ready build/release hoptac -Dbuildtype=release -Doptimization=2 -Dwerror=false
[ $# -gt 0 ] || set -- json print post import http postgres pages
status=0
for name; do
    say "== $name"
    meson test -C build/release --benchmark --verbose "$name" || status=1
done
exit $status
