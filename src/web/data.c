/* Writes a struct as JSON by its table. What a reader from outside may not see is taken away here, so that no room
   forgets it. Must not read a database. */
#include "web/data.h"
#include "web/app.h"
#include "web/widgets.h"

#include "base/json.h"

const struct data data_file = { .name = "file" };
const struct data data_done = { .name = "done" };

struct writing {
    struct cx *cx;
    struct web *w; /* NULL: not for the web, nothing is hidden */
    struct json_out *o;
    bool outside;
};

enum data_kind data_kind_of(const char *name)
{
    str s = str_of(name);
    if (str_eq(s, S("id")) || str_ends(s, S("_id")))
        return DATA_IS_ID;
    return str_ends(s, S("_at")) ? DATA_IS_INSTANT : DATA_PLAIN;
}

/* Statements name the persons whom they join by these. */
static bool names_a_person(str column)
{
    static const str name[] = { LIT("full_name"), LIT("party_name"), LIT("member_name"), LIT("owner_name") };
    for (int i = 0; i < COUNT(name); i++)
        if (str_eq(column, name[i]))
            return true;
    return false;
}

enum data_type data_type_of_column(const struct db_field *f)
{
    static const enum data_type type[] = {
        [DB_INT] = DATA_INT64, [DB_MONEY] = DATA_MONEY, [DB_QTY] = DATA_QTY,  [DB_DATE] = DATA_DATE,
        [DB_TEXT] = DATA_TEXT, [DB_BLOB] = DATA_TEXT,   [DB_BOOL] = DATA_BOOL
    };
    return f->type == DB_TEXT && names_a_person(str_of(f->name)) ? DATA_NAME_OF_PERSON : type[f->type];
}

/* Rooms blank these themselves where they draw; here is the net below. */
static bool is_personal(const char *member)
{
    static const str name[] = { LIT("phone"),  LIT("party_address"), LIT("hamlet"),
                                LIT("gender"), LIT("birth_on"),      LIT("last_digits") };
    for (int i = 0; i < COUNT(name); i++)
        if (str_eq(str_of(member), name[i]))
            return true;
    return false;
}

static void put_text(struct writing *x, const char *name, str value)
{
    json_put_str(x->o, x->outside && is_personal(name) ? S("") : value);
}

static void put_int(struct writing *x, const char *name, int64_t v)
{
    enum data_kind k = data_kind_of(name);
    if (k != DATA_PLAIN && v == 0)
        json_put_null(x->o);
    else if (k == DATA_IS_ID)
        json_put_id(x->o, v);
    else if (k == DATA_IS_INSTANT)
        json_put_str(x->o, instant_iso(x->cx->mem, v));
    else
        json_put_i64(x->o, v);
}

static void put_date(struct writing *x, const char *name, date d)
{
    bool hidden = x->outside && is_personal(name);
    if (d.ymd == 0 || d.ymd == DATE_OPEN.ymd || hidden)
        json_put_null(x->o);
    else
        json_put_str(x->o, date_iso(x->cx->mem, d));
}

/* A value of one of the plain types; false for the others. */
static bool put_plain(struct writing *x, const char *name, enum data_type type, const void *at)
{
    switch (type) {
    case DATA_TEXT:
        put_text(x, name, *(const str *)at);
        return true;
    case DATA_NAME_OF_PERSON:
        json_put_str(x->o, x->outside ? web_name_shown(x->w, *(const str *)at) : *(const str *)at);
        return true;
    case DATA_INT64:
        put_int(x, name, *(const int64_t *)at);
        return true;
    case DATA_INT:
        json_put_i64(x->o, *(const int *)at);
        return true;
    case DATA_BOOL:
        json_put_bool(x->o, *(const bool *)at);
        return true;
    case DATA_MONEY:
        json_put_i64(x->o, ((const money *)at)->dong);
        return true;
    case DATA_QTY:
        json_put_i64(x->o, ((const qty *)at)->base);
        return true;
    case DATA_DATE:
        put_date(x, name, *(const date *)at);
        return true;
    default:
        return false;
    }
}

static void put_struct(struct writing *x, const struct data *d, const char *model);

static void put_row(struct writing *x, const struct db_stmt *st, const char *row)
{
    if (!row) {
        json_put_null(x->o);
        return;
    }
    json_begin_object(x->o);
    for (int k = 0; k < st->n_col; k++) {
        const struct db_field *c = &st->col[k];
        if (c->type == DB_BLOB)
            continue;
        json_key(x->o, str_of(c->name));
        (void)put_plain(x, c->name, data_type_of_column(c), row + c->offset);
    }
    json_end_object(x->o);
}

static void put_rows(struct writing *x, const struct db_stmt *st, const char *row, int n)
{
    json_begin_array(x->o);
    for (int i = 0; i < n; i++)
        put_row(x, st, row + st->row_size * (size_t)i);
    json_end_array(x->o);
}

static void put_array(struct writing *x, const struct data_field *f, const char *item, int n)
{
    json_begin_array(x->o);
    for (int i = 0; i < n; i++)
        if (f->type == DATA_TEXTS)
            json_put_str(x->o, ((const str *)(const void *)item)[i]);
        else
            put_struct(x, f->of, item + (size_t)i * f->of->size);
    json_end_array(x->o);
}

static void link_to(struct web *w, const char *rel, int64_t page)
{
    str url = list_url(w->cx->mem, w->rq, S("page"), str_from_i64(w->cx->mem, page));
    response_header(w->rs, S("Link"), str_fmt(w->cx->mem, "<" STR_FMT ">; rel=\"%s\"", STR_ARG(url), rel));
}

static void put_pages(struct writing *x, const struct list *l)
{
    int64_t last = l->state.per_page ? (l->total + l->state.per_page - 1) / l->state.per_page : 1;
    json_member_i64(x->o, S("total"), l->total);
    json_member_i64(x->o, S("page"), l->state.page);
    json_member_i64(x->o, S("per_page"), l->state.per_page);
    if (l->state.page > 1)
        link_to(x->w, "prev", l->state.page - 1);
    if (l->state.page < last)
        link_to(x->w, "next", l->state.page + 1);
}

static const char *pointer_at(const char *at)
{
    const char *p;
    memcpy(&p, at, sizeof p);
    return p;
}

static void put_field(struct writing *x, const struct data_field *f, const char *model)
{
    const char *at = model + f->at;
    int n;
    memcpy(&n, model + f->n_at, sizeof n);
    if (data_is_pages(f)) {
        put_pages(x, (const struct list *)(const void *)(f->type == DATA_PAGES ? pointer_at(at) : at));
        return;
    }
    json_key(x->o, str_of(f->name));
    if (put_plain(x, f->name, f->type, at))
        return;
    unsigned word = 0;
    switch (f->type) {
    case DATA_ENUM:
        memcpy(&word, at, sizeof word);
        json_put_str(x->o, word < (unsigned)f->n_word ? str_of(f->word[word]) : S(""));
        return;
    case DATA_HASH:
        json_put_str(x->o, str_to_hex(x->cx->mem, at, 32));
        return;
    case DATA_INSIDE:
        put_struct(x, f->of, at);
        return;
    case DATA_LINK:
        put_struct(x, f->of, pointer_at(at));
        return;
    case DATA_ROWS:
        put_rows(x, f->rows, pointer_at(at), n);
        return;
    case DATA_ONE:
        put_row(x, f->rows, pointer_at(at));
        return;
    default:
        put_array(x, f, pointer_at(at), n);
    }
}

static void put_fields(struct writing *x, const struct data *d, const char *model)
{
    for (int i = 0; i < d->n_field; i++)
        put_field(x, &d->field[i], model);
}

static void put_struct(struct writing *x, const struct data *d, const char *model)
{
    if (!model) {
        json_put_null(x->o);
        return;
    }
    json_begin_object(x->o);
    put_fields(x, d, model);
    json_end_object(x->o);
}

void data_put(struct cx *cx, struct json_out *o, const struct data *d, const void *model)
{
    put_struct(&(struct writing){ .cx = cx, .o = o }, d, model);
}

result web_data(struct web *w, const void *model)
{
    struct buf b = buf_new(w->cx->mem);
    struct json_out o = json_out_new(&b);
    struct writing x = { w->cx, w, &o, w->org_id != 0 && web_outside(w) };
    if (!w->route->data || !w->route->data->n_field)
        return fail(w->cx, .kind = ERR_BUG, .code = S("web.data"), .message = tr(w->cx, "Something went wrong here."));
    json_begin_object(&o);
    json_member_bool(&o, S("demo"), w->org_demo);
    put_fields(&x, w->route->data, model);
    json_end_object(&o);
    return web_json(w, 200, buf_str(&b));
}
