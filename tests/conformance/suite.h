/* Cases that nobody here wrote, in a folder outside: HOPTAC_CONFORMANCE names it. Nothing is copied, no name or number
   of cases is known in advance. Without the variable a test program says so and exits with 77, which counts as skipped.
 */
#ifndef TESTS_CONFORMANCE_SUITE_H
#define TESTS_CONFORMANCE_SUITE_H

#include "tests/kit/kit.h"

#include "os/os.h"

enum { SUITE_SKIPPED = 77, SUITE_FILE_MAX = 16 << 20 };

static inline bool suite_given(const char *what)
{
    const char *folder = getenv("HOPTAC_CONFORMANCE");
    if (folder && *folder)
        return true;
    printf("%s: skipped, HOPTAC_CONFORMANCE is not set\n", what);
    return false;
}

/* The path of something in the folder, "json/x.json". */
static inline str suite_path(struct cx *cx, str name)
{
    const str part[] = { os_env(cx->mem, "HOPTAC_CONFORMANCE"), name };
    return str_join(cx->mem, part, 2, S("/"));
}

static inline str suite_file(struct kit *k, str name)
{
    str data;
    kit_ok(k, os_read_file(&k->cx, suite_path(&k->cx, name), SUITE_FILE_MAX, &data));
    return data;
}

/* What a browser makes of escaped text. */
static inline str suite_unescape(struct arena *mem, str html)
{
    static const struct {
        str entity;
        char c;
    } table[] = { { LIT("&lt;"), '<' },
                  { LIT("&gt;"), '>' },
                  { LIT("&amp;"), '&' },
                  { LIT("&quot;"), '"' },
                  { LIT("&#39;"), '\'' } };
    struct buf b = buf_new(mem);
    for (ptrdiff_t at = 0; at < html.n;) {
        str rest = str_sub(html, at, html.n);
        size_t k = 0;
        assert_true(rest.s[0] != '<' && rest.s[0] != '>' && rest.s[0] != '"' && rest.s[0] != '\'');
        while (k < 5 && !str_starts(rest, table[k].entity))
            k++;
        assert_true(rest.s[0] != '&' || k < 5);
        buf_byte(&b, k < 5 ? table[k].c : rest.s[0]);
        at += k < 5 ? table[k].entity.n : 1;
    }
    return buf_str(&b);
}

/* Whether a text has anything that a person could not see: judged here by other means than text_clean's. */
static inline bool suite_has_control(str a)
{
    static const char *const invisible[] = { "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066",
                                             "\u2067", "\u2068", "\u2069", "\uFFFE", "\uFFFF" };
    for (ptrdiff_t i = 0; i < a.n; i++) {
        unsigned char c = (unsigned char)a.s[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || (c == 0xC2 && (unsigned char)a.s[i + 1] < 0xA0))
            return true;
    }
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
        if (str_find(a, str_of(invisible[i])) >= 0)
            return true;
    return false;
}

#endif
