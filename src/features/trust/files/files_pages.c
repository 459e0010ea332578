/* Pages: the block below a record, its page of its own, one file, withdrawing. Whether a record may be read follows
   from its place; whose it is was checked by the wall. Start with files_block. */
#include "features/trust/files/files_parts.h"
#include "features/trust/files/content.h"
#include "files.html.h"
#include "files.sql.h"

#include "os/os.h"
#include "web/opening.h"

static const struct record_place places[] = {
    { "vouchers", "voucher", CAP_BOOKS_READ, "", .opens = true },
    { "intake", "voucher", CAP_STOCK_READ, "intake.", .opens = true },
    { "payments", "voucher", CAP_MEMBER_READ, "payment.", .opens = true },
    { "members", "party", CAP_MEMBER_READ, "", .lists_tags = true },
    { "parties", "party", CAP_MEMBER_READ, "", .lists_tags = true },
    { "stock", "item", CAP_STOCK_READ, "", .opens = true },
    { "drafts", "draft", CAP_PREPARE, "" },
    { "duties", "duty_mark", CAP_BOOKS_READ, "" },
    { "organisations", "organisation", CAP_ORG_READ, "" },
};

const struct record_place *record_place_find(str path)
{
    for (int i = 0; i < COUNT(places); i++)
        if (str_eq(path, str_of(places[i].path)))
            return &places[i];
    return NULL;
}

str bytes_text(struct cx *cx, int64_t n)
{
    if (n < 1000000)
        return str_fmt(cx->mem, "%lld kB", (long long)((n + 999) / 1000));
    int64_t tenths = n / 100000;
    return str_fmt(cx->mem, "%lld%c%lld MB", (long long)(tenths / 10), cx->lang == LANG_EN ? '.' : ',',
                   (long long)(tenths % 10));
}

str withdrawn_text(struct cx *cx, int64_t at, str by, str reason)
{
    return TRF(cx, "Withdrawn {1} by {2}: {3}", instant_text(cx->mem, at, ZONE_VN), by, reason);
}

/* ---- forms ---- */

#define AT(m) offsetof(struct file_form_in, m)
static const struct field file_fields[] = {
    { .name = "photo",
      .label = T("Photo"),
      .type = FIELD_FILE,
      .at = AT(photo),
      .max = FILE_BYTES_MAX,
      .accept = "image/*",
      .camera = true,
      .help = T("A phone opens its camera.") },
    { .name = "file",
      .label = T("Or a file"),
      .type = FIELD_FILE,
      .at = AT(file),
      .max = FILE_BYTES_MAX,
      .accept = "image/jpeg,image/png,image/webp,application/pdf",
      .help = T("A photo (JPEG, PNG, WebP) or a PDF of at most 12 MB.") },
    { .name = "caption", .label = T("What it shows"), .type = FIELD_TEXT, .at = AT(caption), .max = 200 },
    { .name = "file_open",
      .label = T("Also for readers from outside who may open this record"),
      .type = FIELD_BOOL,
      .at = AT(file_open) },
};
#undef AT
const struct form file_form = {
    .name = "file", .fields = file_fields, .n_fields = COUNT(file_fields), .size = sizeof(struct file_form_in)
};
#define AT(m) offsetof(struct note_form_in, m)
static const struct field note_fields[] = {
    { .name = "words",
      .label = T("Note"),
      .type = FIELD_AREA,
      .at = AT(words),
      .required = true,
      .max = 4000,
      .help = T("Without tick it is internal: only your organisation reads it.") },
    { .name = "note_open",
      .label = T("A comment: also for readers from outside who may open this record"),
      .type = FIELD_BOOL,
      .at = AT(note_open) },
};
#undef AT
const struct form note_form = {
    .name = "note", .fields = note_fields, .n_fields = COUNT(note_fields), .size = sizeof(struct note_form_in)
};
#define AT(m) offsetof(struct tag_form_in, m)
static const struct field tag_fields[] = {
    { .name = "tag",
      .label = T("Tag"),
      .type = FIELD_TEXT,
      .at = AT(tag),
      .required = true,
      .max = TAG_CHARS_MAX,
      .help = T("One or two words, like: check again.") },
    { .name = "remove", .label = T("Remove it"), .type = FIELD_BOOL, .at = AT(remove) },
};
#undef AT
const struct form tag_form = {
    .name = "tag", .fields = tag_fields, .n_fields = COUNT(tag_fields), .size = sizeof(struct tag_form_in)
};
static const struct field withdraw_fields[] = {
    { .name = "reason",
      .label = T("Reason"),
      .type = FIELD_TEXT,
      .at = offsetof(struct withdraw_form_in, reason),
      .required = true,
      .max = 300 },
};
const struct form withdraw_form = { .name = "withdraw",
                                    .fields = withdraw_fields,
                                    .n_fields = COUNT(withdraw_fields),
                                    .size = sizeof(struct withdraw_form_in) };

/* ---- the record a request is about ---- */

struct asked {
    struct web *w;
    const struct record_place *place;
    struct record of;
    struct record_is is;
    struct record_files files;
    struct file_ready ready[2];
    int n_ready;
    struct note_in note;
    struct withdraw_in withdraw;
    struct file_content_at at;
    struct file_stored stored;
    int64_t id;
};

static struct asked asked_at(struct web *w, const struct record_place *p, int64_t id)
{
    struct asked a = { .w = w, .place = p };
    a.of = (struct record){ w->org_id, p ? str_of(p->subject) : S(""), id };
    return a;
}

/* Another's capability makes a record one that is not there, like another wall does. */
static result ask(struct web *w, struct asked *a)
{
    const struct record_place *p = record_place_find(web_param(w, S("place")));
    *a = asked_at(w, p, web_param_id(w, S("id")));
    return p && a->of.id && cx_can(w->cx, p->cap) ? OK : record_missing(w->cx);
}

/* From outside: where grants open records, on the days that they open. */
static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    const struct record_is *is = &a->is;
    TRY(record_find(cx, db, a->of, &a->is));
    bool dated = is->posting_on.ymd != 0;
    bool open = !web_outside(a->w) || (a->place->opens && (!dated || books_open_on(a->w, is->posting_on)));
    return open && str_starts(is->kind, str_of(a->place->kinds)) ? OK : record_missing(cx);
}

static result ask_found(struct web *w, struct asked *a)
{
    TRY(ask(w, a));
    return store_read(w->store, w->cx, DB_SCOPE_ALL, find_work, a);
}

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    TRY(find_work(cx, db, a));
    return record_read(cx, db, a->of, web_outside(a->w), &a->files);
}

/* The page has found its record already. */
static result block_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    return record_read(cx, db, a->of, web_outside(a->w), &a->files);
}

static str base_of(const struct asked *a)
{
    return str_fmt(a->w->cx->mem, "/orgs/" STR_FMT "/records/%s/%lld", STR_ARG(a->w->org_code), a->place->path,
                   (long long)a->of.id);
}

/* The page of the record itself. */
static str page_of(const struct asked *a)
{
    if (a->is.code.n)
        return str_fmt(a->w->cx->mem, "/organisations/" STR_FMT, STR_ARG(a->is.code));
    return str_fmt(a->w->cx->mem, "/orgs/" STR_FMT "/%s/%lld", STR_ARG(a->w->org_code), a->place->path,
                   (long long)a->of.id);
}

/* ---- the block and the page ---- */

static struct files_page model_of(const struct asked *a)
{
    struct web *w = a->w, own = *w;
    own.request_id = os_uuid7(w->cx->mem); /* not the one of the page's other forms */
    struct files_page m = { .w = w, .base = base_of(a), .r = &a->files };
    m.can_add = !web_outside(w) && cx_can(w->cx, CAP_ATTACH);
    if (m.can_add)
        m.csrf = web_csrf_fields(w->rq->method == METHOD_POST && w->route->form ? w : &own);
    m.opens = a->place->opens;
    m.own_only = str_eq(a->of.subject, S("organisation"));
    const char *list = str_eq(a->of.subject, S("voucher")) ? "vouchers" : a->place->path;
    bool may_list = a->place->lists_tags || (str_eq(a->of.subject, S("voucher")) && cx_can(w->cx, CAP_BOOKS_READ));
    if (may_list && !web_outside(w))
        m.list = str_fmt(w->cx->mem, "/orgs/" STR_FMT "/%s", STR_ARG(w->org_code), list);
    return m;
}

result files_block(struct web *w, struct html *h, const char *place, int64_t id)
{
    const struct record_place *p = record_place_find(str_of(place));
    struct asked a = asked_at(w, p, id);
    if (!p || !cx_can(w->cx, p->cap) || (web_outside(w) && !p->opens))
        return OK;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, block_work, &a));
    struct files_page m = model_of(&a);
    files_draw(h, &m);
    return OK;
}

struct home {
    int64_t org_id;
    str code;
};

static result home_work(struct cx *cx, struct db *db, void *arg)
{
    struct home *x = arg;
    struct home_code row;
    bool found;
    (void)cx;
    TRY(home_code(db, (struct home_code_args){ x->org_id }, &row, &found));
    x->code = found ? row.code : S("");
    return OK;
}

result files_block_of_home(struct web *w, struct html *h, const char *place, int64_t id)
{
    struct web own = *w;
    struct home x = { .org_id = w->cx->actor.org_id };
    if (!w->session_id || !x.org_id)
        return OK;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, home_work, &x));
    own.org_id = x.org_id;
    own.org_code = x.code;
    return x.code.n ? files_block(&own, h, place, id) : OK;
}

static result page_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct asked a;
    bool post = w->rq->method == METHOD_POST;
    TRY(ask(w, &a));
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_work, &a));
    if (web_wants_json(w))
        return web_data(w, &a.files);
    struct files_page m = model_of(&a);
    if (post)
        m.rq = w->rq, m.form = w->route->form, m.in = w->in;
    files_page_draw(&h, &m, page_of(&a));
    str title = tr(w->cx, "Files, notes and tags");
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

/* ---- tags of lists ---- */

enum { TAGS_SHOWN = 100 };
struct listing {
    struct tags_used_args q;
    struct tags_used *row;
    int n;
};

static result used_work(struct cx *cx, struct db *db, void *arg)
{
    struct listing *l = arg;
    (void)cx;
    return tags_used(db, l->q, &l->row, &l->n);
}

result tags_filter(struct web *w, const char *subject, struct list_filter *out, int *n)
{
    struct listing l = { .q = { w->org_id, str_of(subject), TAGS_SHOWN } };
    if (web_outside(w))
        return OK;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, used_work, &l));
    struct choice *c = new (w->cx->mem, struct choice, l.n + 1);
    c[0] = (struct choice){ S(""), tr(w->cx, "All") };
    for (int i = 0; i < l.n; i++)
        c[i + 1] = (struct choice){ l.row[i].tag_fold, l.row[i].tag };
    if (l.n)
        out[(*n)++] = (struct list_filter){ S("tag"), tr(w->cx, "Tag"), c, l.n + 1 };
    return OK;
}

/* ---- adding ---- */

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    for (int i = 0; i < a->n_ready; i++)
        TRY(file_add(cx, db, &a->ready[i], &a->id));
    return OK;
}

static result prepare(struct asked *a, const struct upload *u, const char *field)
{
    struct web *w = a->w;
    const struct file_form_in *form = w->in;
    if (!u->data.n)
        return OK;
    struct file_in in = { a->of, u->file_name, form->caption, u->data, form->file_open, w->request_id };
    if (a->n_ready)
        in.request_id = voucher_request_derive(w->cx, w->request_id, a->n_ready);
    return file_prepare(w->cx, w->store, &in, field, &a->ready[a->n_ready++]);
}

static result files_post(struct web *w)
{
    const struct file_form_in *form = w->in;
    struct asked a;
    TRY(ask_found(w, &a));
    bool good = prepare(&a, &form->photo, "photo").ok;
    good &= prepare(&a, &form->file, "file").ok;
    if (!good)
        return FAILED;
    if (!a.n_ready)
        return fail(w->cx, .kind = ERR_INVALID, .code = S("file.none"), .field = S("file"),
                    .message = tr(w->cx, "Take a photo or choose a file."));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, add_work, &a));
    web_flash(w, tr(w->cx, "The file is added."));
    return web_redirect(w, page_of(&a));
}

static result note_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    return note_add(cx, db, &a->note, &a->id);
}

static result notes_post(struct web *w)
{
    const struct note_form_in *in = w->in;
    struct asked a;
    TRY(ask_found(w, &a));
    a.note = (struct note_in){ a.of, in->words, in->note_open, w->request_id };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, note_work, &a));
    web_flash(w, tr(w->cx, "The note is added."));
    return web_redirect(w, page_of(&a));
}

static result tag_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    const struct tag_form_in *in = a->w->in;
    return in->remove ? tag_remove(cx, db, a->of, in->tag) : tag_add(cx, db, a->of, in->tag);
}

static result tags_post(struct web *w)
{
    const struct tag_form_in *in = w->in;
    struct asked a;
    TRY(ask_found(w, &a));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, tag_work, &a));
    web_flash(w, in->remove ? tr(w->cx, "The tag is removed.") : tr(w->cx, "The tag is added."));
    return web_redirect(w, page_of(&a));
}

/* ---- one file ---- */

static result content_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    TRY(find_work(cx, db, a));
    return file_find(cx, db, &a->at, &a->stored);
}

/* Pictures are shown, everything else is only handed out; whatever it is, it runs nothing and loads nothing. */
static result content_answer(struct web *w, bool thumb)
{
    struct asked a;
    int fd;
    int64_t size;
    TRY(ask(w, &a));
    a.at = (struct file_content_at){ a.of, web_param_id(w, S("file")), thumb, web_outside(w) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, content_work, &a));
    str hex = str_to_hex(w->cx->mem, a.stored.hash.s, (size_t)a.stored.hash.n);
    str tag = str_fmt(w->cx->mem, "\"" STR_FMT "\"", STR_ARG(hex));
    response_header(w->rs, S("Content-Security-Policy"), S("default-src 'none'; sandbox"));
    response_header(w->rs, S("Cache-Control"), S("private, no-cache"));
    response_header(w->rs, S("ETag"), tag);
    if (str_eq(request_header(w->rq, S("If-None-Match")), tag)) {
        w->rs->status = 304;
        return OK;
    }
    TRY(os_open_for_reading(w->cx, content_path(w->cx->mem, w->store, w->org_id, a.stored.hash), &fd, &size));
    return web_file_open(w, a.stored.name, a.stored.media, fd, media_is_picture(media_of_type(a.stored.media)));
}

static result file_get(struct web *w) { return content_answer(w, false); }
static result thumb_get(struct web *w) { return content_answer(w, true); }

/* ---- withdrawing ---- */

static bool is_note(const struct web *w) { return web_param_id(w, S("note")) != 0; }

static result withdraw_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct asked a;
    bool post = w->rq->method == METHOD_POST;
    TRY(ask_found(w, &a));
    struct withdraw_page m = { .csrf = web_csrf_fields(w), .base = page_of(&a), .path = w->rq->path };
    if (post)
        m.rq = w->rq, m.in = w->in;
    withdraw_draw(&h, &m);
    str title = is_note(w) ? tr(w->cx, "Withdraw a note") : tr(w->cx, "Withdraw a file");
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result withdraw_work(struct cx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    return is_note(a->w) ? note_withdraw(cx, db, &a->withdraw) : file_withdraw(cx, db, &a->withdraw);
}

static result withdraw_post(struct web *w)
{
    const struct withdraw_form_in *in = w->in;
    struct asked a;
    TRY(ask_found(w, &a));
    a.withdraw = (struct withdraw_in){ a.of, web_param_id(w, is_note(w) ? S("note") : S("file")), in->reason };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, withdraw_work, &a));
    web_flash(w, tr(w->cx, "It is withdrawn and stays in the history."));
    return web_redirect(w, page_of(&a));
}

#define RECORD "/orgs/:org/records/:place/:id"
const struct route files_routes[N_FILES_ROUTES] = {
    { METHOD_GET, RECORD, CAP_ORG_READ, WALL_GRANT, NULL, page_show, T("Files, notes and tags"), NULL,
      &record_files_data },
    { METHOD_POST, RECORD "/files", CAP_ATTACH, WALL_OWN, &file_form, files_post, T("Add a photo or file"), page_show },
    { METHOD_POST, RECORD "/notes", CAP_ATTACH, WALL_OWN, &note_form, notes_post, T("Add a note"), page_show },
    { METHOD_POST, RECORD "/tags", CAP_ATTACH, WALL_OWN, &tag_form, tags_post, T("Add a tag"), page_show },
    { METHOD_GET, RECORD "/files/:file", CAP_ORG_READ, WALL_GRANT, NULL, file_get, T("File"), NULL, &data_file },
    { METHOD_GET, RECORD "/files/:file/small", CAP_ORG_READ, WALL_GRANT, NULL, thumb_get, T("Small picture"), NULL,
      &data_file },
    { METHOD_GET, RECORD "/files/:file/withdraw", CAP_ATTACH, WALL_OWN, NULL, withdraw_show, T("Withdraw a file"),
      NULL },
    { METHOD_POST, RECORD "/files/:file/withdraw", CAP_ATTACH, WALL_OWN, &withdraw_form, withdraw_post,
      T("Withdraw a file"), withdraw_show },
    { METHOD_GET, RECORD "/notes/:note/withdraw", CAP_ATTACH, WALL_OWN, NULL, withdraw_show, T("Withdraw a note"),
      NULL },
    { METHOD_POST, RECORD "/notes/:note/withdraw", CAP_ATTACH, WALL_OWN, &withdraw_form, withdraw_post,
      T("Withdraw a note"), withdraw_show },
};
