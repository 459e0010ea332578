/* helpc SOURCE_ROOT OUT.c: makes the table of help from docs/help/NAME.{vi,en}.md (topics of the whole) and
   src/features/WING/ROOM/help.{vi,en}.md (a room's own), with the glossary of docs/glossary.md.

   It refuses help that lacks a language, says other sections in one than in the other, links to what is not there, and
   a room whose menu leads to a page that no section explains. */
#include "helpc.h"

#include <stdarg.h>

struct topic {
    char *name;
    bool room;
    struct doc doc[LANGS];
};

static struct {
    struct topic *topic;
    size_t n;
    struct term *term;
    size_t n_term;
} help;

int errors;

[[gnu::format(printf, 3, 4)]] void error(const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: error: ", file, line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    errors++;
}

/* ---- finding the files ---- */

static struct topic *topic_of(const char *name)
{
    for (size_t i = 0; i < help.n; i++)
        if (!strcmp(help.topic[i].name, name))
            return &help.topic[i];
    return NULL;
}

static void take(const char *root, const char *file, char *name, bool room)
{
    struct topic *t = topic_of(name);
    if (!t) {
        help.topic = room_for(help.topic, help.n, sizeof *help.topic);
        t = &help.topic[help.n++];
        *t = (struct topic){ .name = name, .room = room };
    }
    struct doc *d = &t->doc[ends_with(file, ".vi.md") ? VI : EN];
    if (t->room != room || d->file)
        error(file, 1, "there is another topic \"%s\"", name);
    else
        doc_read(d, path_of(root, file), file);
}

static void find(const char *root)
{
    struct names files = { 0 };
    walk(root, "docs/help", &files, NULL);
    walk(root, "src/features", &files, NULL);
    names_sort(&files);
    for (size_t i = 0; i < files.n; i++) {
        const char *f = files.s[i], *base = strrchr(f, '/') + 1;
        bool own = starts_with(f, "docs/help/");
        if (!ends_with(f, ".vi.md") && !ends_with(f, ".en.md"))
            continue;
        const char *room = f;
        for (const char *p = f; p < base - 1; p++)
            room = *p == '/' ? p + 1 : room;
        if (own)
            take(root, f, copy_of(base, strlen(base) - 6), false);
        else if (starts_with(base, "help."))
            take(root, f, copy_of(room, (size_t)(base - 1 - room)), true);
    }
    size_t n;
    if (file_read(path_of(root, "docs/glossary.md"), &n))
        glossary_read(path_of(root, "docs/glossary.md"), "docs/glossary.md", &help.term, &help.n_term);
}

/* ---- do they belong together ---- */

static bool same_pages(const struct section *a, const struct section *b)
{
    bool same = a->page.n == b->page.n;
    for (size_t i = 0; same && i < a->page.n; i++)
        same = !strcmp(a->page.s[i], b->page.s[i]);
    return same;
}

static void check_languages(const struct topic *t)
{
    const struct doc *vi = &t->doc[VI], *en = &t->doc[EN];
    if (!vi->file || !en->file) {
        const char *have = vi->file ? vi->file : en->file;
        error(have, 1, "the same in %s is missing", vi->file ? "English (.en.md)" : "Vietnamese (.vi.md)");
        return;
    }
    for (size_t i = 0; i < vi->n || i < en->n; i++) {
        const struct section *a = i < vi->n ? &vi->section[i] : NULL, *b = i < en->n ? &en->section[i] : NULL;
        if (!a || !b || strcmp(a->id, b->id)) {
            error(a ? vi->file : en->file, a ? a->line : b->line, "#%s here, %s%s in the other language",
                  a ? a->id : b->id, a && b ? "#" : "nothing", a && b ? b->id : "");
            return;
        }
        if (!same_pages(a, b))
            error(en->file, b->line, "#%s explains other pages than in Vietnamese", b->id);
    }
}

static const struct section *section_find(const struct topic *t, const char *id)
{
    for (size_t i = 0; i < t->doc[VI].n; i++)
        if (!strcmp(t->doc[VI].section[i].id, id))
            return &t->doc[VI].section[i];
    return NULL;
}

static void check_room(const struct topic *t)
{
    static const char *const must[] = { "errors", "law" };
    for (size_t i = 0; t->room && i < sizeof must / sizeof *must; i++)
        if (!section_find(t, must[i]))
            error(t->doc[VI].file ? t->doc[VI].file : t->doc[EN].file, 1, "a room's help has a section {#%s}", must[i]);
}

/* /help/topic#section: both must be there. */
static void check_link(const struct doc *d, const struct link *l)
{
    if (!starts_with(l->url, "/help/") || !strcmp(l->url, "/help/glossary"))
        return;
    char *name = copy_of(l->url + 6, strlen(l->url + 6)), *id = strchr(name, '#');
    if (id)
        *id++ = 0;
    const struct topic *t = topic_of(name);
    if (!t || (id && !section_find(t, id)))
        error(d->file, l->line, "a link to %s, which is not there", l->url);
}

static size_t explained(const char *page, const char **file, int *line)
{
    size_t n = 0;
    for (size_t i = 0; i < help.n; i++)
        for (size_t k = 0; k < help.topic[i].doc[VI].n; k++) {
            const struct section *s = &help.topic[i].doc[VI].section[k];
            for (size_t p = 0; p < s->page.n; p++)
                if (!strcmp(s->page.s[p], page)) {
                    *file = help.topic[i].doc[VI].file;
                    *line = s->line;
                    n++;
                }
        }
    return n;
}

static void check_pages_once(const struct doc *d)
{
    for (size_t k = 0; k < d->n; k++)
        for (size_t p = 0; p < d->section[k].page.n; p++) {
            const char *file, *page = d->section[k].page.s[p];
            int line;
            if (explained(page, &file, &line) > 1 && (strcmp(file, d->file) || line == d->section[k].line))
                error(d->file, d->section[k].line, "%s is explained twice", page);
        }
}

/* ---- menus ---- */

/* The path in each { … } of the array that begins after the word menu at i: its first literal with a slash. */
static void check_menu(const char *file, const char *s, const char *map, size_t n, size_t i)
{
    size_t open = i;
    int depth = 0;
    while (open < n && s[open] != '{' && s[open] != ';' && s[open] != ')')
        open++;
    if (open == n || s[open] != '{' || !memchr(s + i, '[', open - i) || !memchr(s + i, '=', open - i))
        return;
    for (size_t k = open; k < n; k++) {
        if (map[k] == IS_CODE)
            depth += (s[k] == '{') - (s[k] == '}');
        if (map[k] == IS_CODE && depth == 0)
            return;
        if (map[k] != IS_CODE || depth != 2 || s[k] != '{')
            continue;
        size_t q = k + 1;
        while (q < n && s[q] != '}' && (map[q] != IS_STRING || s[q + 1] != '/'))
            q = map[q] == IS_STRING ? c_literal_end(s, n, q) : q + 1;
        char *page = q < n && s[q] == '"' ? copy_of(s + q + 1, c_literal_end(s, n, q) - q - 2) : NULL;
        const char *where;
        int at;
        if (page && !explained(page, &where, &at))
            error(file, line_of(s, q), "the menu leads to %s, which no section of help explains", page);
    }
}

static void check_menus(const char *root)
{
    struct names files = { 0 };
    walk(root, "src/features", &files, NULL);
    names_sort(&files);
    for (size_t f = 0; f < files.n; f++) {
        size_t n;
        if (!ends_with(files.s[f], ".c") || ends_with(files.s[f], "_test.c"))
            continue;
        char *s = file_need(path_of(root, files.s[f]), &n), *map = c_map(s, n);
        for (const char *p = s; (p = strstr(p, "struct menu ")); p += 11)
            if (map[p - s] == IS_CODE)
                check_menu(files.s[f], s, map, n, (size_t)(p - s) + 11);
    }
}

static void check(const char *root)
{
    for (size_t i = 0; i < help.n; i++) {
        const struct topic *t = &help.topic[i];
        check_languages(t);
        check_room(t);
        check_pages_once(&t->doc[VI]);
        for (int l = 0; l < LANGS; l++)
            for (size_t k = 0; k < t->doc[l].n_link; k++)
                check_link(&t->doc[l], &t->doc[l].link[k]);
    }
    check_menus(root);
}

/* ---- output ---- */

/* { [LANG_VI] = "…", [LANG_EN] = "…" } */
static void both(struct text *t, const char *vi, const char *en)
{
    text_z(t, "{ [LANG_VI] = ");
    text_literal(t, vi, strlen(vi));
    text_z(t, ", [LANG_EN] = ");
    text_literal(t, en, strlen(en));
    text_z(t, " }");
}

static void emit_topic(struct text *t, const struct topic *p, size_t no)
{
    const struct doc *vi = &p->doc[VI], *en = &p->doc[EN];
    for (size_t i = 0; i < vi->n; i++) {
        text_fmt(t, "static const char *const page_%zu_%zu[] = { ", no, i);
        for (size_t k = 0; k < vi->section[i].page.n; k++)
            text_fmt(t, "\"%s\", ", vi->section[i].page.s[k]);
        text_z(t, "NULL };\n");
    }
    text_fmt(t, "static const struct help_section section_%zu[] = {\n", no);
    for (size_t i = 0; i < vi->n; i++) {
        const struct section *a = &vi->section[i], *b = &en->section[i];
        text_fmt(t, "    { \"%s\", page_%zu_%zu,\n      ", a->id, no, i);
        both(t, a->title, b->title);
        text_z(t, ",\n      ");
        both(t, a->html.s, b->html.s);
        text_z(t, ",\n      ");
        both(t, a->text.s, b->text.s);
        text_z(t, " },\n");
    }
    text_z(t, "};\n");
}

static void emit_terms(struct text *t)
{
    text_z(t, "const struct help_term help_terms[] = {\n");
    for (size_t i = 0; i < help.n_term; i++) {
        const struct term *w = &help.term[i];
        text_z(t, "    { ");
        both(t, w->group[VI], w->group[EN]);
        text_z(t, ", ");
        both(t, w->vi, w->en);
        text_z(t, ", ");
        both(t, w->meaning[VI], w->meaning[EN]);
        text_z(t, " },\n");
    }
    if (!help.n_term)
        text_z(t, "    { { \"\", \"\" }, { \"\", \"\" }, { \"\", \"\" } },\n");
    text_fmt(t, "};\nconst int n_help_terms = %zu;\n", help.n_term);
}

static void emit(const char *out)
{
    struct text t = { 0 };
    text_z(&t, "/* Made by helpc. */\n#include \"web/help.h\"\n\n#include <stddef.h>\n\n");
    for (size_t i = 0; i < help.n; i++)
        emit_topic(&t, &help.topic[i], i);
    text_z(&t, "const struct help_topic help_topics[] = {\n");
    for (size_t i = 0; i < help.n; i++)
        text_fmt(&t, "    { \"%s\", %s, section_%zu, %zu },\n", help.topic[i].name,
                 help.topic[i].room ? "true" : "false", i, help.topic[i].doc[VI].n);
    if (!help.n)
        text_z(&t, "    { \"\", false, NULL, 0 },\n");
    text_fmt(&t, "};\nconst int n_help_topics = %zu;\n", help.n);
    emit_terms(&t);
    file_write(out, t.s, t.n);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        die("usage: helpc SOURCE_ROOT OUT.c");
    find(argv[1]);
    check(argv[1]);
    if (errors)
        return 1;
    emit(argv[2]);
    return 0;
}
