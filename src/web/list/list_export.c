/* The rows of a list as a file: the same query, cells and columns as the page, without its limit. CSV and JSON go
   through a small buffer into a scratch file, XLSX through the spreadsheet writer's own; memory stays flat whatever
   their number. What fits into one buffer is answered from memory. */
#include "base/csv.h"
#include "base/json.h"
#include "os/os.h"
#include "web/list/list_parts.h"
#include "web/sheet/sheet.h"
#include "web/spool.h"

enum { ALL_ROWS = 100000000, BUFFER = 64 << 10, FLUSH_AT = 48 << 10, SHEET_SMALL = 192 << 10 };

struct out {
    struct list_view *v;
    struct buf b; /* rows that the spool has not got yet */
    struct spool spool;
    struct csv_out csv;
    struct json_out json;
    struct sheet_out *sheet;
    money balance; /* of a book, after the last row */
    size_t mark;   /* a row's memory is given back to here */
    bool marked;
};

static result flush(struct cx *cx, struct out *o)
{
    TRY(spool_put(cx, &o->spool, buf_str(&o->b)));
    o->b.n = 0;
    return OK;
}

/* ---- a row in each format ---- */

static str csv_text(struct cx *cx, const struct list_col *c, const struct list_cell *cell)
{
    struct list_cell bare = *cell;
    if (!cell->set)
        return S("");
    if (c->type == LIST_MONEY || c->type == LIST_INT)
        return str_from_i64(cx->mem, cell->number);
    if (c->type == LIST_QTY)
        bare.text = S("");
    return list_cell_text(cx, c, &bare);
}

static result csv_row(struct cx *cx, struct out *o, const struct list_row *r)
{
    const struct list_def *def = o->v->def;
    for (int i = 0; i < def->n_col; i++) {
        if (!list_is_shown(o->v, i))
            continue;
        csv_put(&o->csv, csv_text(cx, &def->col[i], &r->cell[i]));
        if (def->col[i].type == LIST_QTY)
            csv_put(&o->csv, r->cell[i].text);
    }
    csv_end_row(&o->csv);
    return OK;
}

static void json_cell(struct cx *cx, struct json_out *j, const struct list_col *c, const struct list_cell *cell)
{
    str name = str_of(c->name);
    if (!cell->set)
        return;
    switch (c->type) {
    case LIST_MONEY:
    case LIST_INT:
        json_member_i64(j, name, cell->number);
        return;
    case LIST_QTY:
        json_member_i64(j, name, cell->number);
        json_member_i64(j, str_fmt(cx->mem, "%s_per", c->name), cell->per);
        json_member_str(j, str_fmt(cx->mem, "%s_unit", c->name), cell->text);
        return;
    case LIST_DATE:
        json_member_str(j, name, date_iso(cx->mem, (date){ (int32_t)cell->number }));
        return;
    default:
        json_member_str(j, name, cell->text);
    }
}

static result json_row(struct cx *cx, struct out *o, const struct list_row *r)
{
    const struct list_def *def = o->v->def;
    json_begin_object(&o->json);
    if (r->id)
        json_member_id(&o->json, S("id"), r->id);
    for (int i = 0; i < def->n_col; i++)
        if (list_is_shown(o->v, i))
            json_cell(cx, &o->json, &def->col[i], &r->cell[i]);
    json_end_object(&o->json);
    return OK;
}

static void sheet_cell(struct out *o, enum list_type type, const struct list_cell *c)
{
    if (!c->set)
        sheet_skip(o->sheet);
    else if (type == LIST_MONEY)
        sheet_put(o->sheet, (money){ c->number });
    else if (type == LIST_INT)
        sheet_put(o->sheet, c->number);
    else if (type == LIST_DATE)
        sheet_put(o->sheet, (date){ (int32_t)c->number });
    else
        sheet_put(o->sheet, c->text);
}

/* Units differ from row to row, so a quantity's column cannot have one scale: the number is written as shown. */
static result sheet_row(struct cx *cx, struct out *o, const struct list_row *r)
{
    const struct list_def *def = o->v->def;
    for (int i = 0; i < def->n_col; i++) {
        const struct list_cell *c = &r->cell[i];
        if (!list_is_shown(o->v, i))
            continue;
        if (def->col[i].type != LIST_QTY) {
            sheet_cell(o, def->col[i].type, c);
            continue;
        }
        if (c->set)
            sheet_put_qty_per(o->sheet, (qty){ c->number }, c->per);
        else
            sheet_skip(o->sheet);
        sheet_put(o->sheet, c->text);
    }
    (void)cx;
    return sheet_row_end(o->sheet);
}

static result put_row(struct cx *cx, struct out *o, const struct list_row *r)
{
    static result (*const put[])(struct cx *, struct out *, const struct list_row *) = {
        [LIST_CSV] = csv_row, [LIST_XLSX] = sheet_row, [LIST_JSON] = json_row
    };
    return put[o->v->format](cx, o, r);
}

static result each_row(struct cx *cx, void *arg, const void *row)
{
    const struct list_run *run = ((struct out *)arg)->v->def->run;
    struct out *o = arg;
    struct list_row r = { 0 };
    /* from the first row on: the database keeps its own buffer of a row below */
    if (!o->marked)
        o->mark = arena_mark(cx->mem);
    o->marked = true;
    const char *before = o->b.s;
    r.cell = new (cx->mem, struct list_cell, o->v->def->n_col);
    o->v->def->cells(o->v, row, &r);
    if (run)
        r.cell[run->balance] = list_money(o->balance = list_run_on(run, &r, o->balance));
    TRY(put_row(cx, o, &r));
    if (o->b.n >= FLUSH_AT)
        TRY(flush(cx, o));
    if (o->b.s == before)
        arena_reset(cx->mem, o->mark);
    else
        o->mark = arena_mark(cx->mem); /* a giant row made the buffer move */
    return OK;
}

/* What a book begins with: a member in JSON, else a row of its own. */
static result put_opening(struct cx *cx, struct db *db, struct out *o)
{
    const struct list_def *def = o->v->def;
    struct list_row r = { .cell = new (cx->mem, struct list_cell, def->n_col) };
    TRY(def->run->before(cx, db, o->v, true, &o->balance));
    if (o->v->format == LIST_JSON) {
        json_member_i64(&o->json, S("opening_vnd"), o->balance.dong);
        return OK;
    }
    for (int i = 0; i < def->n_col && !r.fixed; i++)
        if (def->col[i].type == LIST_TEXT && list_is_shown(o->v, i)) {
            r.cell[i] = list_text(tr(cx, "Opening balance"));
            r.fixed = true;
        }
    r.cell[def->run->balance] = list_money(o->balance);
    return put_row(cx, o, &r);
}

static result rows_work(struct cx *cx, struct db *db, void *arg)
{
    struct out *o = arg;
    if (o->v->def->run)
        TRY(put_opening(cx, db, o));
    if (o->v->format == LIST_JSON) {
        json_key(&o->json, S("rows"));
        json_begin_array(&o->json);
    }
    if (o->v->array) {
        int n, *order = list_array_order(cx, o->v, &n);
        for (int i = 0; i < n; i++)
            TRY(each_row(cx, o, (const char *)o->v->array->row + o->v->array->size * (size_t)order[i]));
        return OK;
    }
    /* sorting would take memory: better the order's index */
    o->v->lead = db_page_lead(o->v->page, o->v->args);
    if (list_stmt(o->v, false, false)->sorts)
        o->v->lead = 0;
    const struct db_stmt *st = list_stmt(o->v, false, false);
    list_limit(st, o->v->args, ALL_ROWS);
    return db_run_each(db, st, o->v->args, each_row, o);
}

/* ---- whole files ---- */

static str file_name(struct list_view *v, const char *end)
{
    return str_fmt(v->w->cx->mem, "%s%s%s" STR_FMT ".%s", v->w->org_demo ? "DEMO-" : "", v->def->name,
                   v->part.n ? "-" : "", STR_ARG(v->part), end);
}

static result send(struct out *o, const char *end, str type)
{
    struct web *w = o->v->w;
    TRY(flush(w->cx, o));
    return spool_send(w, &o->spool, file_name(o->v, end), type);
}

static str heading(struct cx *cx, const struct list_col *c) { return tr(cx, c->label); }

static void csv_head(struct out *o)
{
    struct cx *cx = o->v->w->cx;
    o->csv = csv_out_new(&o->b, cx->lang == LANG_EN ? ',' : ';', true);
    for (int i = 0; i < o->v->def->n_col; i++) {
        if (!list_is_shown(o->v, i))
            continue;
        csv_put(&o->csv, heading(cx, &o->v->def->col[i]));
        if (o->v->def->col[i].type == LIST_QTY)
            csv_put(&o->csv, tr(cx, "Unit"));
    }
    csv_end_row(&o->csv);
}

static result export_text(struct out *o)
{
    struct web *w = o->v->w;
    bool json = o->v->format == LIST_JSON;
    o->spool = spool_new(w->cx);
    o->b = (struct buf){ .mem = w->cx->mem, .s = arena_bytes(w->cx->mem, BUFFER, 1), .cap = BUFFER };
    o->json = json_out_new(&o->b);
    if (json) {
        json_begin_object(&o->json);
        json_member_str(&o->json, S("list"), str_of(o->v->def->name));
        json_member_bool(&o->json, S("demo"), w->org_demo);
    } else {
        csv_head(o);
    }
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, rows_work, o));
    if (json) {
        json_end_array(&o->json);
        json_end_object(&o->json);
    }
    return send(o, json ? "json" : "csv", json ? S("application/json; charset=utf-8") : S("text/csv; charset=utf-8"));
}

static int sheet_columns(struct out *o, struct sheet_col *col)
{
    static const enum sheet_type type[] = {
        [LIST_TEXT] = SHEET_TEXT, [LIST_DATE] = SHEET_DATE, [LIST_MONEY] = SHEET_MONEY,
        [LIST_QTY] = SHEET_QTY,   [LIST_INT] = SHEET_INT,   [LIST_STATE] = SHEET_TEXT
    };
    struct cx *cx = o->v->w->cx;
    int n = 0;
    for (int i = 0; i < o->v->def->n_col; i++) {
        const struct list_col *c = &o->v->def->col[i];
        if (!list_is_shown(o->v, i))
            continue;
        col[n++] = (struct sheet_col){ .title = heading(cx, c), .type = type[c->type], .per = 1000 };
        if (c->type == LIST_QTY)
            col[n++] = (struct sheet_col){ .title = tr(cx, "Unit") };
    }
    return n;
}

static result export_sheet(struct out *o)
{
    struct web *w = o->v->w;
    str title = list_title(o->v);
    struct sheet_col *col = new (w->cx->mem, struct sheet_col, o->v->def->n_col * 2);
    int n = sheet_columns(o, col);
    struct sheet_meta meta = {
        .title = title, .author = w->org_name, .demo = w->org_demo, .created_at = w->cx->now_at
    };
    TRY(sheet_begin(w->cx, meta, &o->sheet));
    if (!sheet_page(o->sheet, title, col, n, 0).ok || !store_read(w->store, w->cx, DB_SCOPE_ALL, rows_work, o).ok) {
        sheet_drop(o->sheet);
        return FAILED;
    }
    int fd;
    str small = { 0 };
    bool all;
    TRY(sheet_end_fd(o->sheet, &fd));
    result r = os_scratch_read(w->cx, fd, SHEET_SMALL, &small, &all);
    if (r.ok)
        r = web_file(w, file_name(o->v, "xlsx"), S(SHEET_MIME), small, false);
    if (r.ok && !all)
        w->rs->file_fd = fd;
    else
        os_close(fd);
    return r;
}

result list_export(struct list_view *v)
{
    struct out o = { .v = v };
    result r = v->format == LIST_XLSX ? export_sheet(&o) : export_text(&o);
    if (!r.ok)
        spool_drop(&o.spool);
    return r;
}
