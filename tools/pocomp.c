/* pocomp SOURCE_ROOT OUT.c FILES.po…: makes the table of translations and refuses a build in which a sentence that
   people can see has no Vietnamese.

   Sentences are the string literals inside tr(cx, "…"), tr_lang(lang, "…"), TRF(cx, "…", …), T("…") and {{t "…"}} under
   src/. A file named en.po rewords English; every other .po is Vietnamese. Unused entries are told, not refused. */
#include "tool.h"

#include <stdarg.h>

struct sentence {
    char *id, *vi, *en;
    const char *vi_file, *en_file;
    int vi_line, en_line;
    const char *used_file;
    int used_line;
};

static struct {
    struct sentence *all;
    size_t n;
    int errors;
} table;

[[gnu::format(printf, 3, 4)]] static void error(const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: error: ", file, line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    table.errors++;
}

/* Sorted by id, so that finding stays quick and the output needs no sort. */
static struct sentence *sentence_of(const char *id)
{
    size_t lo = 0, hi = table.n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strcmp(id, table.all[mid].id);
        if (c == 0)
            return &table.all[mid];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    table.all = room_for(table.all, table.n, sizeof *table.all);
    memmove(table.all + lo + 1, table.all + lo, (table.n - lo) * sizeof *table.all);
    table.n++;
    table.all[lo] = (struct sentence){ .id = copy_of(id, strlen(id)) };
    return &table.all[lo];
}

/* ---- literals ---- */

/* Appends the literal at s[i] (a quote) unescaped; returns the index after it, or 0 when it is not closed or holds an
   escape that a sentence should not have. */
static size_t unescape(struct text *out, const char *s, size_t n, size_t i)
{
    static const char from[] = "nt\\\"'", to[] = "\n\t\\\"'";
    for (i++; i < n && s[i] != '\n'; i++) {
        if (s[i] == '"')
            return i + 1;
        if (s[i] != '\\') {
            text_bytes(out, s + i, 1);
        } else {
            const char *at = i + 1 < n ? memchr(from, s[i + 1], sizeof from - 1) : NULL;
            if (!at)
                return 0;
            text_bytes(out, to + (at - from), 1);
            i++;
        }
    }
    return 0;
}

/* ---- .po files ---- */

struct po {
    const char *file;
    int line, id_line;
    struct text id, str, *now;
    bool any, english, fuzzy;
};

static void po_store(struct po *p)
{
    if (p->any && p->id.n && p->fuzzy)
        error(p->file, p->id_line, "fuzzy translation of \"%s\": look at it and remove the mark", p->id.s);
    if (p->any && p->id.n && p->str.n) {
        struct sentence *s = sentence_of(p->id.s);
        char **text = p->english ? &s->en : &s->vi;
        const char **file = p->english ? &s->en_file : &s->vi_file;
        int *line = p->english ? &s->en_line : &s->vi_line;
        if (*text && strcmp(*text, p->str.s))
            error(p->file, p->id_line, "\"%s\" is translated differently in %s:%d", p->id.s, *file, *line);
        *text = copy_of(p->str.s, p->str.n);
        *file = p->file;
        *line = p->id_line;
    }
    p->id.n = p->str.n = 0;
    p->any = p->fuzzy = false;
    p->now = NULL;
}

static void po_line(struct po *p, const char *s, size_t n)
{
    size_t skip = 0;
    if (n == 0)
        return;
    if (s[0] == '#') {
        if (p->any && p->now == &p->str)
            po_store(p);
        if (n > 1 && s[1] == ',' && memmem(s, n, "fuzzy", 5))
            p->fuzzy = true;
        return;
    }
    if (n > 6 && !memcmp(s, "msgid ", 6)) {
        if (p->any)
            po_store(p);
        p->any = true;
        p->id_line = p->line;
        p->now = &p->id;
        skip = 6;
    } else if (n > 7 && !memcmp(s, "msgstr ", 7) && p->now == &p->id) {
        p->now = &p->str;
        skip = 7;
    }
    while (skip < n && s[skip] == ' ')
        skip++;
    if (!p->now || skip >= n || s[skip] != '"' || unescape(p->now, s, n, skip) != n)
        error(p->file, p->line, "not of the form msgid \"…\" / msgstr \"…\" / \"…\"");
}

static void po_read(const char *file)
{
    size_t n;
    char *s = file_need(file, &n);
    struct po p = { .file = file, .english = ends_with(file, "/en.po") };
    for (char *at = s, *end; at < s + n; at = end + 1) {
        end = memchr(at, '\n', (size_t)(s + n - at));
        if (!end)
            end = s + n;
        size_t len = (size_t)(end - at);
        while (len && isspace((unsigned char)at[len - 1]))
            len--;
        p.line++;
        po_line(&p, at, len);
    }
    po_store(&p);
}

/* ---- sources ---- */

static void used(const char *file, int line, const char *id)
{
    struct sentence *s = sentence_of(id);
    if (!s->used_file) {
        s->used_file = file;
        s->used_line = line;
    }
}

struct source {
    const char *file, *s, *map;
    size_t n;
    int line; /* of s[0], minus one */
};

static size_t skip_blank(const struct source *f, size_t i)
{
    while (i < f->n && (f->map[i] == IS_COMMENT || f->map[i] == IS_LINE_COMMENT || isspace((unsigned char)f->s[i])))
        i++;
    return i;
}

/* A group of adjacent literals at i is one sentence; returns the index after the group. */
static size_t literal_group(const struct source *f, size_t i)
{
    struct text id = { 0 };
    size_t at = i;
    text_bytes(&id, "", 0);
    while (i < f->n && f->s[i] == '"' && f->map[i] == IS_STRING) {
        size_t next = unescape(&id, f->s, f->n, i);
        if (!next) {
            error(f->file, f->line + line_of(f->s, i), "an escape that a translated sentence cannot hold");
            return c_literal_end(f->s, f->n, i);
        }
        i = skip_blank(f, next);
    }
    if (id.n)
        used(f->file, f->line + line_of(f->s, at), id.s);
    return i;
}

/* The argument number `which` of the call whose '(' is at i: its literals outside nested parentheses. */
static void sentence_argument(const struct source *f, size_t i, int which)
{
    int depth = 0, arg = 0;
    while (i < f->n) {
        char c = f->s[i];
        if (f->map[i] == IS_STRING) {
            if (depth == 1 && arg == which)
                i = literal_group(f, i);
            else
                i = c_literal_end(f->s, f->n, i);
            continue;
        }
        if (f->map[i] == IS_CODE) {
            depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
            arg += c == ',' && depth == 1;
            if (depth == 0 || arg > which)
                return;
        }
        i++;
    }
}

static void scan_c(const char *file, int line, const char *s, size_t n)
{
    static const struct {
        const char *name;
        int which;
    } call[] = { { "T", 0 }, { "tr", 1 }, { "tr_lang", 1 }, { "TRF", 1 } };
    struct source f = { file, s, c_map(s, n), n, line };
    for (size_t i = 0; i < n; i++) {
        size_t end = i;
        if (f.map[i] != IS_CODE || !word_char(s[i]) || (i && word_char(s[i - 1])))
            continue;
        while (end < n && word_char(s[end]))
            end++;
        for (size_t k = 0; k < sizeof call / sizeof *call; k++) {
            bool is = strlen(call[k].name) == end - i && !memcmp(call[k].name, s + i, end - i);
            size_t paren = is ? skip_blank(&f, end) : n;
            if (paren < n && s[paren] == '(')
                sentence_argument(&f, paren, call[k].which);
        }
    }
}

/* What stands in {{ }}: a sentence after t, or an expression. */
static void scan_template_text(const char *file, int line, const char *s, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if (s[i] != '{' || s[i + 1] != '{')
            continue;
        bool sentence = i + 3 < n && s[i + 2] == 't' && (s[i + 3] == ' ' || s[i + 3] == '"');
        const char *close = memmem(s + i, n - i, "}}", 2);
        size_t from = i + 2 + (size_t)sentence, end = close ? (size_t)(close - s) : n;
        int at = line + line_of(s, from) - 1;
        char *part = copy_of(s + from, end - from);
        struct source f = { file, part, c_map(part, end - from), end - from, at };
        size_t rest = sentence ? literal_group(&f, skip_blank(&f, 0)) : 0;
        scan_c(file, at, part + rest, end - from - rest);
        i = end;
    }
}

/* Lines of code that follow each other are one piece: a call may go on in the next line. So are lines of text. */
static void scan_template(const char *file, const char *s, size_t n)
{
    int line = 0;
    for (const char *at = s, *end = s; at < s + n; at = end) {
        bool code = *at == '%';
        int lines = 0;
        while (end < s + n && (*end == '%') == code) {
            const char *next = memchr(end, '\n', (size_t)(s + n - end));
            end = next ? next + 1 : s + n;
            lines++;
        }
        char *piece = copy_of(at, (size_t)(end - at));
        for (size_t i = 0; code && at + i < end; i++)
            if (piece[i] == '%' && (i == 0 || piece[i - 1] == '\n'))
                piece[i] = ' ';
        if (code)
            scan_c(file, line, piece, (size_t)(end - at));
        else
            scan_template_text(file, line, piece, (size_t)(end - at));
        line += lines;
    }
}

static void scan_sources(const char *root)
{
    struct names files = { 0 };
    walk(root, "src", &files, NULL);
    names_sort(&files);
    for (size_t i = 0; i < files.n; i++) {
        const char *f = files.s[i];
        size_t n;
        bool c = (ends_with(f, ".c") && !ends_with(f, "_test.c")) || ends_with(f, ".h") || ends_with(f, ".def");
        if (c) {
            char *s = file_need(path_of(root, f), &n);
            scan_c(f, 0, s, n);
        } else if (ends_with(f, ".html.in")) {
            char *s = file_need(path_of(root, f), &n);
            scan_template(f, s, n);
        }
    }
}

/* ---- checks and output ---- */

static unsigned holes(const char *s)
{
    unsigned set = 0;
    for (; *s; s++)
        if (s[0] == '{' && s[1] >= '1' && s[1] <= '9' && s[2] == '}')
            set |= 1u << (s[1] - '0');
    return set;
}

static void check_holes(const struct sentence *s, const char *text, const char *file, int line)
{
    unsigned want = holes(s->id), have = text ? holes(text) : want;
    for (unsigned i = 1; i <= 9; i++)
        if ((want ^ have) & (1u << i))
            error(file, line, "{%u} is %s in the translation of \"%s\"", i, want & (1u << i) ? "missing" : "too much",
                  s->id);
}

static void check(void)
{
    for (size_t i = 0; i < table.n; i++) {
        const struct sentence *s = &table.all[i];
        if (s->used_file && !s->vi)
            error(s->used_file, s->used_line, "no Vietnamese for \"%s\"", s->id);
        if (!s->used_file)
            fprintf(stderr, "%s:%d: warning: \"%s\" is not used\n", s->vi_file ? s->vi_file : s->en_file,
                    s->vi_file ? s->vi_line : s->en_line, s->id);
        check_holes(s, s->vi, s->vi_file, s->vi_line);
        check_holes(s, s->en, s->en_file, s->en_line);
    }
}

static void emit(const char *path)
{
    struct text t = { 0 };
    int n = 0;
    text_z(&t, "/* Made by pocomp. */\n#include \"base/cx.h\"\n\nconst struct tr_entry tr_table[] = {\n");
    for (size_t i = 0; i < table.n; i++) {
        const struct sentence *s = &table.all[i];
        if (!s->used_file)
            continue;
        const char *en = s->en ? s->en : s->id;
        text_z(&t, "    { ");
        text_literal(&t, s->id, strlen(s->id));
        text_z(&t, ",\n      { [LANG_VI] = ");
        text_literal(&t, s->vi, strlen(s->vi));
        text_z(&t, ", [LANG_EN] = ");
        text_literal(&t, en, strlen(en));
        text_z(&t, " } },\n");
        n++;
    }
    if (!n)
        text_z(&t, "    { \"\", { \"\", \"\" } },\n");
    text_fmt(&t, "};\nconst int tr_count = %d;\n", n);
    file_write(path, t.s, t.n);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        die("usage: pocomp SOURCE_ROOT OUT.c FILES.po…");
    for (int i = 3; i < argc; i++)
        po_read(argv[i]);
    scan_sources(argv[1]);
    check();
    if (table.errors)
        return 1;
    emit(argv[2]);
    return 0;
}
