/* Entering a journal voucher by hand; months. */
#include "features/books/accounting/accounting_pages.h"
#include "features/books/accounting/command.h"
#include "features/people/members/members.h"
#include "features/books/accounting/template.h"
#include "accounting.html.h"
#include "accounting.sql.h"

#include "base/json.h"

#define ROW(m) offsetof(struct journal_row_in, m)
static const struct field row_fields[] = {
    { .name = "account",
      .label = T("Account"),
      .type = FIELD_TEXT,
      .at = ROW(account),
      .required = true,
      .max = 250,
      .pick = "journal/pick/accounts" },
    { .name = "party",
      .label = T("Who"),
      .type = FIELD_TEXT,
      .at = ROW(party),
      .max = 250,
      .pick = "journal/pick/parties" },
    { .name = "dr", .label = T("Debit"), .type = FIELD_MONEY, .at = ROW(dr), .total = true },
    { .name = "cr", .label = T("Credit"), .type = FIELD_MONEY, .at = ROW(cr), .total = true },
};
static const struct field entry_fields[] = {
    { .name = "on",
      .label = T("Posting date"),
      .type = FIELD_DATE,
      .at = offsetof(struct journal_in, on),
      .required = true },
    { .name = "memo",
      .label = T("Explanation"),
      .type = FIELD_TEXT,
      .at = offsetof(struct journal_in, memo),
      .max = 300 },
    { .name = "step", .label = "step", .type = FIELD_TEXT, .at = offsetof(struct journal_in, step), .max = 10 },
    { .name = "template", .label = "template", .type = FIELD_INT, .at = offsetof(struct journal_in, template) },
    { .name = "template_name",
      .label = T("Name of the template"),
      .type = FIELD_TEXT,
      .at = offsetof(struct journal_in, template_name),
      .max = 100 },
    { .name = "monthly",
      .label = T("Comes every month, on this day"),
      .type = FIELD_BOOL,
      .at = offsetof(struct journal_in, monthly) },
    { .name = "confirmed",
      .label = T("It is right all the same: go on"),
      .type = FIELD_BOOL,
      .at = offsetof(struct journal_in, confirmed),
      .confirm = true },
};
const struct form journal_form = { .name = "journal",
                                   .fields = entry_fields,
                                   .n_fields = COUNT(entry_fields),
                                   .size = sizeof(struct journal_in),
                                   .row_fields = row_fields,
                                   .n_row_fields = COUNT(row_fields),
                                   .rows_max = 100,
                                   .row_size = sizeof(struct journal_row_in),
                                   .rows_at = offsetof(struct journal_in, row),
                                   .n_rows_at = offsetof(struct journal_in, n_row) };

static const struct option state_options[] = { { "closed", T("Close") }, { "open", T("Open again") } };
static const struct field period_fields[] = {
    { .name = "month",
      .label = T("Month"),
      .type = FIELD_TEXT,
      .at = offsetof(struct period_in, month),
      .required = true,
      .max = 7,
      .help = T("Like 03/2026.") },
    { .name = "state",
      .label = T("State"),
      .type = FIELD_CHOICE,
      .at = offsetof(struct period_in, state),
      .required = true,
      .options = state_options,
      .n_options = COUNT(state_options) },
    { .name = "reason",
      .label = T("Reason"),
      .type = FIELD_TEXT,
      .at = offsetof(struct period_in, reason),
      .max = 300 },
};
const struct form period_form = {
    .name = "period", .fields = period_fields, .n_fields = COUNT(period_fields), .size = sizeof(struct period_in)
};

struct entry {
    struct web *w;
    const struct journal_in *in;
    const struct json *command;
    str json;
    struct choice *account, *party; /* suggested where no script runs */
    int n_account, n_party;
    bool four_eyes;
    struct posted posted;
    struct draft draft;
    struct journal_template kept;
};

static result lists_work(struct cx *cx, struct db *db, void *arg)
{
    struct entry *e = arg;
    struct pick_ask first = { e->w->org_id, S(""), PICK_LIST };
    TRY(four_eyes_needed(cx, db, e->w->org_id, S("journal"), &e->four_eyes));
    TRY(party_picker.find(cx, db, first, &e->party, &e->n_party));
    return account_picker.find(cx, db, first, &e->account, &e->n_account);
}

/* Accounts and people as they are written: codes, names, what the picker put there. */
static result means_work(struct cx *cx, struct db *db, void *arg)
{
    struct entry *e = arg;
    int before = cx->n_errors;
    for (int i = 0; i < e->in->n_row; i++) {
        struct journal_row_in *r = &e->in->row[i];
        (void)pick_resolve(cx, db, e->w->org_id, &account_picker,
                           form_row_name(cx, &journal_form, e->w->rq, i, "account"), &r->account);
        (void)pick_resolve(cx, db, e->w->org_id, &party_picker, form_row_name(cx, &journal_form, e->w->rq, i, "party"),
                           &r->party);
    }
    return (result){ cx->n_errors == before };
}

/* ?template=: the lines of a template as if they had been typed. */
static result fill_work(struct cx *cx, struct db *db, void *arg)
{
    struct entry *e = arg;
    return template_load(cx, db, e->w->org_id, e->kept.id, &e->kept);
}

static result fill(struct web *w, struct journal_in *in)
{
    struct entry e = { .w = w };
    if (!str_to_i64(request_query(w->rq, S("template")), &e.kept.id))
        return OK;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, fill_work, &e));
    in->row = new (w->cx->mem, struct journal_row_in, e.kept.n_line);
    in->n_row = e.kept.n_line;
    for (int i = 0; i < in->n_row; i++) {
        const struct template_line *l = &e.kept.line[i];
        in->row[i] = (struct journal_row_in){ l->account, l->party, l->dr, l->cr };
    }
    in->memo = e.kept.memo;
    in->template = e.kept.id;
    if (e.kept.monthly)
        in->on = e.kept.due_on;
    return OK;
}

static result draw(struct web *w, bool again, bool preview)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct journal_in fresh = { .on = date_of_instant(w->cx->now_at, ZONE_VN) };
    struct entry e = { .w = w, .in = post ? w->in : &fresh };
    struct entry_page m = {
        .csrf = web_csrf_fields(w), .rq = post ? w->rq : NULL, .in = e.in, .org_code = w->org_code, .preview = preview
    };
    TRY(post ? OK : fill(w, &fresh));
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, lists_work, &e));
    m.choice[0] = (struct sheet_choice){ "account", e.account, e.n_account };
    m.choice[1] = (struct sheet_choice){ "party", e.party, e.n_party };
    m.can_post = cx_can(w->cx, CAP_POST) && !e.four_eyes;
    for (int i = 0; i < e.in->n_row; i++)
        m.dr.dong += e.in->row[i].dr.dong, m.cr.dong += e.in->row[i].cr.dong;
    entry_draw(&h, &m);
    return again ? web_form_again(w, tr(w->cx, "Journal voucher"), &h) : web_page(w, tr(w->cx, "Journal voucher"), &h);
}

result journal_new_show(struct web *w) { return draw(w, false, false); }
result journal_new_again(struct web *w) { return draw(w, true, false); }

static str command_of(struct web *w, const struct journal_in *in)
{
    struct buf b = buf_new(w->cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_member_str(&j, S("kind"), S("journal"));
    json_member_str(&j, S("org"), w->org_code);
    json_member_str(&j, S("posting_on"), date_iso(w->cx->mem, in->on));
    json_member_str(&j, S("request_id"), w->request_id);
    json_member_str(&j, S("memo"), in->memo);
    if (in->confirmed)
        json_member_bool(&j, S("confirmed"), true);
    json_key(&j, S("lines"));
    json_begin_array(&j);
    for (int i = 0; i < in->n_row; i++) {
        json_begin_object(&j);
        json_member_str(&j, S("account"), in->row[i].account);
        json_member_str(&j, S("party"), in->row[i].party);
        json_member_i64(&j, S("dr_vnd"), in->row[i].dr.dong);
        json_member_i64(&j, S("cr_vnd"), in->row[i].cr.dong);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_object(&j);
    return buf_str(&b);
}

/* "lines[2].account" → "row-2-account", so that errors light the cell. */
static void relabel(struct web *w)
{
    cx_rename_field(w->cx, "posting_on", "on");
    for (struct err *e = w->cx->errors; e; e = e->next) {
        struct str_cut a = str_cut(e->field, '['), b = str_cut(a.tail, ']');
        int64_t i;
        if (!str_eq(a.head, S("lines")) || !b.found || !str_to_i64(b.head, &i))
            continue;
        str field = str_sub(b.tail, 1, b.tail.n);
        field = str_eq(field, S("dr_vnd")) ? S("dr") : str_eq(field, S("cr_vnd")) ? S("cr") : field;
        e->field = form_row_name(w->cx, &journal_form, w->rq, (int)i, str_z(w->cx->mem, field));
    }
}

static result check_work(struct cx *cx, struct db *db, void *arg)
{
    struct entry *e = arg;
    return journal_check_command(cx, db, e->command);
}

/* The next month's turn comes when this one is made. */
static result used(struct cx *cx, struct db *db, const struct entry *e)
{
    return e->in->template ? template_used(cx, db, e->w->org_id, e->in->template, e->in->on) : OK;
}

static result post_work(struct cx *cx, struct db *db, void *arg)
{
    struct entry *e = arg;
    TRY(journal_post_command(cx, db, e->command, &e->posted));
    TRY(used(cx, db, e));
    /* A warning takes the posting back with it; what is sent again is no second one. */
    return e->in->confirmed || e->posted.repeated ? OK : journal_similar(cx, db, e->w->org_id, e->posted.id);
}

static result draft_work(struct cx *cx, struct db *db, void *arg)
{
    struct entry *e = arg;
    TRY(used(cx, db, e));
    return draft_save(cx, db, &e->draft);
}

static str org_path(struct web *w, const char *rest)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "%s", STR_ARG(w->org_code), rest);
}

static result template_work(struct cx *cx, struct db *db, void *arg)
{
    struct entry *e = arg;
    struct template_line *line = new (cx->mem, struct template_line, e->in->n_row);
    for (int i = 0; i < e->in->n_row; i++) {
        const struct journal_row_in *r = &e->in->row[i];
        line[i] = (struct template_line){ r->account, r->party, r->dr, r->cr };
    }
    e->kept = (struct journal_template){ .org_id = e->w->org_id,
                                         .name = e->in->template_name,
                                         .memo = e->in->memo,
                                         .line = line,
                                         .n_line = e->in->n_row,
                                         .monthly = e->in->monthly };
    return template_save(cx, db, &e->kept, e->in->on);
}

static result keep_template(struct web *w, struct entry *e)
{
    TRY(store_write(w->store, w->cx, &w->org_id, 1, template_work, e));
    web_flash(w, tr(w->cx, "The template is kept."));
    return web_redirect(w, org_path(w, "/journal/templates"));
}

static result journal_step(struct web *w, struct entry *e)
{
    TRY(fields_parse(w->cx, e->json, &e->command));
    if (str_eq(e->in->step, S("post"))) {
        if (!cx_can(w->cx, CAP_POST))
            return fail(w->cx, .kind = ERR_DENIED, .code = S("voucher.may_not_post"),
                        .message = tr(w->cx, "You may prepare vouchers, not post them."));
        return store_write(w->store, w->cx, &w->org_id, 1, post_work, e);
    }
    TRY(store_write(w->store, w->cx, &w->org_id, 1, check_work, e));
    if (!str_eq(e->in->step, S("draft")))
        return OK;
    e->draft =
        (struct draft){ .org_id = w->org_id, .kind = S("journal"), .command_json = e->json, .note = e->in->memo };
    return store_write(w->store, w->cx, &w->org_id, 1, draft_work, e);
}

result journal_new_post(struct web *w)
{
    struct entry e = { .w = w, .in = w->in };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, means_work, &e));
    if (str_eq(e.in->step, S("template")))
        return keep_template(w, &e);
    e.json = command_of(w, e.in);
    if (!journal_step(w, &e).ok) {
        relabel(w);
        return FAILED;
    }
    if (e.posted.id) {
        web_flash(w, TRF(w->cx, "Posted {1}.", e.posted.number_text));
        return web_redirect(
            w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/vouchers/%lld", STR_ARG(w->org_code), (long long)e.posted.id));
    }
    if (e.draft.id) {
        web_flash(w, tr(w->cx, "The draft is kept."));
        return web_redirect(w, org_path(w, "/drafts"));
    }
    return draw(w, false, true);
}

result journal_pick_accounts(struct web *w) { return web_pick(w, &account_picker); }
result journal_pick_parties(struct web *w) { return web_pick(w, &party_picker); }

/* ---- months ---- */

struct months {
    struct web *w;
    struct period_state *row;
    int n, month;
    const struct period_in *in;
};

static result periods_work(struct cx *cx, struct db *db, void *arg)
{
    struct months *p = arg;
    return period_list(cx, db, p->w->org_id, &p->row, &p->n);
}

result periods_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct months p = { .w = w };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, periods_work, &p));
    struct periods_page m = { .csrf = web_csrf_fields(w),
                              .rq = post ? w->rq : NULL,
                              .in = post ? w->in : NULL,
                              .org_code = w->org_code,
                              .can_change = cx_can(w->cx, CAP_POST),
                              .row = p.row,
                              .n = p.n };
    if (web_wants_json(w))
        return web_data(w, &m);
    periods_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Months"), &h) : web_page(w, tr(w->cx, "Months"), &h);
}

static result set_work(struct cx *cx, struct db *db, void *arg)
{
    struct months *p = arg;
    return period_set(cx, db, p->w->org_id, p->month, p->in->state, p->in->reason);
}

result periods_post(struct web *w)
{
    struct months p = { .w = w, .in = w->in };
    struct str_cut c = str_cut(p.in->month, '/');
    int64_t m, y;
    if (!c.found || !str_to_i64(c.head, &m) || !str_to_i64(c.tail, &y) || m < 1 || m > 12 || y < 1900 || y > 9999)
        return fail(w->cx, .kind = ERR_INVALID, .code = S("period.month"), .field = S("month"),
                    .message = tr(w->cx, "Write the month like 03/2026."));
    p.month = (int)(y * 100 + m);
    TRY(store_write(w->store, w->cx, &w->org_id, 1, set_work, &p));
    web_flash(w, tr(w->cx, "Saved."));
    return web_redirect(w, org_path(w, "/periods"));
}
