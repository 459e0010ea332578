/* One file of help: Markdown, read by libcmark, of which only headings, paragraphs, lists, bold, code and links may be
   used; whatever else stands there is refused at its line, so no page can hold markup that nobody looked at.

   # Title                                 once, first
   ## Section {#id /route /another/route}  what stands under it explains these pages
   ### Part                                within a section */
#include "helpc.h"

#include <cmark.h>

/* ---- what may stand in help ---- */

static const char *fault_of(cmark_node *n)
{
    switch (cmark_node_get_type(n)) {
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_TEXT:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_CODE:
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_STRONG:
        return NULL;
    case CMARK_NODE_HEADING:
        return cmark_node_get_heading_level(n) > 3 ? "a heading below ###" : NULL;
    case CMARK_NODE_LINK:
        return *cmark_node_get_title(n) ? "a title of a link" : NULL;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
        return "HTML";
    case CMARK_NODE_IMAGE:
        return "an image";
    case CMARK_NODE_EMPH:
        return "emphasis: write **bold** for what stands on the screen, else plain words";
    case CMARK_NODE_BLOCK_QUOTE:
        return "a quotation";
    case CMARK_NODE_THEMATIC_BREAK:
        return "a rule";
    case CMARK_NODE_LINEBREAK:
        return "a forced line break";
    default:
        return "this";
    }
}

/* The line of a node; inlines have none, so their block's. */
static int line_at(cmark_node *n)
{
    while (n && cmark_node_get_type(n) >= CMARK_NODE_FIRST_INLINE)
        n = cmark_node_parent(n);
    return n ? cmark_node_get_start_line(n) : 1;
}

static void add_link(struct doc *d, cmark_node *n)
{
    const char *url = cmark_node_get_url(n);
    d->link = room_for(d->link, d->n_link, sizeof *d->link);
    d->link[d->n_link++] = (struct link){ copy_of(url, strlen(url)), line_at(n) };
    if (!starts_with(url, "/") && !starts_with(url, "https://"))
        error(d->file, line_at(n), "a link to \"%s\": begin with / (a page here) or https://", url);
}

static void check_nodes(struct doc *d, cmark_node *root)
{
    cmark_iter *it = cmark_iter_new(root);
    for (cmark_event_type ev; (ev = cmark_iter_next(it)) != CMARK_EVENT_DONE;) {
        cmark_node *n = cmark_iter_get_node(it);
        if (ev != CMARK_EVENT_ENTER)
            continue;
        const char *fault = fault_of(n);
        if (fault)
            error(d->file, line_at(n), "help has no place for %s", fault);
        if (cmark_node_get_type(n) == CMARK_NODE_LINK)
            add_link(d, n);
    }
    cmark_iter_free(it);
}

/* ---- text without marks ---- */

static void plain(struct text *t, cmark_node *root)
{
    cmark_iter *it = cmark_iter_new(root);
    text_bytes(t, "", 0);
    for (cmark_event_type ev; (ev = cmark_iter_next(it)) != CMARK_EVENT_DONE;) {
        cmark_node *n = cmark_iter_get_node(it);
        cmark_node_type k = cmark_node_get_type(n);
        const char *literal = cmark_node_get_literal(n);
        bool block = k == CMARK_NODE_PARAGRAPH || k == CMARK_NODE_HEADING;
        if (literal && ev == CMARK_EVENT_ENTER)
            text_z(t, literal);
        else if (k == CMARK_NODE_SOFTBREAK)
            text_z(t, " ");
        else if (block && ev == CMARK_EVENT_EXIT)
            text_z(t, "\n");
    }
    cmark_iter_free(it);
}

static char *heading_text(cmark_node *n)
{
    struct text t = { 0 };
    plain(&t, n);
    while (t.n && isspace((unsigned char)t.s[t.n - 1]))
        t.s[--t.n] = 0;
    return t.s;
}

/* ---- sections ---- */

static bool id_good(const char *s)
{
    bool good = *s != 0;
    for (; *s; s++)
        good &= (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '-';
    return good;
}

static struct section *section_add(struct doc *d, char *id, char *title, int line)
{
    d->section = room_for(d->section, d->n, sizeof *d->section);
    d->section[d->n] = (struct section){ .id = id, .title = title, .line = line };
    return &d->section[d->n++];
}

/* "Title {#id /page /page}" */
static void section_begin(struct doc *d, cmark_node *n)
{
    char *title = heading_text(n), *mark = strstr(title, " {#");
    int line = line_at(n);
    if (!mark || !ends_with(title, "}")) {
        error(d->file, line, "a section needs its address: ## %s {#id /page}", title);
        return;
    }
    *mark = 0;
    mark[strlen(mark + 1)] = 0;
    struct section *s = NULL;
    for (char *rest = mark + 3, *word; (word = strsep(&rest, " "));) {
        if (!s) {
            if (!id_good(word))
                error(d->file, line, "\"%s\" is no address: lower-case letters, digits and -", word);
            for (size_t i = 0; i < d->n; i++)
                if (!strcmp(d->section[i].id, word))
                    error(d->file, line, "the address #%s is used twice", word);
            s = section_add(d, word, title, line);
        } else if (*word != '/') {
            error(d->file, line, "\"%s\" is no page: it begins with /", word);
        } else {
            names_add(&s->page, word);
        }
    }
}

static void block_add(struct doc *d, cmark_node *n)
{
    if (!d->n)
        return;
    struct section *s = &d->section[d->n - 1];
    char *html = cmark_render_html(n, CMARK_OPT_DEFAULT);
    text_z(&s->html, html);
    cmark_get_default_mem_allocator()->free(html);
    plain(&s->text, n);
}

void doc_read(struct doc *d, const char *path, const char *file)
{
    size_t n;
    char *s = file_need(path, &n);
    d->file = file;
    cmark_node *root = cmark_parse_document(s, n, CMARK_OPT_VALIDATE_UTF8);
    check_nodes(d, root);
    for (cmark_node *b = cmark_node_first_child(root); b; b = cmark_node_next(b)) {
        int level = cmark_node_get_type(b) == CMARK_NODE_HEADING ? cmark_node_get_heading_level(b) : 0;
        if (level == 1 && !d->title) {
            d->title = heading_text(b);
            section_add(d, copy_of("", 0), d->title, line_at(b));
        } else if (level == 1) {
            error(file, line_at(b), "a second # title");
        } else if (!d->title) {
            error(file, line_at(b), "begin with # and the title");
            d->title = copy_of("", 0);
            section_add(d, copy_of("", 0), d->title, line_at(b));
            block_add(d, b);
        } else if (level == 2) {
            section_begin(d, b);
        } else {
            block_add(d, b);
        }
    }
    for (size_t i = 0; i < d->n; i++)
        if (!d->section[i].html.n)
            error(file, d->section[i].line, "nothing stands under \"%s\"", d->section[i].title);
    if (!d->title)
        error(file, 1, "begin with # and the title");
    cmark_node_free(root);
}

/* ---- glossary ---- */

static char *trimmed(const char *s, size_t n)
{
    while (n && isspace((unsigned char)*s))
        s++, n--;
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    return copy_of(s, n);
}

/* The cells of "| a | b |"; how many there are. */
static int cells(const char *line, char **out, int max)
{
    int n = 0;
    for (const char *at = line + 1, *bar; n < max && (bar = strchr(at, '|')); at = bar + 1)
        out[n++] = trimmed(at, (size_t)(bar - at));
    return n;
}

static void group_read(const char *file, int line, char *s, char **group)
{
    char *slash = strstr(s, " / ");
    if (!slash) {
        error(file, line, "a group of terms has a name in both languages: ## English / tiếng Việt");
        return;
    }
    group[EN] = trimmed(s, (size_t)(slash - s));
    group[VI] = trimmed(slash + 3, strlen(slash + 3));
}

void glossary_read(const char *path, const char *file, struct term **out, size_t *n)
{
    size_t len;
    int line = 0;
    char *s = file_need(path, &len), *group[LANGS] = { copy_of("", 0), copy_of("", 0) };
    bool head = false; /* the row of the table that names the columns came */
    for (char *next = s, *at; (at = strsep(&next, "\n"));) {
        char *cell[6];
        line++;
        if (starts_with(at, "## "))
            group_read(file, line, at + 3, group);
        if (*at != '|') {
            head = false;
        } else if (!head) {
            head = true;
        } else if (!starts_with(at, "| ---")) {
            int have = cells(at, cell, 6);
            if (have != 4 || !*cell[0] || !*cell[1] || (*cell[2] != 0) != (*cell[3] != 0)) {
                error(file, line, "a term has four columns: English, tiếng Việt, meaning, ý nghĩa (both or neither)");
                continue;
            }
            *out = room_for(*out, *n, sizeof **out);
            (*out)[(*n)++] = (struct term){
                .en = cell[0], .vi = cell[1], .meaning = { cell[3], cell[2] }, .group = { group[VI], group[EN] }
            };
        }
    }
}
