/* Pages of weighing in: the sheet with its preview, the list, one slip, a price later. */
#include "features/produce/intake/intake_pages.h"
#include "features/trust/files/files.h"
#include "features/produce/intake/intake_prints.h"
#include "web/opening.h"
#include "web/pick.h"
#include "intake.html.h"
#include "intake.sql.h"

#include "vouchers/draft.h"

#define ROW(member) offsetof(struct sheet_row_in, member)
static const struct field row_fields[] = {
    { .name = "member",
      .label = T("Member"),
      .type = FIELD_TEXT,
      .at = ROW(member),
      .required = true,
      .max = 250,
      .pick = "intake/pick/members" },
    { .name = "item",
      .label = T("Item"),
      .type = FIELD_TEXT,
      .at = ROW(item),
      .required = true,
      .max = 250,
      .pick = "intake/pick/items" },
    { .name = "gross",
      .label = T("Gross"),
      .type = FIELD_TEXT,
      .at = ROW(gross),
      .required = true,
      .max = 20,
      .total = true,
      .total_by = "item" },
    { .name = "tare",
      .label = T("Tare"),
      .type = FIELD_TEXT,
      .at = ROW(tare),
      .max = 20,
      .total = true,
      .total_by = "item" },
    { .name = "grade", .label = T("Grade"), .type = FIELD_TEXT, .at = ROW(grade), .max = 20 },
    { .name = "price", .label = T("Price"), .type = FIELD_MONEY, .at = ROW(price), .max = 1000000000 },
    { .name = "later", .label = T("Price later"), .type = FIELD_BOOL, .at = ROW(later) },
    { .name = "note", .label = T("Note"), .type = FIELD_TEXT, .at = ROW(note), .max = 200 },
};
static const struct field sheet_fields[] = {
    { .name = "delivered_on",
      .label = T("Date of delivery"),
      .type = FIELD_DATE,
      .at = offsetof(struct sheet_in, delivered_on),
      .required = true },
    { .name = "step", .label = "step", .type = FIELD_TEXT, .at = offsetof(struct sheet_in, step), .max = 10 },
    { .name = "confirmed",
      .label = T("It is right all the same: go on"),
      .type = FIELD_BOOL,
      .at = offsetof(struct sheet_in, confirmed),
      .confirm = true },
};
const struct form sheet_form = { .name = "intake_sheet",
                                 .fields = sheet_fields,
                                 .n_fields = COUNT(sheet_fields),
                                 .size = sizeof(struct sheet_in),
                                 .row_fields = row_fields,
                                 .n_row_fields = COUNT(row_fields),
                                 .rows_max = 100,
                                 .row_size = sizeof(struct sheet_row_in),
                                 .rows_at = offsetof(struct sheet_in, row),
                                 .n_rows_at = offsetof(struct sheet_in, n_row) };

static const struct field price_fields[] = {
    { .name = "price",
      .label = T("Price for one unit"),
      .type = FIELD_MONEY,
      .at = offsetof(struct price_form_in, price),
      .required = true,
      .min = 1,
      .max = 1000000000 },
    { .name = "on",
      .label = T("Date"),
      .type = FIELD_DATE,
      .at = offsetof(struct price_form_in, on),
      .required = true },
    { .name = "note", .label = T("Note"), .type = FIELD_TEXT, .at = offsetof(struct price_form_in, note), .max = 200 },
};
const struct form price_form = { .name = "intake_price",
                                 .fields = price_fields,
                                 .n_fields = COUNT(price_fields),
                                 .size = sizeof(struct price_form_in) };

str intake_mode_label(const struct cx *cx, str mode)
{
    if (str_eq(mode, S("bought")))
        return tr(cx, "bought");
    return str_eq(mode, S("on_behalf")) ? tr(cx, "sold on behalf") : tr(cx, "processed");
}

/* ---- the sheet ---- */

struct sheeting {
    struct web *w;
    const struct sheet_in *in;
    struct item *item;
    struct choice *who, *what; /* suggested where no script runs */
    struct intake_sheet sheet;
    struct intake_slip *slip;
    int n_item, n_who, n_what;
    bool two_people;
};

static result suggest_work(struct cx *cx, struct db *db, void *arg)
{
    struct sheeting *s = arg;
    struct pick_ask first = { s->w->org_id, S(""), PICK_LIST };
    TRY(four_eyes_needed(cx, db, s->w->org_id, S("intake.delivery"), &s->two_people));
    TRY(seller_picker.find(cx, db, first, &s->who, &s->n_who));
    return item_picker.find(cx, db, first, &s->what, &s->n_what);
}

static result draw_sheet(struct web *w, struct sheeting *s, bool again)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct sheet_in fresh = { .delivered_on = date_of_instant(w->cx->now_at, ZONE_VN) };
    struct sheet_page m = { .csrf = web_csrf_fields(w),
                            .rq = post ? w->rq : NULL,
                            .in = post ? s->in : &fresh,
                            .org_code = w->org_code,
                            .slip = s->slip,
                            .n = s->slip ? s->sheet.n : 0 };
    TRY(store_read(w->store, w->cx, w->cx->actor.scope_id, suggest_work, s));
    m.two_people = s->two_people;
    m.choice[0] = (struct sheet_choice){ "member", s->who, s->n_who };
    m.choice[1] = (struct sheet_choice){ "item", s->what, s->n_what };
    for (int i = 0; i < m.n; i++) {
        m.n_later += !m.slip[i].priced;
        if (!money_add(m.total, m.slip[i].amount, &m.total))
            return fail(w->cx, .kind = ERR_INVALID, .code = S("intake.amount"),
                        .message = tr(w->cx, "The amount is too large to be true."));
    }
    m.done = m.n > 0 && m.slip[0].posted.id != 0;
    if (web_wants_json(w))
        return web_data(w, &m);
    sheet_draw(&h, &m);
    return again ? web_form_again(w, tr(w->cx, "Weigh in"), &h) : web_page(w, tr(w->cx, "Weigh in"), &h);
}

static result sheet_show(struct web *w) { return draw_sheet(w, &(struct sheeting){ .w = w }, false); }
static result sheet_again(struct web *w) { return draw_sheet(w, &(struct sheeting){ .w = w, .in = w->in }, true); }

static const struct item *find_item(const struct sheeting *s, str code)
{
    for (int i = 0; i < s->n_item; i++)
        if (str_eq_nocase(s->item[i].code, code))
            return &s->item[i];
    return NULL;
}

/* Members and items as people write them: codes, names, what the picker put there. */
static result means_work(struct cx *cx, struct db *db, void *arg)
{
    struct sheeting *s = arg;
    int before = cx->n_errors;
    TRY(item_list(cx, db, s->w->org_id, &s->item, &s->n_item));
    for (int i = 0; i < s->in->n_row; i++) {
        struct sheet_row_in *r = &s->in->row[i];
        (void)pick_resolve(cx, db, s->w->org_id, &seller_picker, form_row_name(cx, &sheet_form, s->w->rq, i, "member"),
                           &r->member);
        (void)pick_resolve(cx, db, s->w->org_id, &item_picker, form_row_name(cx, &sheet_form, s->w->rq, i, "item"),
                           &r->item);
    }
    return (result){ cx->n_errors == before };
}

static int row_number(struct web *w, int i)
{
    str name = form_row_name(w->cx, &sheet_form, w->rq, i, "member");
    int64_t n = i;
    (void)str_to_i64(str_cut(str_sub(name, 4, name.n), '-').head, &n);
    return (int)n;
}

static void weigh(struct web *w, str text, const struct item *it, str field, qty *out)
{
    if (text.n && !qty_parse(text, it ? it->per : 1000, out))
        (void)fail(w->cx, .kind = ERR_INVALID, .code = S("intake.weight"), .field = field,
                   .message = TRF(w->cx, "“{1}” is not a weight.", text), .hint = tr(w->cx, "Write it like 412,5."));
}

/* From what was typed to a sheet: codes in capitals, weights in the item's unit. */
static result convert(struct web *w, struct sheeting *s)
{
    int before = w->cx->n_errors;
    struct intake_row *r = new (w->cx->mem, struct intake_row, s->in->n_row);
    for (int i = 0; i < s->in->n_row; i++) {
        const struct sheet_row_in *in = &s->in->row[i];
        const struct item *it = find_item(s, in->item);
        r[i] = (struct intake_row){ .row_no = row_number(w, i),
                                    .member = in->member,
                                    .item = it ? it->code : in->item,
                                    .grade = in->grade,
                                    .price = in->price,
                                    .price_later = in->later,
                                    .note = in->note };
        weigh(w, in->gross, it, form_row_name(w->cx, &sheet_form, w->rq, i, "gross"), &r[i].gross);
        weigh(w, in->tare, it, form_row_name(w->cx, &sheet_form, w->rq, i, "tare"), &r[i].tare);
    }
    s->sheet =
        (struct intake_sheet){ w->org_id, s->in->delivered_on, w->request_id, r, s->in->n_row, s->in->confirmed };
    return (result){ w->cx->n_errors == before };
}

static result plan_work(struct cx *cx, struct db *db, void *arg)
{
    struct sheeting *s = arg;
    TRY(intake_plan(cx, db, &s->sheet, &s->slip));
    return s->in->confirmed ? OK : intake_similar(cx, db, &s->sheet, s->slip);
}

static result post_work(struct cx *cx, struct db *db, void *arg)
{
    struct sheeting *s = arg;
    TRY(intake_post(cx, db, &s->sheet, &s->slip));
    /* A warning takes the posting back with it; a sheet sent again is no second one. */
    return s->in->confirmed || s->slip[0].posted.repeated ? OK : intake_similar(cx, db, &s->sheet, s->slip);
}

/* Where two people are needed: one draft a delivery. */
static result draft_work(struct cx *cx, struct db *db, void *arg)
{
    struct sheeting *s = arg;
    TRY(plan_work(cx, db, s));
    for (int i = 0; i < s->sheet.n; i++)
        TRY(draft_save(cx, db,
                       &(struct draft){ .org_id = s->w->org_id,
                                        .kind = S("intake.delivery"),
                                        .command_json = intake_command_json(cx, &s->sheet, i, s->w->org_code),
                                        .note = s->sheet.row[i].note }));
    return OK;
}

static result to_drafts(struct web *w)
{
    web_flash(w, tr(w->cx, "The draft is kept."));
    return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/drafts", STR_ARG(w->org_code)));
}

static result sheet_post(struct web *w)
{
    struct sheeting s = { .w = w, .in = w->in };
    TRY(store_read(w->store, w->cx, w->cx->actor.scope_id, means_work, &s));
    TRY(convert(w, &s));
    if (str_eq(s.in->step, S("draft"))) {
        TRY(store_write(w->store, w->cx, &w->org_id, 1, draft_work, &s));
        return to_drafts(w);
    }
    if (!str_eq(s.in->step, S("post"))) {
        TRY(store_read(w->store, w->cx, w->cx->actor.scope_id, plan_work, &s));
        return draw_sheet(w, &s, false);
    }
    TRY(store_write(w->store, w->cx, &w->org_id, 1, post_work, &s));
    if (web_wants_json(w))
        return draw_sheet(w, &s, false);
    web_flash(w, TRF(w->cx, "{1} deliveries were posted: {2} to {3}.", str_from_i64(w->cx->mem, s.sheet.n),
                     s.slip[0].posted.number_text, s.slip[s.sheet.n - 1].posted.number_text));
    return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/intake?sheet=" STR_FMT, STR_ARG(w->org_code),
                                   STR_ARG(w->request_id)));
}

/* ---- one slip ---- */

result intake_read(struct cx *cx, struct db *db, struct web *w, int64_t voucher_id, struct intake_record *out)
{
    TRY(intake_get(cx, db, w->org_id, voucher_id, out));
    if (!books_open_on(w, out->delivered_on))
        return intake_get(cx, db, w->org_id, -1, out); /* as if it were not there */
    out->price_voucher_id = w->n_opening ? 0 : out->price_voucher_id;
    return OK;
}

struct one {
    struct web *w;
    str org_code;
    int64_t org_id, id;
    struct intake_record r;
    struct intake_price price;
    struct posted posted;
};

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    return intake_read(cx, db, o->w, o->id, &o->r);
}

static result slip_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct one o = { .w = w, .id = web_param_id(w, S("id")) };
    bool post = w->rq->method == METHOD_POST, own = w->cx->actor.org_id == w->org_id;
    struct price_form_in fresh = { .on = date_of_instant(w->cx->now_at, ZONE_VN) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &o));
    struct slip_page m = { .csrf = web_csrf_fields(w),
                           .rq = post ? w->rq : NULL,
                           .in = post ? w->in : &fresh,
                           .org_code = w->org_code,
                           .member_shown = web_name_shown(w, o.r.member_name),
                           .r = &o.r,
                           .can_price = own && !o.r.priced && !o.r.is_void && cx_can(w->cx, CAP_POST),
                           .can_pay = own && o.r.priced && !o.r.is_void && o.r.paid.dong < o.r.amount.dong &&
                                      str_eq(o.r.mode, S("bought")) && cx_can(w->cx, CAP_PAY) };
    if (web_wants_json(w))
        return web_data(w, &m);
    slip_draw(&h, &m);
    TRY(files_block(w, &h, "intake", o.id));
    str title = TRF(w->cx, "Slip {1}", o.r.number_text);
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result slip_pdf(struct web *w)
{
    struct one o = { .w = w, .id = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &o));
    if (str_eq(request_query(w->rq, S("form")), S("receipt")))
        return intake_print_receipt(w, &o.r);
    return intake_print_slips(w, &o.r, 1);
}

/* Sets the price, or leaves a draft where two people are needed. */
static result price_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    bool two_people;
    TRY(four_eyes_needed(cx, db, o->price.org_id, S("intake.price"), &two_people));
    if (!two_people)
        return intake_price_later(cx, db, &o->price, &o->posted);
    TRY(intake_price_check(cx, db, &o->price));
    return draft_save(cx, db,
                      &(struct draft){ .org_id = o->price.org_id,
                                       .kind = S("intake.price"),
                                       .command_json = intake_price_json(cx, &o->price, o->org_code),
                                       .note = o->price.note });
}

static result price_post(struct web *w)
{
    const struct price_form_in *in = w->in;
    struct one o = { .org_code = w->org_code,
                     .price = { w->org_id, web_param_id(w, S("id")), in->price, in->on, w->request_id, in->note } };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, price_work, &o));
    if (!o.posted.id)
        return to_drafts(w);
    web_flash(w, TRF(w->cx, "The price was set by {1}.", o.posted.number_text));
    return web_redirect(
        w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/intake/%lld", STR_ARG(w->org_code), (long long)o.price.voucher_id));
}

static result pick_members(struct web *w) { return web_pick(w, &seller_picker); }
static result pick_items(struct web *w) { return web_pick(w, &item_picker); }

const struct route intake_routes[N_INTAKE_ROUTES] = {
    { METHOD_GET, "/orgs/:org/intake", CAP_STOCK_READ, WALL_GRANT, NULL, deliveries_show, T("Deliveries"), NULL,
      &deliveries_data },
    { METHOD_GET, "/orgs/:org/intake/new", CAP_INTAKE, WALL_OWN, NULL, sheet_show, T("Weigh in"), NULL },
    { METHOD_POST, "/orgs/:org/intake", CAP_INTAKE, WALL_OWN, &sheet_form, sheet_post, T("Weigh in"), sheet_again,
      &sheet_data },
    { METHOD_GET, "/orgs/:org/intake/:id", CAP_STOCK_READ, WALL_GRANT, NULL, slip_show, T("Slip"), NULL, &slip_data },
    { METHOD_GET, "/orgs/:org/intake/:id/slip.pdf", CAP_STOCK_READ, WALL_GRANT, NULL, slip_pdf, T("Print"), NULL,
      &data_file },
    { METHOD_GET, "/orgs/:org/intake/:id/price", CAP_STOCK_READ, WALL_OWN, NULL, slip_show, T("Set the price"), NULL,
      &slip_data },
    { METHOD_POST, "/orgs/:org/intake/:id/price", CAP_POST, WALL_OWN, &price_form, price_post, T("Set the price"),
      slip_show },
    { METHOD_GET, "/orgs/:org/intake/pick/members", CAP_INTAKE, WALL_OWN, NULL, pick_members, T("Member"), NULL,
      &pick_data },
    { METHOD_GET, "/orgs/:org/intake/pick/items", CAP_INTAKE, WALL_OWN, NULL, pick_items, T("Item"), NULL, &pick_data },
};
