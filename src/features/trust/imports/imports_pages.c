/* Pages of imports: files, templates, what a file would bring, applying and undoing it. Nothing here decides whether a
   row is right. Start with list_show. */
#include "features/trust/imports/imports_pages.h"
#include "imports.html.h"

enum { FILE_MAX = 16 << 20, GOOD_SHOWN = 100, BAD_SHOWN = 500 };

static const struct option kind_options[] = { { "members", T("Members") },
                                              { "partners", T("Partners") },
                                              { "items", T("Items") },
                                              { "balances", T("Opening balances") } };
static const struct field import_fields[] = {
    { .name = "kind",
      .label = T("What the file brings"),
      .type = FIELD_CHOICE,
      .at = offsetof(struct import_form_in, kind),
      .required = true,
      .options = kind_options,
      .n_options = COUNT(kind_options) },
    { .name = "on",
      .label = T("Balances on"),
      .type = FIELD_DATE,
      .at = offsetof(struct import_form_in, on),
      .help = T("Only for opening balances: the day on which they stand.") },
    { .name = "file",
      .label = T("File"),
      .type = FIELD_FILE,
      .at = offsetof(struct import_form_in, file),
      .required = true,
      .max = FILE_MAX,
      .help = T("An Excel file (.xlsx) made from the template, or CSV with the same headings.") },
};
const struct form import_form = {
    .name = "import", .fields = import_fields, .n_fields = COUNT(import_fields), .size = sizeof(struct import_form_in)
};
static const struct field apply_fields[] = {
    { .name = "good_rows",
      .label = T("Bring in only the rows without mistakes"),
      .type = FIELD_BOOL,
      .at = offsetof(struct import_apply_in, good_rows) },
};
const struct form import_apply_form = {
    .name = "apply", .fields = apply_fields, .n_fields = COUNT(apply_fields), .size = sizeof(struct import_apply_in)
};
static const struct field mend_fields[] = {
    { .name = "cell", .label = T("Cell"), .type = FIELD_TEXT, .at = offsetof(struct import_mend_row, cell), .max = 10 },
    { .name = "value",
      .label = T("What should stand there"),
      .type = FIELD_TEXT,
      .at = offsetof(struct import_mend_row, value),
      .max = 500,
      .secret = true },
};
const struct form import_mend_form = { .name = "import_mend",
                                       .size = sizeof(struct import_mend_in),
                                       .row_fields = mend_fields,
                                       .n_row_fields = COUNT(mend_fields),
                                       .rows_max = IMPORT_MEND_ROWS * IMPORT_COLUMNS_MAX,
                                       .row_size = sizeof(struct import_mend_row),
                                       .rows_at = offsetof(struct import_mend_in, row),
                                       .n_rows_at = offsetof(struct import_mend_in, n_row) };
static const struct field undo_fields[] = {
    { .name = "reason",
      .label = T("Reason"),
      .type = FIELD_TEXT,
      .at = offsetof(struct import_undo_in, reason),
      .required = true,
      .max = 300 },
    { .name = "on",
      .label = T("Cancelled on"),
      .type = FIELD_DATE,
      .at = offsetof(struct import_undo_in, on),
      .help = T("In an open month; left empty, the day of the balances.") },
};
const struct form import_undo_form = {
    .name = "undo", .fields = undo_fields, .n_fields = COUNT(undo_fields), .size = sizeof(struct import_undo_in)
};

str import_kind_label(const struct cx *cx, str kind)
{
    const struct import_kind *k = import_kind_find(kind);
    return k ? tr(cx, k->title) : kind;
}

void import_state(struct html *h, str state)
{
    if (str_eq(state, S("applied")))
        ui_badge(h, TONE_OK, tr(h->cx, "brought in"));
    else if (str_eq(state, S("previewed")))
        ui_badge(h, TONE_WAIT, tr(h->cx, "waiting"));
    else
        ui_badge(h, TONE_PLAIN, tr(h->cx, "taken back"));
}

struct job {
    struct web *w;
    struct import_batch *batch;
    struct import_batch one;
    struct import_record *bad, *good;
    int n, n_bad, n_good;
};

static str path_of(const struct web *w, int64_t id)
{
    if (id == 0)
        return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/imports", STR_ARG(w->org_code));
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/imports/%lld", STR_ARG(w->org_code), (long long)id);
}

/* ---- the list ---- */

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return import_list(cx, db, j->w->org_id, &j->batch, &j->n);
}

static result list_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct job j = { .w = w };
    bool post = w->rq->method == METHOD_POST;
    str title = tr(w->cx, "Bring in from Excel");
    TRY(store_read(w->store, w->cx, w->cx->actor.scope_id, list_work, &j));
    struct imports_page m = { .csrf = web_csrf_fields(w),
                              .rq = post ? w->rq : NULL,
                              .in = post ? w->in : NULL,
                              .org_code = w->org_code,
                              .batch = j.batch,
                              .n = j.n };
    if (web_wants_json(w))
        return web_data(w, &m);
    imports_draw(&h, &m);
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result upload_post(struct web *w)
{
    const struct import_form_in *in = w->in;
    struct import_file file = { w->org_id, in->kind, in->file.file_name, in->file.data, in->on };
    int64_t id;
    TRY(import_preview(w->cx, w->store, &file, &id));
    return web_redirect(w, path_of(w, id));
}

/* ".../members.xlsx": a workbook of that kind. */
static result template_show(struct web *w)
{
    str name = str_of(w->route->path), bytes;
    for (struct str_cut c = str_cut(name, '/'); c.found; c = str_cut(c.tail, '/'))
        name = c.tail;
    struct import_template of = { w->org_id, str_cut(name, '.').head };
    TRY(import_template(w->cx, w->store, &of, &bytes));
    return web_file(w, name, S(SHEET_MIME), bytes, false);
}

/* ---- one file ---- */

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    struct import_view v = { j->w->org_id, web_param_id(j->w, S("id")), true, BAD_SHOWN };
    TRY(import_get(cx, db, v.org_id, v.batch_id, &j->one));
    TRY(import_records(cx, db, &v, &j->bad, &j->n_bad));
    v.bad = false, v.limit = GOOD_SHOWN;
    return import_records(cx, db, &v, &j->good, &j->n_good);
}

/* Rows with mistakes, then the first of the good ones. */
static struct import_record *shown(struct cx *cx, const struct job *j)
{
    struct import_record *out = new (cx->mem, struct import_record, j->n_bad + j->n_good);
    for (int i = 0; i < j->n_bad + j->n_good; i++)
        out[i] = i < j->n_bad ? j->bad[i] : j->good[i - j->n_bad];
    return out;
}

static result one_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct job j = { .w = w };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, w->cx->actor.scope_id, one_work, &j));
    const struct import_kind *kind = import_kind_find(j.one.kind);
    struct import_page m = { .csrf = web_csrf_fields(w),
                             .rq = post ? w->rq : NULL,
                             .undo_in = w->route->form == &import_undo_form ? w->in : NULL,
                             .org_code = w->org_code,
                             .b = j.one,
                             .list = kind ? kind->list : NULL,
                             .n = (int)j.one.n_row,
                             .n_shown = j.n_bad + j.n_good };
    bool waiting = str_eq(j.one.state, S("previewed")) && !j.one.error.n;
    m.can_apply = waiting && j.one.n_bad == 0;
    m.can_good_rows = waiting && m.list && j.one.n_bad > 0 && j.one.n_bad < j.one.n_row;
    m.title = import_titles(w->cx, j.one.kind, &m.n_title);
    m.row = shown(w->cx, &j);
    while (str_eq(j.one.state, S("previewed")) && m.n_mend < m.n_shown && m.n_mend < IMPORT_MEND_ROWS &&
           m.row[m.n_mend].error.n)
        m.n_mend++;
    if (web_wants_json(w))
        return web_data(w, &m);
    import_draw(&h, &m);
    return post ? web_form_again(w, j.one.file_name, &h) : web_page(w, j.one.file_name, &h);
}

static result mend_post(struct web *w)
{
    const struct import_mend_in *in = w->in;
    struct import_mend_cell *cell = new (w->cx->mem, struct import_mend_cell, in->n_row + 1);
    struct import_mend mend = { w->org_id, web_param_id(w, S("id")), cell, in->n_row, 0 };
    for (int i = 0; i < in->n_row; i++)
        cell[i] = (struct import_mend_cell){ in->row[i].cell, in->row[i].value };
    TRY(import_mend(w->cx, w->store, &mend));
    web_flash(w, mend.n_bad ? TRF(w->cx, "{1} rows still have mistakes.", str_from_i64(w->cx->mem, mend.n_bad))
                            : tr(w->cx, "No row has a mistake any more."));
    return web_redirect(w, path_of(w, mend.batch_id));
}

static result apply_post(struct web *w)
{
    const struct import_apply_in *in = w->in;
    struct import_apply apply = { w->org_id, web_param_id(w, S("id")), in->good_rows };
    TRY(import_apply(w->cx, w->store, &apply));
    web_flash(w, tr(w->cx, "The file was brought in."));
    return web_redirect(w, path_of(w, apply.batch_id));
}

static result undo_post(struct web *w)
{
    const struct import_undo_in *in = w->in;
    struct import_undo undo = { w->org_id, web_param_id(w, S("id")), in->on, in->reason };
    TRY(import_undo(w->cx, w->store, &undo));
    web_flash(w, tr(w->cx, "What the file had brought was taken back."));
    return web_redirect(w, path_of(w, undo.batch_id));
}

const struct route imports_routes[N_IMPORTS_ROUTES] = {
    { METHOD_GET, "/orgs/:org/imports", CAP_IMPORT, WALL_OWN, NULL, list_show, T("Bring in from Excel"), NULL,
      &imports_data },
    { METHOD_POST, "/orgs/:org/imports", CAP_IMPORT, WALL_OWN, &import_form, upload_post, T("Bring in from Excel"),
      list_show },
    { METHOD_GET, "/orgs/:org/imports/members.xlsx", CAP_IMPORT, WALL_OWN, NULL, template_show,
      T("Template for members"), NULL, &data_file },
    { METHOD_GET, "/orgs/:org/imports/partners.xlsx", CAP_IMPORT, WALL_OWN, NULL, template_show,
      T("Template for partners"), NULL, &data_file },
    { METHOD_GET, "/orgs/:org/imports/items.xlsx", CAP_IMPORT, WALL_OWN, NULL, template_show, T("Template for items"),
      NULL, &data_file },
    { METHOD_GET, "/orgs/:org/imports/balances.xlsx", CAP_IMPORT, WALL_OWN, NULL, template_show,
      T("Template for opening balances"), NULL, &data_file },
    { METHOD_GET, "/orgs/:org/imports/:id", CAP_IMPORT, WALL_OWN, NULL, one_show, T("What the file brings"), NULL,
      &import_data },
    { METHOD_POST, "/orgs/:org/imports/:id/mend", CAP_IMPORT, WALL_OWN, &import_mend_form, mend_post, T("Mend cells"),
      one_show },
    { METHOD_POST, "/orgs/:org/imports/:id/apply", CAP_IMPORT, WALL_OWN, &import_apply_form, apply_post,
      T("Bring it in"), one_show },
    { METHOD_POST, "/orgs/:org/imports/:id/undo", CAP_IMPORT, WALL_OWN, &import_undo_form, undo_post, T("Take it back"),
      one_show },
};
