/* tidy's knowledge of C: function heads and bodies, includes against the layers, banned calls, routes, test names.
   Not a parser: it follows braces and parentheses of code at top level, which the house's own layout makes enough. */
#include "tidy.h"

enum { FUNCTION_MAX_LINES = 70, MAX_PARAMETERS = 6 };

/* ---- layers ---- */

/* Bottom up; a layer includes only itself and what stands before it. cli/ describes its commands with web/'s tables. */
static const char *const layer[] = { "base", "os", "db", "vouchers", "web", "cli", "features", "app" };
enum { LAYERS = sizeof layer / sizeof *layer };

/* -1 when the path names no layer */
static int layer_of(const char *path)
{
    for (int i = 0; i < LAYERS; i++) {
        size_t n = strlen(layer[i]);
        if (!strncmp(path, layer[i], n) && path[n] == '/')
            return i;
    }
    return -1;
}

static bool is_test(const char *path) { return !starts_with(path, "src/") || ends_with(path, "_test.c"); }

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? copy_of(path, (size_t)(slash - path)) : copy_of("", 0);
}

/* "features/books/accounting/x.h" → "accounting"; NULL outside rooms */
static char *room_of(const char *path)
{
    if (!starts_with(path, "features/"))
        return NULL;
    const char *wing = strchr(path, '/') + 1, *room = strchr(wing, '/');
    const char *end = room ? strchr(room + 1, '/') : NULL;
    return end ? copy_of(room + 1, (size_t)(end - room - 1)) : NULL;
}

static bool names_word(const char *s, const char *end, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = s; (p = memmem(p, (size_t)(end - p), word, n)); p += n)
        if (!word_char(p[-1]) && !word_char(p[n]))
            return true;
    return false;
}

/* Does the README of the room that f stands in say "needs: … room …"? As a heading it reaches to the next heading. */
static bool needs(const struct source *f, const char *room)
{
    size_t n;
    char *s = file_read(path_of(path_of(f->root, folder_of(f->path)), "README.md"), &n);
    for (char *p = s; p && (p = strstr(p, "needs:")); p++) {
        bool heading = p > s && p[-1] == ' ' && p[6] == '\n';
        char *end = strstr(p + 6, heading ? "\n#" : "\n");
        if (names_word(p, end ? end : s + n, room))
            return true;
    }
    return false;
}

static void check_room(const struct source *f, int line, const char *target)
{
    char *mine = room_of(f->path + 4), *theirs = room_of(target);
    if (!mine || !theirs || !strcmp(mine, theirs))
        return;
    struct text face = { 0 };
    text_fmt(&face, "/%s/%s.h", theirs, theirs);
    if (!ends_with(target, face.s))
        found(f, line, "room", "of another room only %s.h may be included", theirs);
    else if (!needs(f, theirs))
        found(f, line, "room", "the README.md of %s must say: needs: %s", mine, theirs);
}

static void check_own_include(const struct source *f, int line, const char *target)
{
    int from = layer_of(f->path + 4), to = layer_of(target);
    size_t n;
    if (is_test(f->path))
        return;
    if (ends_with(target, ".sql.h") && !strchr(target, '/')) {
        char *sql = path_of(folder_of(f->path), target);
        sql[strlen(sql) - 2] = 0;
        if (!file_read(path_of(f->root, sql), &n))
            found(f, line, "layer", "%s is made from the queries of another folder", target);
    } else if (starts_with(target, "tests/") || starts_with(target, "kit")) {
        found(f, line, "layer", "the program must not include its tests");
    } else if (from >= 0 && to > from) {
        found(f, line, "layer", "%s stands below %s and must not include it", layer[from], layer[to]);
    }
    check_room(f, line, target);
}

/* Libraries that stand behind one door. */
static void check_system_include(const struct source *f, int line, const char *target)
{
    static const struct {
        const char *header, *door;
    } behind[] = {
        { "sqlite3.h", "src/db/" },
        { "libpq-fe.h", "src/db/" },
        { "microhttpd.h", "src/web/" },
    };
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (!strcmp(target, behind[i].header) && !is_test(f->path) && !starts_with(f->path, behind[i].door) &&
            !starts_with(f->path, "src/os/"))
            found(f, line, "layer", "<%s> stands behind %s", target, behind[i].door);
}

static void check_include(const struct source *f, size_t at)
{
    size_t i = at;
    while (i < f->n && f->s[i] != '"' && f->s[i] != '<' && f->s[i] != '\n')
        i++;
    if (i == f->n || f->s[i] == '\n')
        return;
    const char *from = f->s + i + 1, *end = strchr(from, f->s[i] == '<' ? '>' : '"');
    if (!end)
        return;
    char *target = copy_of(from, (size_t)(end - from));
    if (f->s[i] == '<')
        check_system_include(f, line_of(f->s, at), target);
    else
        check_own_include(f, line_of(f->s, at), target);
}

/* ---- calls ---- */

static const char *const banned[] = {
    "strcpy", "strcat", "sprintf", "vsprintf", "strtok", "gets", "atoi", "atol", "atoll", "atof", "strdup",
    "strndup", "asprintf", "vasprintf", "malloc", "calloc", "realloc", "free", "alloca", "time", "localtime",
    "gmtime", "mktime", "localtime_r", "gmtime_r", "strftime", "ctime", "clock_gettime", "rand", "srand", "random",
    "srandom", "rand_r", "fopen", "freopen", "fdopen", "open", "openat", "creat", "opendir", "getenv", "setenv",
    "system", "popen", "setlocale", "gettimeofday",
};

/* Where a library hands over memory that only the C library can take back. Keep it short, each with its reason. */
static const struct {
    const char *path, *call;
} allowed[] = {
    { "src/base/arena.c", "" }, /* "" = all: the one allocator */
};

static bool may_call(const struct source *f, const char *call)
{
    if (is_test(f->path) || starts_with(f->path, "src/os/"))
        return true;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (!strcmp(f->path, allowed[i].path) && (!allowed[i].call[0] || !strcmp(call, allowed[i].call)))
            return true;
    return false;
}

static bool is_member(const struct source *f, size_t i)
{
    while (i && isspace((unsigned char)f->s[i - 1]))
        i--;
    return i && (f->s[i - 1] == '.' || (i > 1 && f->s[i - 1] == '>' && f->s[i - 2] == '-'));
}

static void check_word(const struct source *f, size_t i, size_t n)
{
    size_t next = next_code(f, i + n);
    bool call = next < f->n && f->s[next] == '(' && !is_member(f, i);
    for (size_t k = 0; call && k < sizeof banned / sizeof *banned; k++)
        if (word_is(f, i, n, banned[k]) && !may_call(f, banned[k]))
            found(f, line_of(f->s, i), "banned", "%s() is not used here", banned[k]);
    if (is_test(f->path) || starts_with(f->path, "src/web/"))
        return;
    if (call && word_is(f, i, n, "html_raw"))
        found(f, line_of(f->s, i), "html-raw", "unescaped output belongs to web/ and templates only");
    if (word_is(f, i, n, "html_safe") && next < f->n && f->s[next] == ')' && f->s[next_code(f, next + 1)] == '{')
        found(f, line_of(f->s, i), "html-raw", "only web/ may declare a text safe");
}

/* ---- functions ---- */

static size_t matching(const struct source *f, size_t open)
{
    int depth = 0;
    for (size_t i = open; i < f->n; i++) {
        if (f->map[i] != IS_CODE)
            continue;
        depth += (strchr("({[", f->s[i]) != NULL) - (strchr(")}]", f->s[i]) != NULL);
        if (depth == 0)
            return i;
    }
    return f->n;
}

static int parameters(const struct source *f, size_t open, size_t close)
{
    int depth = 0, commas = 0, bytes = 0;
    for (size_t i = open; i <= close; i++) {
        if (f->map[i] != IS_CODE)
            continue;
        depth += (f->s[i] == '(' || f->s[i] == '[') - (f->s[i] == ')' || f->s[i] == ']');
        commas += f->s[i] == ',' && depth == 1;
        bytes += !isspace((unsigned char)f->s[i]);
    }
    return bytes == 2 ? 0 : commas + 1;
}

static bool test_name_good(const char *s, size_t n)
{
    const char *two = n > 5 ? memmem(s + 5, n - 5, "__", 2) : NULL;
    return n > 5 && !memcmp(s, "test_", 5) && two && two > s + 5 && two + 2 < s + n;
}

static void check_function(const struct source *f, size_t name, size_t n, size_t body)
{
    size_t open = next_code(f, name + n), end = matching(f, body);
    int first = line_of(f->s, name), lines = line_of(f->s, end) - first + 1;
    int params = parameters(f, open, matching(f, open));
    if (lines > FUNCTION_MAX_LINES)
        found(f, first, "long-function", "%.*s has %d lines, at most %d", (int)n, f->s + name, lines,
              FUNCTION_MAX_LINES);
    if (params > MAX_PARAMETERS)
        found(f, first, "parameters", "%.*s takes %d, at most %d", (int)n, f->s + name, params, MAX_PARAMETERS);
    if (ends_with(f->path, "_test.c") && n > 5 && !memcmp(f->s + name, "test_", 5) && !test_name_good(f->s + name, n))
        found(f, first, "test-name", "%.*s: name it test_subject__what", (int)n, f->s + name);
}

/* The head from..body is a function's when it ends in a parameter list and assigns nothing. */
static void check_head(const struct source *f, size_t from, size_t body)
{
    size_t name = 0, n = 0, last_open = 0;
    int depth = 0;
    for (size_t i = from; i < body; i++) {
        char c = f->s[i];
        if (f->map[i] != IS_CODE)
            continue;
        if (depth == 0 && (c == '=' || c == ','))
            return;
        if (depth == 0 && c == '(')
            last_open = i;
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
    }
    for (size_t i = from; last_open && i < last_open; i++) {
        size_t w = word_at(f, i);
        if (w && next_code(f, i + w) == last_open) {
            name = i;
            n = w;
        }
    }
    if (n)
        check_function(f, name, n, body);
}

static size_t line_end(const struct source *f, size_t i)
{
    while (i < f->n && f->s[i] != '\n')
        i += f->s[i] == '\\' && i + 1 < f->n ? 2 : 1;
    return i;
}

static bool first_on_line(const struct source *f, size_t i)
{
    while (i && (f->s[i - 1] == ' ' || f->s[i - 1] == '\t'))
        i--;
    return i == 0 || f->s[i - 1] == '\n';
}

/* Top level: from one ; or } to the next { is a head. Preprocessor lines are no part of it. */
static void check_functions(const struct source *f)
{
    size_t from = 0;
    for (size_t i = 0; i < f->n; i++) {
        char c = f->s[i];
        if (f->map[i] != IS_CODE)
            continue;
        if (c == '#' && first_on_line(f, i)) {
            i = line_end(f, i);
            from = i;
        } else if (c == '(' || c == '[') {
            i = matching(f, i);
        } else if (c == '{') {
            check_head(f, from, i);
            i = matching(f, i);
            from = i + 1;
        } else if (c == ';') {
            from = i + 1;
        }
    }
}

/* ---- tables ---- */

static bool holds(const struct source *f, size_t from, size_t to, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = from; i + n <= to; i++)
        if (f->map[i] == IS_CODE && !memcmp(f->s + i, what, n))
            return true;
    return false;
}

/* static const struct route routes[] = { { … CAP_ … }, … }; i stands on the word route */
static void check_routes(const struct source *f, size_t i)
{
    size_t open = i, end;
    while (open < f->n && f->s[open] != '{' && f->s[open] != ';' && f->s[open] != ')')
        open++;
    if (open == f->n || f->s[open] != '{' || !holds(f, i, open, "[") || !holds(f, i, open, "="))
        return;
    end = matching(f, open);
    for (size_t k = open + 1; k < end; k++) {
        if (f->map[k] != IS_CODE || f->s[k] != '{')
            continue;
        size_t close = matching(f, k);
        if (!holds(f, k, close, "CAP_"))
            found(f, line_of(f->s, k), "route", "a route names its capability: CAP_…");
        k = close;
    }
}

/* Registered tests carry good names, however they were defined. */
static void check_registered(const struct source *f, size_t i, size_t n)
{
    size_t name = next_code(f, next_code(f, i + n) + 1), w = name < f->n ? word_at(f, name) : 0;
    if (w && !test_name_good(f->s + name, w))
        found(f, line_of(f->s, i), "test-name", "%.*s: name it test_subject__what", (int)w, f->s + name);
}

void tidy_c(const struct source *f)
{
    for (size_t i = 0; i < f->n; i++) {
        size_t w = word_at(f, i);
        if (f->map[i] == IS_LINE_COMMENT && (i == 0 || f->map[i - 1] != IS_LINE_COMMENT))
            found(f, line_of(f->s, i), "comment", "write /* … */");
        if (f->map[i] == IS_CODE && f->s[i] == '#' && first_on_line(f, i)) {
            size_t word = next_code(f, i + 1);
            if (word_is(f, word, word_at(f, word), "include"))
                check_include(f, word);
        }
        if (!w)
            continue;
        check_word(f, i, w);
        if (word_is(f, i, w, "route"))
            check_routes(f, i);
        if (ends_with(f->path, "_test.c") && w > 15 && !memcmp(f->s + i, "cmocka_unit_test", 16))
            check_registered(f, i, w);
    }
    if (!ends_with(f->path, ".def"))
        check_functions(f);
}
