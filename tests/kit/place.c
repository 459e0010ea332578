/* The janitor is forked at first use and sleeps on a pipe. When the test ends or dies, the pipe closes: it stops the
   private PostgreSQL and removes the folder. Should the janitor be killed as well, PostgreSQL still ends with the test,
   and a later test removes the folder. Nothing else is touched. */
#include "tests/kit/place.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STOP_MS = 10000, NEED_MB = 512, STALE_SECONDS = 3600 };

/* One place in a process. */
static struct {
    char root[64];
    int pipe;
    pid_t janitor;
} place;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static void sleep_ms(int ms)
{
    struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };
    nanosleep(&t, NULL);
}

/* The first line of postmaster.pid is the process id. */
static pid_t postmaster(void)
{
    char path[128], line[32] = { 0 };
    snprintf(path, sizeof path, "%s/pg/postmaster.pid", place.root);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, line, sizeof line - 1);
    close(fd);
    long pid = n > 0 ? strtol(line, NULL, 10) : 0;
    return pid > 1 ? (pid_t)pid : 0;
}

static void stop_postmaster(void)
{
    pid_t pid = postmaster();
    if (!pid || kill(pid, SIGQUIT) != 0)
        return;
    for (int ms = 0; ms < STOP_MS; ms += 20) {
        waitpid(pid, NULL, WNOHANG);
        if (kill(pid, 0) != 0 || postmaster() != pid)
            return;
        sleep_ms(20);
    }
    kill(pid, SIGKILL);
}

[[gnu::noreturn]] static void janitor(int fd)
{
    char c;
    setsid();
    int null = open("/dev/null", O_RDWR);
    for (int i = 0; i < 3; i++)
        dup2(null, i);
    for (int i = 3; i < 1024; i++)
        if (i != fd)
            close(i);
    while (read(fd, &c, 1) < 0 && errno == EINTR)
        ;
    stop_postmaster();
    nftw(place.root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    _exit(0);
}

static void leave(void)
{
    stop_postmaster();
    close(place.pipe);
    while (waitpid(place.janitor, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* Memory, where there is enough of it: fsync then costs nothing and the settings can stay the real ones. */
static const char *base_folder(void)
{
    struct statvfs v;
    if (statvfs("/dev/shm", &v) == 0 && access("/dev/shm", W_OK) == 0 &&
        (uint64_t)v.f_bavail * v.f_frsize > (uint64_t)NEED_MB << 20)
        return "/dev/shm";
    return "/tmp";
}

/* The name holds the process id of its test: what is old and belongs to no process was left by a killed janitor. */
static void sweep(void)
{
    char pattern[64];
    glob_t g;
    struct stat st;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(pattern, sizeof pattern, "%s/hoptac-test-*-??????", base_folder());
    if (glob(pattern, 0, NULL, &g) != 0)
        return;
    for (size_t i = 0; i < g.gl_pathc; i++) {
        long pid = strtol(strstr(g.gl_pathv[i], "hoptac-test-") + strlen("hoptac-test-"), NULL, 10);
        bool old = lstat(g.gl_pathv[i], &st) == 0 && st.st_uid == getuid() && S_ISDIR(st.st_mode) &&
                   now.tv_sec - st.st_mtime > STALE_SECONDS;
        if (pid > 1 && old && kill((pid_t)pid, 0) != 0 && errno == ESRCH)
            nftw(g.gl_pathv[i], remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
    globfree(&g);
}

const char *place_root(void)
{
    int fd[2];
    if (place.janitor)
        return place.root;
    sweep();
    snprintf(place.root, sizeof place.root, "%s/hoptac-test-%d-XXXXXX", base_folder(), (int)getpid());
    if (!mkdtemp(place.root) || chmod(place.root, 0755) != 0 || pipe2(fd, O_CLOEXEC) != 0)
        abort();
    place.janitor = fork();
    if (place.janitor < 0)
        abort();
    if (place.janitor == 0) {
        close(fd[1]);
        janitor(fd[0]);
    }
    close(fd[0]);
    place.pipe = fd[1];
    atexit(leave);
    return place.root;
}

int place_start(const char *const *argv, unsigned uid, unsigned gid, const char *log)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666), in = open("/dev/null", O_RDONLY);
    if (out < 0 || in < 0)
        _exit(127);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    if (uid && (setgroups(0, NULL) != 0 || setgid(gid) != 0 || setuid(uid) != 0))
        _exit(127);
    /* after setuid, which would clear it */
    if (chdir("/") != 0 || prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0)
        _exit(127);
    execv(argv[0], (char *const *)argv);
    _exit(127);
}

int place_run(const char *const *argv, unsigned uid, unsigned gid, const char *log)
{
    int status;
    pid_t pid = place_start(argv, uid, gid, log);
    if (pid < 0)
        return -1;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void place_print(const char *path)
{
    char part[4096];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f)
        return;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        fwrite(part, 1, n, stderr);
    fclose(f);
}
