/* fork, exec, wait4: the kernel says what it took. */
#include "bench/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/os.h"

static double ms_of(struct timeval t) { return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3; }

[[gnu::noreturn]] static void become(const char *const *argv, const char *out)
{
    int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || dup2(fd, 1) < 0)
        _exit(127);
    execvp(argv[0], (char *const *)argv);
    _exit(127);
}

struct cost command_run(struct bench *b, const char *const *argv, const char *out_name)
{
    struct rusage use;
    int status;
    const char *out = str_z(&b->mem, bench_file(b, out_name));
    int64_t from = os_monotonic();
    pid_t pid = fork();
    if (pid == 0)
        become(argv, out);
    while (pid < 0 || wait4(pid, &status, 0, &use) < 0)
        if (pid < 0 || errno != EINTR)
            bench_stop("a command cannot be run");
    int64_t us = os_monotonic() - from;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench: %s %s: exit %d\n", argv[0], argv[1] ? argv[1] : "", WEXITSTATUS(status));
        bench_stop("a command failed");
    }
    return (struct cost){ .ms = (double)us / 1e3,
                          .cpu_ms = ms_of(use.ru_utime) + ms_of(use.ru_stime),
                          .peak_mb = (double)use.ru_maxrss / 1024 };
}
