#!/bin/sh
# run.sh TMPLC POCOMP EMBED TIDY HELPC: what each build-time program must accept and what it must refuse, from the samples here.
# Prints TAP; a sample's .expect (or expect) holds what must be said, each line once.
tmplc=$(realpath "$1") pocomp=$(realpath "$2") embed=$(realpath "$3") tidy=$(realpath "$4") helpc=$(realpath "$5")
cd "$(dirname "$0")/samples" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0 failed=0

# is NAME STATUS: one TAP line
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

# said EXPECT: does $work/said hold each expected line as the beginning or a part of its own line, and nothing else?
said() {
    while IFS= read -r line; do
        grep -qF -- "$line" "$work/said" || { echo "missing: $line" >>"$work/said"; return 1; }
    done <"$1"
    [ "$(grep -c . "$1")" = "$(grep -c . "$work/said")" ]
}

compile() {
    # shellcheck disable=SC2086
    ${CC:-cc} -std=gnu2x -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I"$HOPTAC_SOURCE/src" -I"$work" \
        -fsyntax-only "$1" >"$work/said" 2>&1
}

template() {
    "$tmplc" "$1" "$work/t.html.c" "$work/t.html.h" >"$work/said" 2>&1
}

for t in tmplc/good/*.html.in; do
    template "$t" && compile "$work/t.html.c"
    is "tmplc accepts $t" $?
done
for t in tmplc/bad/*.html.in; do
    rm -f "$work/t.html.c"
    ! template "$t" && [ ! -f "$work/t.html.c" ] && said "${t%.html.in}.expect"
    is "tmplc refuses $t" $?
done
for t in tmplc/uncompilable/*.html.in; do
    template "$t" && ! compile "$work/t.html.c" && grep -q "^$t:2:" "$work/said"
    is "the compiler refuses $t at its line" $?
done

# text of tr_table.c: id|vi|en
cat >"$work/print.c" <<'C'
#include "base/cx.h"
#include <stdio.h>
int main(void)
{
    for (int i = 0; i < tr_count; i++)
        printf("%s|%s|%s\n", tr_table[i].id, tr_table[i].text[LANG_VI], tr_table[i].text[LANG_EN]);
}
C
translations() {
    # shellcheck disable=SC2046
    (cd "$1" && "$pocomp" . "$work/tr.c" $(find . -name '*.po' | sed 's|^\./||' | LC_ALL=C sort)) >"$work/said" 2>&1
}
translations pocomp/good && said pocomp/good/expect
is "pocomp accepts complete translations and tells unused ones" $?
${CC:-cc} -std=gnu2x -I"$HOPTAC_SOURCE/src" "$work/print.c" "$work/tr.c" -o "$work/print" >"$work/said" 2>&1 &&
    "$work/print" >"$work/table" && diff pocomp/good/table "$work/table" >"$work/said"
is "pocomp writes a sorted table in both languages" $?
for t in missing conflict holes malformed; do
    rm -f "$work/tr.c"
    ! translations "pocomp/$t" && [ ! -f "$work/tr.c" ] && said "pocomp/$t/expect"
    is "pocomp refuses $t translations" $?
done

cat >"$work/list.c" <<'C'
#include "base/embedded.h"
#include <stdio.h>
int main(void)
{
    for (int i = 0; i < embedded_count; i++)
        printf("%s %zu %s %s %s\n", embedded_table[i].path, embedded_table[i].n, embedded_table[i].hash,
               embedded_table[i].mime, embedded_table[i].gz ? "gz" : "-");
    const struct embedded *e = embedded_find((str){ "data/b.csv", 10 });
    if (e)
        fwrite(e->bytes, 1, e->n, stdout);
}
C
embedded() {
    "$embed" "$1" "$work" "$work/e.c" "$work/e.d" >"$work/said" 2>&1 &&
        ${CC:-cc} -std=gnu2x -I"$HOPTAC_SOURCE/src" "$work/list.c" "$work/e.c" "$HOPTAC_SOURCE/src/base/embedded.c" \
            "$HOPTAC_SOURCE/src/base/str.c" "$HOPTAC_SOURCE/src/base/arena.c" -o "$work/list" >"$work/said" 2>&1 &&
        "$work/list" >"$work/said"
}
for t in plain built; do
    embedded "embed/$t" && diff "embed/$t.expect" "$work/said" >"$work/diff"
    is "embed takes what belongs into the binary: $t" $?
done
embedded embed/nothing && [ ! -s "$work/said" ]
is "embed accepts a source without files" $?
! "$embed" embed/plain "$work/no_such" "$work/e.c" "$work/e.d" >"$work/said" 2>&1
is "embed refuses a folder that it cannot write" $?

cat >"$work/tell.c" <<'C'
#include "web/help.h"
#include <stdio.h>
int main(void)
{
    for (int i = 0; i < n_help_topics; i++) {
        const struct help_topic *t = &help_topics[i];
        printf("%s %s %d\n", t->name, t->room ? "room" : "-", t->n);
        for (int k = 0; k < t->n; k++) {
            const struct help_section *s = &t->section[k];
            printf(" #%s|%s|%s", s->id, s->title[LANG_VI], s->title[LANG_EN]);
            for (const char *const *p = s->page; *p; p++)
                printf(" %s", *p);
            printf("\n%s%s", s->html[LANG_EN], s->text[LANG_EN]);
        }
    }
    for (int i = 0; i < n_help_terms; i++) {
        const struct help_term *t = &help_terms[i];
        printf("%s|%s: %s = %s (%s%s%s)\n", t->group[LANG_EN], t->group[LANG_VI], t->term[LANG_EN], t->term[LANG_VI],
               t->meaning[LANG_EN], *t->meaning[LANG_EN] ? "|" : "", t->meaning[LANG_VI]);
    }
}
C
help() {
    (cd "$1" && "$helpc" . "$work/help.c") >"$work/said" 2>&1
}
help helpc/good && ${CC:-cc} -std=gnu2x -I"$HOPTAC_SOURCE/src" "$work/tell.c" "$work/help.c" -o "$work/tell" \
    >"$work/said" 2>&1 && "$work/tell" | diff helpc/good.expect - >"$work/said"
is "helpc writes topics, sections, pages and terms in both languages" $?
for t in markup form together; do
    rm -f "$work/help.c"
    ! help "helpc/$t" && [ ! -f "$work/help.c" ] && said "helpc/$t/expect"
    is "helpc refuses help of bad $t" $?
done

"$tidy" tidy/good >"$work/said" 2>/dev/null && [ ! -s "$work/said" ]
is "tidy is silent about good code" $?
! "$tidy" tidy/bad >"$work/said" 2>/dev/null
is "tidy fails on bad code" $?
sed 's/^\([^:]*:[0-9]*: [a-z-]*\):.*/\1/' "$work/said" | LC_ALL=C sort | diff tidy/bad/expect - >"$work/diff" || cp "$work/diff" "$work/said"
is "tidy finds each kind of fault, at its line, and no other" "$([ -s "$work/diff" ] && echo 1 || echo 0)"

echo "1..$n"
exit $((failed > 0))
