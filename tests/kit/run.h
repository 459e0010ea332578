/* Programs run to their end by a test, and what they said. */
#ifndef TESTS_KIT_RUN_H
#define TESTS_KIT_RUN_H

#include "tests/kit/kit.h"

struct ran {
    int code;     /* of exit; -1 when it did not exit by itself */
    str out, err; /* live to the end of the process: the kit's memory is too small for a long journal */
};

/* argv[0] is looked up in PATH; argv ends with NULL. in: its standard input. Runs in the kit's folder. */
struct ran run_program(struct kit *k, const char *const *argv, str in);
/* `hoptac ARG…` (argv without the program's name) in a copy of this process, which spares the start of a sanitized
   program. English unless argv says otherwise. Close the kit's stores first: a copy must not share open databases. */
struct ran run_hoptac(struct kit *k, const char *const *argv, str in);

/* run_line(k, S(""), "balance", "--db", db): the same with the arguments in place. */
#define run_line(k, in, ...) run_hoptac((k), (const char *const[]){ __VA_ARGS__, NULL }, (in))

/* `hoptac serve …` and its kin: goes on until run_end, which sends SIGTERM and gives the exit code. */
struct running {
    int pid;
    const char *file[3]; /* its streams */
};
struct running run_begin(struct kit *k, const char *const *argv);
/* What it has written to standard output by now. */
str run_output(struct kit *k, const struct running *r);
int run_end(const struct running *r);

#endif
