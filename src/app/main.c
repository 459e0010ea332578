/* The program: memory, language, kinds, then the command line. `hoptac serve` is a command like any other. */
#include "app/app_commands.h"
#include "app/app_features.h"
#include "cli/cli.h"
#include "os/os.h"

#include <stdio.h>

enum { MEMORY_CAP = 1 << 30 }; /* address space of one command; pages are touched as needed */

static enum lang language(struct arena *mem)
{
    str l = os_env(mem, "HOPTAC_LANG");
    if (!l.n)
        l = os_env(mem, "LANG");
    return str_starts(l, S("en")) ? LANG_EN : LANG_VI;
}

int main(int argc, char **argv)
{
    struct arena mem;
    if (!arena_init(&mem, MEMORY_CAP)) {
        fputs("hoptac: no memory\n", stderr);
        return 4;
    }
    struct cx cx = cx_new(&mem, language(&mem), os_now());
    os_keep_private();
    app_register_kinds();
    int code = cli_main(&cx, argc, argv, app_commands, n_app_commands);
    arena_release(&mem);
    return code;
}
