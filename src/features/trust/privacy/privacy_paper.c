/* What a person was told, on paper: the same JSON laid out in tables. Reads no database. */
#include "features/trust/privacy/privacy_person.h"

#include "base/json.h"
#include "base/text.h"
#include "web/print/print.h"

enum { BLOCKS_MAX = 120, COLS_MAX = 8, PAIRS_MAX = 40, WIDTH_MAX = 30 };

struct drawing {
    struct cx *cx;
    struct print_block *block;
    int n;
};

static struct print_block *add(struct drawing *d, enum print_block_kind kind)
{
    if (d->n == BLOCKS_MAX)
        return NULL;
    d->block[d->n] = (struct print_block){ .kind = kind };
    return &d->block[d->n++];
}

static void heading(struct drawing *d, str text)
{
    struct print_block *b = add(d, PRINT_TEXT);
    if (b)
        b->text = str_join(d->cx->mem, (const str[]){ S("\n"), text }, 2, S(""));
}

/* ---- values ---- */

static str number_text(struct cx *cx, str key, int64_t v)
{
    if (str_eq(key, S("at")))
        return instant_text(cx->mem, v, ZONE_VN);
    if (!str_ends(key, S("_vnd")))
        return str_from_i64(cx->mem, v);
    return v ? money_text(cx->mem, (money){ v }, cx->lang == LANG_EN) : S("");
}

/* "2026-03-02T01:02:03.000004Z" */
static bool instant_of(str s, int64_t *at)
{
    date d;
    int64_t hour, minute;
    if (s.n < 17 || s.s[10] != 'T' || !date_parse_iso(str_sub(s, 0, 10), &d) ||
        !str_to_i64(str_sub(s, 11, 13), &hour) || !str_to_i64(str_sub(s, 14, 16), &minute))
        return false;
    *at = date_instant(d, 0) + (hour * 60 + minute) * 60 * 1000000;
    return true;
}

static str value_text(struct cx *cx, const struct json *v)
{
    date d;
    int64_t i, at;
    if (v->kind == JSON_BOOL)
        return v->truth ? tr(cx, "yes") : S("");
    if (json_as_i64(v, &i))
        return number_text(cx, v->key, i);
    if (v->kind != JSON_STRING)
        return S("");
    if (date_parse_iso(v->text, &d))
        return date_text(cx->mem, d);
    if (instant_of(v->text, &at))
        return instant_text(cx->mem, at, ZONE_VN);
    return privacy_value_label(cx, v->key, v->text);
}

/* What has a name for people; the rest (numbers of records, base units) is in the JSON. */
static bool is_shown(const struct cx *cx, const struct json *v)
{
    return v->kind != JSON_ARRAY && v->kind != JSON_OBJECT && privacy_key_label(cx, v->key).s != v->key.s;
}

/* ---- an object as pairs, rows as a table ---- */

static void pairs(struct drawing *d, const struct json *o)
{
    struct print_pair *p = new (d->cx->mem, struct print_pair, PAIRS_MAX);
    int n = 0;
    for (const struct json *v = o->child; v && n < PAIRS_MAX; v = v->next) {
        str text = is_shown(d->cx, v) ? value_text(d->cx, v) : S("");
        if (text.n)
            p[n++] = (struct print_pair){ .label = privacy_key_label(d->cx, v->key), .value = text };
    }
    struct print_block *b = n ? add(d, PRINT_PAIRS) : NULL;
    if (b)
        b->pair = p, b->n_pair = n;
}

/* Columns that say something in some row, with the width of their longest text. */
static int columns(struct cx *cx, const struct json *rows, str *key, struct print_col *col)
{
    int n = 0;
    for (const struct json *v = rows->child->child; v && n < COLS_MAX; v = v->next) {
        int width = 0;
        for (const struct json *r = rows->child; r && is_shown(cx, v); r = r->next) {
            const struct json *cell = json_get(r, v->key);
            int w = cell ? text_width(value_text(cx, cell)) : 0;
            width = w > width ? w : width;
        }
        if (!width)
            continue;
        str title = privacy_key_label(cx, v->key);
        int head = text_width(title) / 2;
        width = width > head ? width : head;
        key[n] = v->key;
        col[n++] = (struct print_col){ .title = title,
                                       .weight = 4 + (width > WIDTH_MAX ? WIDTH_MAX : width),
                                       .align = v->kind == JSON_NUMBER ? PRINT_RIGHT : PRINT_LEFT };
    }
    return n;
}

static void table(struct drawing *d, str title, const struct json *rows)
{
    struct arena *mem = d->cx->mem;
    struct print_col *col = new (mem, struct print_col, COLS_MAX);
    str key[COLS_MAX];
    if (!rows || !rows->n || rows->child->kind != JSON_OBJECT)
        return;
    int n_col = columns(d->cx, rows, key, col), n = 0;
    struct print_row *row = new (mem, struct print_row, rows->n + 1);
    row[n].kind = PRINT_ROW_HEADING;
    str *whole = new (mem, str, COLS_MAX);
    whole[0] = title;
    row[n++].cell = whole;
    for (const struct json *r = rows->child; r; r = r->next) {
        str *cell = new (mem, str, n_col);
        for (int i = 0; i < n_col; i++) {
            const struct json *v = json_get(r, key[i]);
            cell[i] = v ? value_text(d->cx, v) : S("");
        }
        row[n++].cell = cell;
    }
    if (n_col)
        heading(d, S(""));
    struct print_block *b = n_col ? add(d, PRINT_TABLE) : NULL;
    if (b)
        b->table = (struct print_table){ .col = col, .n_col = n_col, .row = row, .n_row = n };
}

/* Arrays of an object are tables. */
static void tables(struct drawing *d, const struct json *o)
{
    for (const struct json *v = o ? o->child : NULL; v; v = v->next)
        if (v->kind == JSON_ARRAY)
            table(d, privacy_key_label(d->cx, v->key), v);
}

static void room(struct drawing *d, const struct json *o)
{
    for (const struct json *v = o->child; v; v = v->next)
        if (v->kind == JSON_OBJECT) {
            heading(d, privacy_key_label(d->cx, v->key));
            pairs(d, v);
        }
    tables(d, o);
}

static str text_of(const struct json *o, const char *key)
{
    str s = { 0 };
    (void)json_as_str(json_get(o, str_of(key)), &s);
    return s;
}

result privacy_paper(struct cx *cx, const struct privacy_paper *p, str *pdf)
{
    struct drawing d = { cx, new (cx->mem, struct print_block, BLOCKS_MAX), 0 };
    struct json *tree;
    if (!json_parse(cx->mem, p->json, &tree, NULL))
        return fail(cx, .kind = ERR_BUG, .code = S("privacy.paper"), .message = tr(cx, "Something went wrong here."));
    const struct json *rooms = json_get(tree, S("rooms"));
    for (const struct json *r = rooms ? rooms->child : NULL; r; r = r->next)
        room(&d, r);
    tables(&d, json_get(tree, S("records")));
    tables(&d, tree);
    str code = text_of(tree, "code"), name = text_of(tree, "name");
    struct print_doc doc = { .paper = PRINT_A4_LANDSCAPE,
                             .lang = cx->lang,
                             .demo = p->demo,
                             .org = { .name = p->org_name },
                             .title = tr(cx, "WHAT IS KEPT ABOUT A PERSON"),
                             .subtitle = str_fmt(cx->mem, STR_FMT " · " STR_FMT, STR_ARG(code), STR_ARG(name)),
                             .block = d.block,
                             .n_block = d.n,
                             .number = code,
                             .created_at = cx->now_at };
    return print_pdf(cx, &doc, 1, pdf);
}
