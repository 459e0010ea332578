/* The original that watches over its copy. It holds no thread, no file and no store, so that nothing it does can be
   what crashed. */
#include "os/os.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAUSE_MAX = 30, LIVED = 60, SECOND = 1000000 };

struct watch {
    pid_t original, copy;
    sigset_t heard, before;
    int pause; /* seconds before the next copy */
};

static result split(struct cx *cx, struct watch *w)
{
    fflush(NULL); /* what is buffered would be written twice */
    w->copy = fork();
    if (w->copy < 0)
        return fail(cx, .kind = ERR_ENV, .code = S("os.split"), .message = tr(cx, "Cannot start another process."),
                    .hint = tr(cx, "Close other programs, or serve with --single."));
    if (w->copy > 0)
        return OK;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != w->original)
        _exit(0); /* the original died before the line above */
    sigprocmask(SIG_SETMASK, &w->before, NULL);
    return OK;
}

/* Until the copy has ended; signals to end go to it. Returns its status. */
static int wait_for_copy(const struct watch *w)
{
    int status, sig;
    for (;;) {
        pid_t p = waitpid(w->copy, &status, WNOHANG);
        if (p == w->copy)
            return status;
        if (sigwait(&w->heard, &sig) == 0 && sig != SIGCHLD)
            kill(w->copy, sig);
    }
}

/* false: a signal to end came meanwhile. */
static bool pause_a_while(const struct watch *w)
{
    sigset_t ends = w->heard;
    sigdelset(&ends, SIGCHLD);
    return sigtimedwait(&ends, NULL, &(struct timespec){ .tv_sec = w->pause }) < 0;
}

static int next_pause(const struct watch *w, int64_t lived)
{
    if (lived >= (int64_t)LIVED * SECOND)
        return 1;
    return w->pause * 2 > PAUSE_MAX ? PAUSE_MAX : w->pause * 2;
}

result os_supervise(struct cx *cx, bool *copy, int *code)
{
    struct watch w = { .original = getpid(), .pause = 1 };
    *copy = false;
    *code = 0;
    sigemptyset(&w.heard);
    sigaddset(&w.heard, SIGINT);
    sigaddset(&w.heard, SIGTERM);
    sigaddset(&w.heard, SIGCHLD);
    sigprocmask(SIG_BLOCK, &w.heard, &w.before);
    for (;;) {
        int64_t from = os_monotonic();
        TRY(split(cx, &w));
        if (w.copy == 0) {
            *copy = true;
            return OK;
        }
        int status = wait_for_copy(&w);
        *code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        if (WIFEXITED(status) || WTERMSIG(status) == SIGTERM || WTERMSIG(status) == SIGINT)
            return OK;
        str said = TRF(cx, "The server was ended by signal {1} and starts again in {2} s.",
                       str_from_i64(cx->mem, WTERMSIG(status)), str_from_i64(cx->mem, w.pause));
        fprintf(stderr, "hoptac: " STR_FMT "\n", STR_ARG(said));
        if (!pause_a_while(&w))
            return OK;
        w.pause = next_pause(&w, os_monotonic() - from);
    }
}
