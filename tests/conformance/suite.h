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

#endif
