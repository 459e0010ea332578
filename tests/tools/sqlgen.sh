#!/bin/sh
# sqlgen.sh SQLGEN: what it must refuse, with file and line, and that what it writes compiles and reads as promised. TAP.
sqlgen=$(realpath "$1")
cd "$(dirname "$0")/samples/sqlgen" || exit 1
root=${HOPTAC_SOURCE:-$(realpath ../../../..)}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0 failed=0

# is NAME STATUS
is() {
    n=$((n + 1))
    if [ "$2" = 0 ]; then
        echo "ok $n - $1"
    else
        failed=$((failed + 1))
        echo "not ok $n - $1"
        [ ! -s "$work/said" ] || sed 's/^/# /' "$work/said"
    fi
}

# refuses FILES…: every `-- expect:` of the files is told, nothing else is, and nothing is written.
refuses() {
    rm -rf "$work/out" && mkdir "$work/out"
    "$sqlgen" "$work/out" "$@" >"$work/said" 2>&1 && return 1
    [ -z "$(ls "$work/out")" ] || return 1
    cat "$@" | sed -n 's/^-- expect: //p' >"$work/expect"
    while IFS= read -r line; do
        grep -qF -- "$line" "$work/said" || { echo "missing: $line" >>"$work/said"; return 1; }
    done <"$work/expect"
    [ "$(grep -c . "$work/expect")" = "$(grep -c . "$work/said")" ]
}

for t in bad/*.sql; do
    refuses schema/*.sql "$t"
    is "refuses $t" $?
done
for t in bad_schema/*; do
    refuses "$t"/schema/*.sql
    is "refuses $t" $?
done

mkdir "$work/good"
"$sqlgen" "$work/good" schema/*.sql good/good.sql >"$work/said" 2>&1
is "takes good" $?
for c in "$work"/good/*.c good/use.c; do
    ${CC:-cc} -std=gnu2x -D_GNU_SOURCE -Wall -Wextra -Werror -Wconversion -Wno-sign-conversion -Wshadow -Wstrict-prototypes \
        -Wmissing-prototypes -Wformat=2 -Wundef -Wvla -Wno-missing-field-initializers -I"$root/src" -I"$work/good" \
        -fsyntax-only "$c" >"$work/said" 2>&1
    is "compiles $(basename "$c")" $?
done

# holds FILE TEXT: the made file holds the text, line ends and quotes of C aside.
holds() {
    tr -d '\n"' <"$work/good/$1" | sed 's/\\n */ /g; s/  */ /g' >"$work/said"
    grep -qF -- "$2" "$work/said" && : >"$work/said"
    [ ! -s "$work/said" ]
    is "$1: $2" $?
}
holds good.sql.h '/* One member; the comment becomes the contract in the header. */'
holds good.sql.c 'WHERE m.org_id = $1::bigint AND m.id = $2::bigint'
holds good.sql.c 'request_id = $2::text'
holds good.sql.c 'ORDER BY name_sort, id LIMIT $3::bigint'
holds good.sql.c 'ORDER BY name_sort DESC, id DESC LIMIT $3::bigint'
holds good.sql.c 'ORDER BY code, id DESC LIMIT :limit'
holds good.sql.c 'coalesce(CAST(sum(share_vnd) AS bigint), 0) AS share_vnd, greatest(0, min(weight_qty)) AS least_qty'
holds good.sql.c 'WHERE m.org_id = $1::bigint AND 1 = 1 ORDER BY m.name_sort, m.id LIMIT $2::bigint'
holds good.sql.c 'AND (m.name_sort, m.id) > ($2::text, $3::bigint) ORDER BY m.name_sort, m.id LIMIT $4::bigint'
holds good.sql.c 'AND (m.name_sort, m.id) < (:behind_name_sort, :behind_id) ORDER BY m.name_sort DESC, m.id DESC LIMIT :limit'
holds good.sql.c 'AND m.id < $2::bigint ORDER BY m.id DESC LIMIT $3::bigint'
holds good.sql.c "(coalesce(m.name, ''), m.id) > (:behind_name, :behind_id)"
holds good.sql.c 'const struct db_page member_pages_page = { &member_pages_stmt[0][0][0][0], member_pages_sort_name, N_MEMBER_PAGES_SORT, NULL, 0, member_pages_total_stmt};'
holds good.sql.c 'm.joined_on >= :from_on AND m.joined_on <= :to_on AND m.name_sort >= :word_from AND 1 = 1 ORDER BY m.joined_on, m.id'
holds good.sql.c '+m.joined_on >= :from_on AND m.joined_on <= :to_on AND m.name_sort >= :word_from AND (m.joined_on, m.id) > (:behind_joined_on, :behind_id)'
holds good.sql.c 'm.joined_on >= :from_on AND +m.joined_on <= :to_on AND m.name_sort >= :word_from AND (m.joined_on, m.id) < (:behind_joined_on, :behind_id)'
holds good.sql.c "m.joined_on <= \$3::bigint AND m.name_sort || '' >= \$4::text AND (m.name_sort, m.id) > (\$5::text, \$6::bigint)"
holds good.sql.c 'm.joined_on <= :to_on AND m.name_sort >= :word_from AND (m.name_sort, m.id) < (:behind_name_sort, :behind_id)'
holds good.sql.c "+m.joined_on >= :from_on AND +m.joined_on <= :to_on AND (:code = '' OR m.code = :code) AND (:is_active = 0 OR m.is_active = 1) AND 1 = 1 ORDER BY m.name_sort, m.id"
holds good.sql.c "FROM member m INDEXED BY member_code WHERE m.org_id = :org_id AND m.joined_on >= :from_on AND m.joined_on <= :to_on AND ( m.code = :code) AND (:is_active = 0 OR m.is_active = 1) AND 1 = 1 ORDER BY m.name_sort, m.id"
holds good.sql.c "FROM member m WHERE m.org_id = \$1::bigint AND m.joined_on >= \$2::bigint AND m.joined_on <= \$3::bigint AND ( m.code = \$4::text)"
holds good.sql.c "(:code = '' OR m.code = :code) AND ( m.is_active = 1) AND 1 = 1 ORDER BY m.name_sort || '', +m.id"
holds good.sql.c 'SELECT count(*) AS n_row, coalesce(sum(t.share_vnd), 0) AS share_vnd, coalesce(sum(t.weight_qty), 0) AS weight_qty FROM (SELECT CASE WHEN m.is_active = 1 THEN m.share_vnd ELSE 0 END AS share_vnd, m.weight_qty AS weight_qty FROM member m'
holds good.sql.c 'AND ( m.code = $4::text) AND ($5::bigint = 0 OR m.is_active = 1) AND 1 = 1 LIMIT $6::bigint) t'
holds good.sql.c 'SELECT count(*) AS n_row FROM (SELECT 1 AS n_one FROM member m WHERE m.org_id = :org_id AND 1 = 1 LIMIT :limit) t'
holds good.sql.c '{ member_led_lead_1, 1 }, { member_led_lead_2, 2 }, { member_led_lead_3, 1 }, };'
holds good.sql.c 'N_MEMBER_LED_SORT, member_led_lead, 3, member_led_total_stmt'
holds good.sql.h 'struct member_led_total { int64_t n_row; money share_vnd; qty weight_qty;};'
holds good.sql.c 'strpos(name, $1::text) AS n_at'
holds good.sql.c 'CAST(sum(share_vnd) OVER (ORDER BY id) AS bigint) AS run_vnd'
holds good.sql.c "code <> 'it''s :nothing; -- no' ORDER BY"
holds good.sql.c 'value ~ $1::text'
holds migrations.c 'CREATE TABLE member ( org_id bigint NOT NULL'
holds migrations.c 'name text COLLATE \C\ NOT NULL'
holds migrations.c "photo bytea NOT NULL DEFAULT '\\\\x00ff'::bytea"
holds migrations.c "CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
holds migrations.c 'CREATE INDEX word_value ON word USING hash (value)'
holds migrations.c 'ALTER TABLE member ADD COLUMN note text COLLATE \C\ NOT NULL'
holds migrations.c '.name = fact, .col = fact_col, .n_col = 3, .key = fact_key, .n_key = 2, .has_org_id = true, .append_only = true'
holds migrations.c 'SELECT org_id, id, from_party_id FROM gift WHERE org_id = :org_id AND from_party_id = :party_id ORDER BY org_id, id'
holds migrations.c "SELECT text 'gift', count(*) FROM gift WHERE org_id = \$1::bigint AND from_party_id = \$2::bigint"
grep -q 'STRICT' "$work/good/migrations.c" && ! sed -n '/\.postgres/,/\.sha256/p' "$work/good/migrations.c" | grep -q 'STRICT\|ROWID'
is "PostgreSQL's text has no STRICT" $?

echo "1..$n"
[ "$failed" = 0 ]
