#!/bin/sh
# run.sh BINARY NAME WORK_FOLDER SECONDS: replays the saved corpus, then searches for a while from it. What it finds stays in
# WORK_FOLDER; a finding worth keeping is copied to tests/fuzz/corpus/NAME by hand.
corpus=$(dirname "$0")/corpus/$2
work=$3/$2
mkdir -p "$work" || exit 1
[ -d "$corpus" ] || corpus=
# shellcheck disable=SC2086
exec "$1" -max_total_time="$4" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$work-crash-" \
    "$work" $corpus
