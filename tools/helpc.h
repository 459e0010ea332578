/* What helpc's parts share: the help as it was read. helpc_read.c reads one file of Markdown and one glossary,
   helpc.c finds the files, checks that they belong together and writes the table. */
#ifndef TOOLS_HELPC_H
#define TOOLS_HELPC_H

#include "tool.h"

enum { VI, EN, LANGS };

struct link {
    char *url;
    int line;
};

struct section {
    char *id; /* "" = what stands before the first heading */
    char *title;
    struct names page;      /* routes that it explains */
    struct text html, text; /* text: one block a line, without marks */
    int line;
};

struct doc {
    const char *file; /* NULL = not there */
    char *title;
    struct section *section;
    size_t n;
    struct link *link;
    size_t n_link;
};

struct term {
    char *en, *vi, *meaning[LANGS]; /* the meaning may be empty */
    char *group[LANGS];
};

extern int errors;
/* "file:line: error: …"; counts. */
[[gnu::format(printf, 3, 4)]] void error(const char *file, int line, const char *fmt, ...);

/* Reads and checks one file by itself. */
void doc_read(struct doc *d, const char *path, const char *file);
/* Tables of four columns under "## English / tiếng Việt". */
void glossary_read(const char *path, const char *file, struct term **out, size_t *n);

#endif
