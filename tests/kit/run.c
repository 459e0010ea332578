/* A child with its three streams in files of the kit's folder: nothing can block on a full pipe. */
#include "tests/kit/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
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

static str read_whole(struct kit *k, const char *file)
{
    static struct arena all;
    struct cx cx = k->cx;
    str text = { 0 };
    if (!all.base)
        assert_true(arena_init(&all, (size_t)4 << 30));
    cx.mem = &all;
    assert_true(os_read_file(&cx, str_of(file), OUTPUT_MAX, &text).ok);
    return text;
}

static int exit_code(pid_t pid)
{
    int status = 0;
    assert_true(pid > 0);
    while (waitpid(pid, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct ran wait_for(struct kit *k, pid_t pid, const struct streams *s)
{
    struct ran r = { .code = exit_code(pid) };
    r.out = read_whole(k, s->file[1]);
    r.err = read_whole(k, s->file[2]);
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

struct running run_begin(struct kit *k, const char *const *argv)
{
    assert_int_equal(k->n_opened, 0);
    struct streams s = streams_of(k, S(""));
    struct running r = { .file = { s.file[0], s.file[1], s.file[2] } };
    fflush(NULL);
    r.pid = fork();
    if (r.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        redirect(&s);
        be_hoptac(argv);
    }
    return r;
}

str run_output(struct kit *k, const struct running *r)
{
    return os_exists(str_of(r->file[1])) ? read_whole(k, r->file[1]) : S("");
}

int run_end(const struct running *r)
{
    kill(r->pid, SIGTERM);
    int code = exit_code(r->pid);
    for (int i = 0; i < 3; i++)
        (void)os_remove(str_of(r->file[i]));
    return code;
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
