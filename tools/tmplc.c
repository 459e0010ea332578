/* tmplc IN.html.in OUT.c OUT.h: compiles a template to C, so that a misspelt field is a compile error at the template's
   own line and escaping follows from the type of the value.

   %# #include "…"       a line for the generated header, before the first function
   % C                   a line of C; before the first function it stands at file scope of the generated .c
   %% void f(…)          begins a template function (`static` keeps it out of the header); `h` is its struct html *
   {{ expr }}            html_put, by type; the start of a URL attribute: html_put_url; later in one: html_put_url_part
   {{t "English"}}       the sentence in the reader's language; {{t "Only {1} left", a}} with str arguments
   {{% C }}              C inside a line: <option value="x"{{% if (on) { }} selected{{% } }}>

   It follows the HTML just far enough to know where a value would land, and refuses the places where escaping cannot
   make it safe: script, style, on… attributes, unquoted attributes, tag and attribute names, comments. */
#include "tool.h"

#include <stdarg.h>

enum place { IN_TEXT, IN_TAG_NAME, IN_TAG, IN_ATTR_NAME, BEFORE_VALUE, IN_DOUBLE, IN_SINGLE, IN_UNQUOTED, IN_COMMENT };

struct tmpl {
    const char *path;
    int line;
    struct text c, h, literal;
    bool in_function, line_known;
    enum place place;
    int place_line;          /* where the tag, attribute or comment began */
    char tag[32], attr[32], raw[32]; /* raw: inside script, style, pre, textarea until its closing tag */
    size_t value_n;          /* literal and inserted parts so far in the attribute's value */
    int errors;
};

[[gnu::format(printf, 2, 3)]] static void error(struct tmpl *t, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: error: ", t->path, t->line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    t->errors++;
}

static void flush(struct tmpl *t)
{
    if (!t->literal.n)
        return;
    text_z(&t->c, "    html_raw(h, S(");
    text_literal(&t->c, t->literal.s, t->literal.n);
    text_z(&t->c, "));\n");
    t->literal.n = 0;
}

static void c_line(struct tmpl *t, const char *s, size_t n)
{
    flush(t);
    text_fmt(&t->c, "#line %d \"%s\"\n%.*s\n", t->line, t->path, (int)n, s);
}

/* ---- where in the HTML are we ---- */

static void word_add(char *word, size_t cap, char c)
{
    size_t n = strlen(word);
    if (n + 1 < cap) {
        word[n] = (char)tolower((unsigned char)c);
        word[n + 1] = 0;
    }
}

static bool is_raw(const char *tag)
{
    return !strcmp(tag, "script") || !strcmp(tag, "style") || !strcmp(tag, "pre") || !strcmp(tag, "textarea");
}
static bool is_code(const struct tmpl *t) { return !strcmp(t->raw, "script") || !strcmp(t->raw, "style"); }

static void tag_end(struct tmpl *t)
{
    t->place = IN_TEXT;
    if (t->raw[0] && t->tag[0] == '/' && !strcmp(t->tag + 1, t->raw))
        t->raw[0] = 0;
    else if (!t->raw[0] && is_raw(t->tag))
        memcpy(t->raw, t->tag, sizeof t->raw);
}

static void step_text(struct tmpl *t, const char *s)
{
    if (s[0] != '<')
        return;
    bool closes_raw = s[1] == '/' && !strncasecmp(s + 2, t->raw, strlen(t->raw));
    if (is_code(t) && !closes_raw)
        return;
    t->place_line = t->line;
    if (!strncmp(s, "<!--", 4)) {
        t->place = IN_COMMENT;
    } else if (isalpha((unsigned char)s[1]) || s[1] == '/' || s[1] == '!') {
        t->place = IN_TAG_NAME;
        t->tag[0] = 0;
    }
}

static void step_tag(struct tmpl *t, char c)
{
    if (c == '>')
        tag_end(t);
    else if (t->place == IN_TAG_NAME && !isspace((unsigned char)c))
        word_add(t->tag, sizeof t->tag, c);
    else if (isspace((unsigned char)c) || c == '/')
        t->place = IN_TAG;
    else if (c == '=')
        t->place = BEFORE_VALUE;
    else {
        if (t->place != IN_ATTR_NAME)
            t->attr[0] = 0;
        t->place = IN_ATTR_NAME;
        word_add(t->attr, sizeof t->attr, c);
    }
}

static void step_before_value(struct tmpl *t, char c)
{
    t->value_n = 0;
    t->place_line = t->line;
    if (c == '"')
        t->place = IN_DOUBLE;
    else if (c == '\'')
        t->place = IN_SINGLE;
    else if (c == '>')
        tag_end(t);
    else if (!isspace((unsigned char)c))
        t->place = IN_UNQUOTED;
}

static void step(struct tmpl *t, const char *s, const char *from)
{
    char c = *s;
    switch (t->place) {
    case IN_TEXT:
        step_text(t, s);
        break;
    case IN_TAG_NAME:
    case IN_TAG:
    case IN_ATTR_NAME:
        step_tag(t, c);
        break;
    case BEFORE_VALUE:
        step_before_value(t, c);
        break;
    case IN_DOUBLE:
    case IN_SINGLE:
        t->value_n++;
        if (c == (t->place == IN_DOUBLE ? '"' : '\''))
            t->place = IN_TAG;
        break;
    case IN_UNQUOTED:
        if (c == '>')
            tag_end(t);
        else if (isspace((unsigned char)c))
            t->place = IN_TAG;
        break;
    case IN_COMMENT:
        if (c == '>' && s - from >= 2 && s[-1] == '-' && s[-2] == '-')
            t->place = IN_TEXT;
        break;
    }
}

/* ---- inserted values ---- */

static bool url_attribute(const char *name)
{
    static const char *const url[] = { "href", "src", "action", "formaction", "poster", "cite", "hx-get", "hx-post",
                                       "hx-put", "hx-patch", "hx-delete", "xlink:href" };
    for (size_t i = 0; i < sizeof url / sizeof *url; i++)
        if (!strcmp(url[i], name))
            return true;
    return false;
}

/* Why a value must not stand here; NULL when it may. */
static const char *forbidden(const struct tmpl *t)
{
    if (is_code(t) && t->place == IN_TEXT)
        return !strcmp(t->raw, "script") ? "inside <script>" : "inside <style>";
    bool begins_tag = t->place == IN_TEXT && t->literal.n && t->literal.s[t->literal.n - 1] == '<';
    switch (begins_tag ? IN_TAG_NAME : t->place) {
    case IN_TEXT:
        return NULL;
    case IN_TAG_NAME:
    case IN_TAG:
    case IN_ATTR_NAME:
        return "inside a tag, outside a quoted attribute";
    case BEFORE_VALUE:
    case IN_UNQUOTED:
        return "in an unquoted attribute";
    case IN_COMMENT:
        return "inside a comment";
    case IN_DOUBLE:
    case IN_SINGLE:
        break;
    }
    if (!strncmp(t->attr, "on", 2) || !strncmp(t->attr, "hx-on", 5))
        return "in an on… attribute (it would be script)";
    if (!strcmp(t->attr, "style") || !strcmp(t->attr, "srcdoc") || !strcmp(t->attr, "srcset"))
        return "in an attribute that is a language of its own";
    return NULL;
}

/* The closing }} after from, skipping C literals; NULL when absent. */
static const char *closing(const char *from, const char *end)
{
    for (const char *p = from; p + 1 < end;) {
        if (p[0] == '}' && p[1] == '}' && !(p + 2 < end && p[2] == '}'))
            return p;
        if (*p == '"' || *p == '\'')
            p = from + c_literal_end(from, (size_t)(end - from), (size_t)(p - from));
        else
            p++;
    }
    return NULL;
}

static void put_expression(struct tmpl *t, const char *s, size_t n)
{
    bool in_value = t->place == IN_DOUBLE || t->place == IN_SINGLE;
    const char *call = "html_put";
    while (n && isspace((unsigned char)*s))
        s++, n--;
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    if (!n) {
        error(t, "{{ }} holds nothing");
        return;
    }
    if (in_value && url_attribute(t->attr))
        call = t->value_n ? "html_put_url_part" : "html_put_url";
    flush(t);
    text_fmt(&t->c, "#line %d \"%s\"\n    %s(h, (%.*s));\n", t->line, t->path, call, (int)n, s);
}

static void put_translated(struct tmpl *t, const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && isspace((unsigned char)s[i]))
        i++;
    size_t from = i, end = i < n && s[i] == '"' ? c_literal_end(s, n, i) : i;
    if (end == from || s[end - 1] != '"') {
        error(t, "{{t needs an English sentence as a string literal");
        return;
    }
    for (i = end; i < n && isspace((unsigned char)s[i]); i++)
        ;
    if (i < n && s[i] != ',') {
        error(t, "after the sentence of {{t only arguments may follow: {{t \"Only {1} left\", a}}");
        return;
    }
    flush(t);
    text_fmt(&t->c, "#line %d \"%s\"\n    html_put_str(h, ", t->line, t->path);
    if (i < n)
        text_fmt(&t->c, "TRF(h->cx, %.*s));\n", (int)(n - from), s + from);
    else
        text_fmt(&t->c, "tr(h->cx, %.*s));\n", (int)(end - from), s + from);
}

/* s points at {{ ; returns where the text goes on. */
static const char *insert(struct tmpl *t, const char *s, const char *end)
{
    const char *close = closing(s + 2, end), *why = forbidden(t);
    if (!close) {
        error(t, "{{ is not closed by }} on its line");
        return end;
    }
    const char *body = s + 2;
    size_t n = (size_t)(close - body);
    bool c = n && *body == '%';
    bool sentence = n > 1 && *body == 't' && (body[1] == ' ' || body[1] == '"');
    if (why && !c)
        error(t, "{{ %s", why);
    else if (c)
        c_line(t, body + 1, n - 1);
    else if (sentence)
        put_translated(t, body + 1, n - 1);
    else if (n && isspace((unsigned char)*body))
        put_expression(t, body, n);
    else
        error(t, "unknown tag {{%.*s}}: write {{ expr }}, {{t \"English\"}} or {{%% C }}", (int)n, body);
    t->value_n++;
    return close + 2;
}

/* ---- lines ---- */

static void html_line(struct tmpl *t, const char *s, const char *end)
{
    bool keep_space = t->raw[0] && t->place == IN_TEXT && !is_code(t);
    if (!keep_space) {
        while (s < end && isspace((unsigned char)*s))
            s++;
        while (end > s && isspace((unsigned char)end[-1]))
            end--;
        if (s == end)
            return;
    }
    for (const char *from = s; s < end;) {
        if (s[0] == '{' && s + 1 < end && s[1] == '{') {
            s = insert(t, s, end);
            continue;
        }
        text_bytes(&t->literal, s, 1);
        step(t, s, from);
        s++;
    }
    text_z(&t->literal, "\n");
    step(t, "\n", "\n");
}

static void end_function(struct tmpl *t)
{
    if (!t->in_function)
        return;
    flush(t);
    text_z(&t->c, "}\n\n");
    t->in_function = false;
    if (t->place != IN_TEXT) {
        int here = t->line;
        t->line = t->place_line;
        error(t, "a tag, attribute or comment that begins here is not closed before the function ends");
        t->line = here;
    } else if (t->raw[0]) {
        error(t, "<%s> is not closed before the function ends", t->raw);
    }
    t->place = IN_TEXT;
    t->raw[0] = 0;
}

static void begin_function(struct tmpl *t, const char *s, size_t n)
{
    end_function(t);
    while (n && isspace((unsigned char)*s))
        s++, n--;
    if (!n || s[n - 1] != ')' || !memchr(s, '(', n)) {
        error(t, "%%%% needs a C function head: %%%% void name(struct html *h, …)");
        return;
    }
    if (strncmp(s, "static ", 7))
        text_fmt(&t->h, "%.*s;\n", (int)n, s);
    text_fmt(&t->c, "#line %d \"%s\"\n%.*s\n{\n", t->line, t->path, (int)n, s);
    t->in_function = true;
}

static void one_line(struct tmpl *t, const char *s, const char *end)
{
    size_t n = (size_t)(end - s);
    if (n >= 2 && s[0] == '%' && s[1] == '%') {
        begin_function(t, s + 2, n - 2);
    } else if (n >= 2 && s[0] == '%' && s[1] == '#') {
        if (t->in_function)
            error(t, "%%# lines belong before the first %%%% function");
        text_fmt(&t->h, "%.*s\n", (int)(n - 2), s + 2);
    } else if (n && s[0] == '%') {
        if (n > 1 && s[1] != ' ')
            error(t, "unknown line %%%c: write %%%%, %%# or %% followed by a space", s[1]);
        else
            c_line(t, s + 1, n - 1);
    } else if (t->in_function) {
        html_line(t, s, end);
    } else {
        for (const char *p = s; p < end; p++)
            if (!isspace((unsigned char)*p)) {
                error(t, "text outside a template function");
                return;
            }
    }
}

static char *guard_of(const char *path)
{
    const char *base = strrchr(path, '/');
    char *g = path_of("TMPL", base ? base + 1 : path);
    for (char *p = g; *p; p++)
        *p = word_char(*p) ? (char)toupper((unsigned char)*p) : '_';
    return g;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: tmplc IN.html.in OUT.c OUT.h");
    struct tmpl t = { .path = argv[1] };
    size_t n;
    char *s = file_need(argv[1], &n), *guard = guard_of(argv[3]);
    const char *base = strrchr(argv[3], '/');
    text_fmt(&t.h, "/* Made by tmplc from %s. */\n#ifndef %s\n#define %s\n\n#include \"web/html.h\"\n", argv[1], guard,
             guard);
    text_fmt(&t.c, "/* Made by tmplc from %s. */\n#include \"%s\"\n\n", argv[1], base ? base + 1 : argv[3]);
    for (char *p = s, *end; p < s + n; p = end + 1) {
        end = memchr(p, '\n', (size_t)(s + n - p));
        if (!end)
            end = s + n;
        t.line++;
        one_line(&t, p, end > p && end[-1] == '\r' ? end - 1 : end);
    }
    end_function(&t);
    text_z(&t.h, "\n#endif\n");
    if (t.errors)
        return 1;
    file_write(argv[2], t.c.s, t.c.n);
    file_write(argv[3], t.h.s, t.h.n);
    return 0;
}
