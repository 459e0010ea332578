/* initdb costs seconds, so its result is kept under the build folder and copied. fsync stays on: the place is usually
   memory. */
#include "tests/kit/pg.h"

#include <errno.h>
#include <glob.h>
#include <libpq-fe.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/kit/place.h"

enum { START_MS = 60000, PATH_BYTES = 512 };

/* One cluster in a process. */
static struct {
    char bin[PATH_BYTES], data[PATH_BYTES], log[PATH_BYTES];
    unsigned uid, gid; /* 0 = ours */
    pid_t pid;
    int n_database;
} pg;

[[gnu::noreturn]] static void give_up(const char *what)
{
    fprintf(stderr, "kit: PostgreSQL: %s\n", what);
    place_print(pg.log);
    exit(1);
}

static void find_programs(void)
{
    glob_t g;
    const char *given = getenv("HOPTAC_PG_BIN");
    if (given) {
        snprintf(pg.bin, sizeof pg.bin, "%s", given);
        return;
    }
    if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &g) != 0 || g.gl_pathc == 0)
        give_up("no /usr/lib/postgresql/*/bin here; install the Debian package postgresql");
    snprintf(pg.bin, sizeof pg.bin, "%s", g.gl_pathv[g.gl_pathc - 1]);
    globfree(&g);
}

/* PostgreSQL refuses to run as root. */
static void find_user(void)
{
    if (getuid() != 0)
        return;
    const struct passwd *who = getpwnam("postgres");
    if (!who)
        who = getpwnam("nobody");
    if (!who)
        give_up("neither user postgres nor nobody exists to run it");
    pg.uid = who->pw_uid;
    pg.gid = who->pw_gid;
}

static void run(const char *what, unsigned uid, unsigned gid, const char *const *argv)
{
    if (place_run(argv, uid, gid, pg.log) != 0)
        give_up(what);
}

#define RUN_AS(uid, gid, ...) run("a program failed", (uid), (gid), (const char *const[]){ __VA_ARGS__, NULL })

/* Where an earlier test left the result of initdb; "" when there is no build folder. */
static void kept_cluster(char path[PATH_BYTES])
{
    const char *build = getenv("HOPTAC_BUILD");
    const char *version = strstr(pg.bin, "postgresql/");
    path[0] = 0;
    if (build && version)
        snprintf(path, PATH_BYTES, "%s/pg-cluster-%d-%u", build, atoi(version + strlen("postgresql/")), getuid());
}

static void make_cluster(void)
{
    char initdb[PATH_BYTES + 16], kept[PATH_BYTES], fresh[PATH_BYTES + 16];
    snprintf(initdb, sizeof initdb, "%s/initdb", pg.bin);
    kept_cluster(kept);
    if (kept[0] && access(kept, R_OK | X_OK) == 0) {
        RUN_AS(0, 0, "/bin/cp", "-Rp", kept, pg.data);
        return;
    }
    if (mkdir(pg.data, 0700) != 0 || (pg.uid && chown(pg.data, pg.uid, pg.gid) != 0))
        give_up("its folder cannot be made");
    RUN_AS(pg.uid, pg.gid, initdb, "-D", pg.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
    if (!kept[0])
        return;
    /* several tests may do this at once: the first rename wins */
    snprintf(fresh, sizeof fresh, "%s.%d", kept, (int)getpid());
    RUN_AS(0, 0, "/bin/cp", "-Rp", pg.data, fresh);
    if (rename(fresh, kept) != 0)
        RUN_AS(0, 0, "/bin/rm", "-rf", fresh);
}

static void start(void)
{
    char program[PATH_BYTES + 16];
    snprintf(program, sizeof program, "%s/postgres", pg.bin);
    const char *const argv[] = {
        program,
        "-D",
        pg.data,
        "-k",
        pg.data,
        "-h",
        "",
        "-c",
        "shared_buffers=32MB",
        "-c",
        "max_connections=60",
        "-c",
        "jit=off",
        "-c",
        "max_wal_size=256MB",
        "-c",
        "log_min_messages=error",
        "-c",
        "log_min_error_statement=panic",
        NULL,
    };
    pg.pid = place_start(argv, pg.uid, pg.gid, pg.log);
    if (pg.pid < 0)
        give_up("it cannot be started");
    char where[640];
    snprintf(where, sizeof where, "host=%s user=postgres dbname=postgres", pg.data);
    for (int ms = 0; PQping(where) != PQPING_OK; ms += 20) {
        if (ms > START_MS || waitpid(pg.pid, NULL, WNOHANG) == pg.pid)
            give_up("it does not come up");
        nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
    }
}

static void sql(const char *text)
{
    char where[640];
    snprintf(where, sizeof where, "host=%s user=postgres dbname=postgres", pg.data);
    PGconn *c = PQconnectdb(where);
    PGresult *r = PQexec(c, text);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        give_up(PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
}

static void begin(void)
{
    if (pg.pid)
        return;
    snprintf(pg.data, sizeof pg.data, "%s/pg", place_root());
    snprintf(pg.log, sizeof pg.log, "%s/pg.log", place_root());
    find_programs();
    find_user();
    make_cluster();
    start();
    sql("CREATE ROLE hoptac LOGIN CREATEROLE");
}

str pg_new_database(struct arena *mem, str template, str *name)
{
    begin();
    *name = str_fmt(mem, "t%d", ++pg.n_database);
    str from = str_empty(template) ? S("template0") : template;
    str make =
        str_fmt(mem, "CREATE DATABASE " STR_FMT " TEMPLATE " STR_FMT " OWNER hoptac", STR_ARG(*name), STR_ARG(from));
    sql(str_z(mem, make));
    return str_fmt(mem, "postgresql://hoptac@/" STR_FMT "?host=%s", STR_ARG(*name), pg.data);
}

str pg_superuser_url(struct arena *mem, str name)
{
    begin();
    return str_fmt(mem, "postgresql://postgres@/" STR_FMT "?host=%s", STR_ARG(name), pg.data);
}

void pg_crash_and_restart(void)
{
    begin();
    kill(pg.pid, SIGQUIT);
    while (waitpid(pg.pid, NULL, 0) < 0 && errno == EINTR)
        ;
    start();
}
