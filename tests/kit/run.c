/* A child with its three streams in files of the kit's folder: nothing can block on a full pipe. */
#include "tests/kit/run.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app_commands.h"
#include "app/app_features.h"
#include "cli/cli.h"
#include "os/os.h"

enum { OUTPUT_MAX = 64 << 20, WORDS_MAX = 64 };

struct streams {
    const char *folder, *file[3];
};

static struct streams streams_of(struct kit *k, str in)
{
    static int n; /* one set of files for each run of the process */
    static const char *const name[3] = { "in", "out", "err" };
    struct streams s = { .folder = str_z(&k->mem, kit_folder(k)) };
    for (int i = 0; i < 3; i++)
        s.file[i] = str_z(&k->mem, str_fmt(&k->mem, "%s/run%d.%s", s.folder, n, name[i]));
    n++;
    kit_ok(k, os_write_file_durable(&k->cx, str_of(s.file[0]), in));
    return s;
}

static void redirect(const struct streams *s)
{
    for (int i = 0; i < 3; i++) {
        int fd = i ? open(s->file[i], O_WRONLY | O_CREAT | O_TRUNC, 0600) : open(s->file[i], O_RDONLY);
        if (fd < 0 || dup2(fd, i) < 0)
            _exit(127);
        close(fd);
    }
    if (chdir(s->folder) != 0)
        _exit(127);
}

static struct ran wait_for(struct kit *k, pid_t pid, const struct streams *s)
{
    struct ran r = { .code = -1 };
    int status = 0;
    assert_true(pid > 0);
    while (waitpid(pid, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    if (WIFEXITED(status))
        r.code = WEXITSTATUS(status);
    kit_ok(k, os_read_file(&k->cx, str_of(s->file[1]), OUTPUT_MAX, &r.out));
    kit_ok(k, os_read_file(&k->cx, str_of(s->file[2]), OUTPUT_MAX, &r.err));
    for (int i = 0; i < 3; i++)
        (void)os_remove(str_of(s->file[i]));
    return r;
}

struct ran run_program(struct kit *k, const char *const *argv, str in)
{
    struct streams s = streams_of(k, in);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        redirect(&s);
        setenv("LC_ALL", "C.UTF-8", 1);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    return wait_for(k, pid, &s);
}

/* As app/main.c does it. */
[[gnu::noreturn]] static void be_hoptac(const char *const *argv)
{
    static char *arg[WORDS_MAX + 1] = { "hoptac" };
    struct arena mem;
    int n = 1;
    for (; argv[n - 1] && n < WORDS_MAX; n++)
        arg[n] = strdup(argv[n - 1]);
    if (!arena_init(&mem, (size_t)1 << 30))
        _exit(127);
    struct cx cx = cx_new(&mem, LANG_EN, os_now());
    app_register_kinds();
    int code = cli_main(&cx, n, arg, app_commands, n_app_commands);
    fflush(NULL);
    _exit(code);
}

struct ran run_hoptac(struct kit *k, const char *const *argv, str in)
{
    assert_int_equal(k->n_opened, 0);
    struct streams s = streams_of(k, in);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        redirect(&s);
        be_hoptac(argv);
    }
    return wait_for(k, pid, &s);
}
