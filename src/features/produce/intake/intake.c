/* intake: see README.md. Use cases: plan a sheet, post it, price a slip later, read slips back. */
#include "features/produce/intake/intake.h"
#include "features/produce/intake/intake_pages.h"
#include "features/produce/intake/intake_rules.h"
#include "intake.sql.h"

#include "base/text.h"
#include "web/steps.h"

enum { SHEET_MAX = 500 };

/* Who and what a row is about. */
static result resolve(struct cx *cx, struct db *db, const struct intake_sheet *s, int i, struct intake_slip *out)
{
    int before = cx->n_errors;
    int64_t party_id = s->row[i].party_id;
    *out = (struct intake_slip){ .in = s->row[i] };
    out->in.note = text_nfc(cx->mem, str_trim(out->in.note));
    if (party_id || party_by_code(cx, db, s->org_id, s->row[i].member, &party_id).ok)
        (void)member_state_on(cx, db, s->org_id, party_id, s->delivered_on, &out->member);
    (void)item_by_code(cx, db, s->org_id, s->row[i].item, &out->item);
    struct err *e = cx->errors;
    for (int k = 0; e; e = e->next, k++)
        if (k >= before) {
            bool item = str_eq(e->code, S("item.not_found"));
            e->kind = ERR_INVALID; /* a wrong code in a row is a mistake in the row, not a missing page */
            e->field = str_fmt(cx->mem, "row-%d-%s", s->row[i].row_no, item ? "item" : "member");
        }
    return (result){ cx->n_errors == before };
}

static struct intake_terms terms(struct cx *cx, const struct intake_sheet *s, const struct intake_slip *slip)
{
    return (struct intake_terms){ .org_id = s->org_id,
                                  .delivered_on = s->delivered_on,
                                  .zone_minutes = ZONE_VN,
                                  .read_point = str_fmt(cx->mem, "urn:hoptac:org:%lld", (long long)s->org_id),
                                  .request_id = voucher_request_derive(cx, s->request_id, slip->in.row_no) };
}

static result work_out(struct cx *cx, struct db *db, const struct intake_sheet *s, struct intake_slip *slip)
{
    money list;
    bool found = false;
    if (slip->item.id)
        TRY(price_on(
            db_cx(db), db,
            (struct price_at){
                .org_id = s->org_id, .item_id = slip->item.id, .grade = slip->in.grade, .on = s->delivered_on },
            &list, &found));
    return intake_work_out(cx, slip, found ? &list : NULL);
}

static result check_slip(struct cx *cx, struct db *db, const struct intake_sheet *s, const struct intake_slip *slip)
{
    struct intake_terms t = terms(cx, s, slip);
    struct voucher v = intake_voucher(cx, slip, &t);
    return voucher_check(cx, db, &v);
}

/* Request, day and month: said once, not for every row. */
static void check_head(struct cx *cx, struct db *db, const struct intake_sheet *s)
{
    struct voucher v = { .org_id = s->org_id,
                         .kind = S("intake.delivery"),
                         .posting_on = s->delivered_on,
                         .document_on = s->delivered_on,
                         .request_id = s->request_id };
    (void)voucher_check_head(cx, db, &v);
    cx_rename_field(cx, "posting_on", "delivered_on"); /* the day is one field of the form */
}

static result check_sheet(struct cx *cx, const struct intake_sheet *s)
{
    if (s->n == 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("intake.empty"), .field = S("row-0-member"),
                    .message = tr(cx, "Weigh in at least one delivery."));
    if (s->n > SHEET_MAX)
        return fail(cx, .kind = ERR_INVALID, .code = S("intake.too_many"), .field = S("row-0-member"),
                    .message = tr(cx, "One sheet holds at most 500 deliveries."));
    return OK;
}

result intake_plan(struct cx *cx, struct db *db, const struct intake_sheet *s, struct intake_slip **out)
{
    int before = cx->n_errors;
    TRY(check_sheet(cx, s));
    *out = new (cx->mem, struct intake_slip, s->n);
    check_head(cx, db, s);
    for (int i = 0; i < s->n; i++) {
        (void)resolve(cx, db, s, i, &(*out)[i]);
        (void)work_out(cx, db, s, &(*out)[i]);
    }
    if (cx->n_errors == before)
        for (int i = 0; i < s->n && cx->n_errors == before; i++)
            (void)check_slip(cx, db, s, &(*out)[i]);
    return (result){ cx->n_errors == before };
}

static result keep_slip(struct db *db, const struct intake_sheet *s, const struct intake_slip *p)
{
    return intake_insert(db, (struct intake_insert_args){ .org_id = s->org_id,
                                                          .voucher_id = p->posted.id,
                                                          .sheet_key = s->request_id,
                                                          .party_id = p->member.party_id,
                                                          .item_id = p->item.id,
                                                          .lot_id = p->lot.id,
                                                          .grade = p->in.grade,
                                                          .mode = p->mode,
                                                          .gross_qty = p->in.gross,
                                                          .tare_qty = p->in.tare,
                                                          .net_qty = p->net,
                                                          .is_priced = p->priced,
                                                          .price_vnd = p->price,
                                                          .amount_vnd = p->amount,
                                                          .delivered_on = s->delivered_on });
}

static result post_slip(struct cx *cx, struct db *db, const struct intake_sheet *s, struct intake_slip *p)
{
    TRY(lot_add(
        cx, db,
        (struct lot_in){ .org_id = s->org_id, .item = &p->item, .grade = p->in.grade, .made_on = s->delivered_on },
        &p->lot));
    struct intake_terms t = terms(cx, s, p);
    struct voucher v = intake_voucher(cx, p, &t);
    TRY(voucher_post(cx, db, &v, &p->posted));
    return keep_slip(db, s, p);
}

/* A sheet that comes again: its slips' first answers. */
static result answer_again(struct cx *cx, struct db *db, const struct intake_sheet *s, struct intake_slip *slip,
                           bool *seen)
{
    *seen = false;
    for (int i = 0; i < s->n; i++) {
        struct intake_by_voucher row;
        struct intake_terms t;
        bool found;
        TRY(resolve(cx, db, s, i, &slip[i]));
        t = terms(cx, s, &slip[i]);
        slip[i].mode = slip[i].member.intake_mode;
        struct voucher v = intake_voucher(cx, &slip[i], &t);
        TRY(voucher_seen(cx, db, &v, &slip[i].posted, seen));
        if (!*seen)
            return OK;
        TRY(intake_by_voucher(
            db, (struct intake_by_voucher_args){ .org_id = s->org_id, .voucher_id = slip[i].posted.id }, &row, &found));
        if (found)
            slip[i].lot = (struct lot){ row.lot_id, row.lot_code, row.lot_token };
    }
    return OK;
}

result intake_post(struct cx *cx, struct db *db, const struct intake_sheet *s, struct intake_slip **out)
{
    bool seen;
    struct intake_slip *slip = new (cx->mem, struct intake_slip, s->n);
    TRY(check_sheet(cx, s));
    int before = cx->n_errors;
    if (answer_again(cx, db, s, slip, &seen).ok && seen) {
        *out = slip;
        return OK;
    }
    if (cx->n_errors > before && str_eq(cx->errors->code, S("voucher.request_reused")))
        return FAILED;
    if (cx->n_errors > before)
        cx_clear_errors(cx); /* wrong codes: the plan names them with everything else */
    TRY(intake_plan(cx, db, s, out));
    for (int i = 0; i < s->n; i++)
        TRY(post_slip(cx, db, s, &(*out)[i]));
    return OK;
}

/* ---- a price later ---- */

static result check_price(struct cx *cx, const struct intake_record *r, const struct intake_price *in, money *amount)
{
    int before = cx->n_errors;
    if (r->is_void)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("intake.void"), .field = S("voucher_id"),
                   .message = tr(cx, "This slip has been voided."));
    if (r->priced || r->price_voucher_id)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("intake.priced"), .field = S("price"),
                   .message = tr(cx, "This slip has its price already."),
                   .hint = tr(cx, "To change it, void the voucher that set it."));
    if (in->price.dong <= 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("intake.price"), .field = S("price"),
                   .message = tr(cx, "Give a price above nothing."));
    if (date_cmp(in->on, r->delivered_on) < 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("intake.price_date"), .field = S("on"),
                   .message = tr(cx, "A price cannot be set before the delivery."));
    if (cx->n_errors == before && (!money_of_qty(r->net, in->price, r->per, amount) || amount->dong == 0))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("intake.amount"), .field = S("price"),
                   .message = tr(cx, "The amount is not plausible: check the price."));
    return (result){ cx->n_errors == before };
}

static result judge_price(struct cx *cx, struct db *db, const struct intake_record *r, const struct intake_price *in,
                          money *amount)
{
    int before = cx->n_errors;
    bool ok = check_price(cx, r, in, amount).ok;
    struct voucher v = intake_price_voucher(cx, r, in, *amount);
    (void)(ok ? voucher_check(cx, db, &v) : voucher_check_head(cx, db, &v));
    cx_rename_field(cx, "posting_on", "on");
    return (result){ cx->n_errors == before };
}

result intake_price_check(struct cx *cx, struct db *db, const struct intake_price *in)
{
    struct intake_record r;
    money amount = { 0 };
    TRY(intake_get(cx, db, in->org_id, in->voucher_id, &r));
    return judge_price(cx, db, &r, in, &amount);
}

result intake_price_later(struct cx *cx, struct db *db, const struct intake_price *in, struct posted *out)
{
    struct intake_record r;
    money amount = { 0 };
    bool seen;
    TRY(intake_get(cx, db, in->org_id, in->voucher_id, &r));
    struct voucher ask = intake_price_voucher(cx, &r, in, amount);
    TRY(voucher_seen(cx, db, &ask, out, &seen));
    if (seen)
        return OK;
    TRY(judge_price(cx, db, &r, in, &amount));
    struct voucher v = intake_price_voucher(cx, &r, in, amount);
    TRY(voucher_post(cx, db, &v, out));
    return intake_price_insert(db, (struct intake_price_insert_args){ .org_id = in->org_id,
                                                                      .voucher_id = out->id,
                                                                      .intake_voucher_id = in->voucher_id,
                                                                      .price_vnd = in->price,
                                                                      .amount_vnd = amount });
}

/* ---- reading back ---- */

static struct intake_record record_of(struct cx *cx, const struct intake_rows *r)
{
    return (struct intake_record){ .voucher_id = r->voucher_id,
                                   .party_id = r->party_id,
                                   .item_id = r->item_id,
                                   .lot_id = r->lot_id,
                                   .price_voucher_id = r->price_voucher_id,
                                   .number_text = str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r->book),
                                                          (long long)r->year, (long long)r->number),
                                   .member_code = r->member_code,
                                   .member_name = r->member_name,
                                   .item_code = r->item_code,
                                   .item_name = cx->lang == LANG_EN && r->name_en.n ? r->name_en : r->name_vi,
                                   .shown_unit = r->shown_unit,
                                   .grade = r->grade,
                                   .mode = r->mode,
                                   .lot_code = r->lot_code,
                                   .lot_token = r->lot_token,
                                   .note = r->memo,
                                   .account = r->account,
                                   .unit = (enum unit)r->unit,
                                   .per = r->per,
                                   .gross = r->gross_qty,
                                   .tare = r->tare_qty,
                                   .net = r->net_qty,
                                   .priced = r->is_priced || r->price_voucher_id,
                                   .is_void = r->is_void,
                                   .price = r->price_vnd,
                                   .amount = r->amount_vnd,
                                   .paid = r->paid_vnd,
                                   .delivered_on = r->delivered_on };
}

static result read_rows(struct cx *cx, struct db *db, struct intake_rows_args q, struct intake_record **out, int *n)
{
    struct intake_rows *row;
    TRY(intake_rows(db, q, &row, n));
    *out = new (cx->mem, struct intake_record, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = record_of(cx, &row[i]);
    return OK;
}

result intake_slips(struct cx *cx, struct db *db, const struct intake_query *q, struct intake_record **out, int *n)
{
    return read_rows(cx, db,
                     (struct intake_rows_args){ .org_id = q->org_id,
                                                .from_on = q->from,
                                                .to_on = q->to,
                                                .party_id = q->party_id,
                                                .name_fold = text_fold(cx->mem, q->search),
                                                .sheet_key = q->sheet,
                                                .is_unpriced = str_eq(q->state, S("unpriced")),
                                                .is_unpaid = str_eq(q->state, S("unpaid")),
                                                .n_limit = q->limit },
                     out, n);
}

result intake_get(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct intake_record *out)
{
    struct intake_record *r;
    int n;
    TRY(read_rows(
        cx, db,
        (struct intake_rows_args){
            .org_id = org_id, .to_on = DATE_OPEN, .voucher_id = voucher_id, .n_limit = 1, .name_fold = S("") },
        &r, &n));
    if (n == 0)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("intake.not_found"), .field = S("voucher_id"),
                    .message = tr(cx, "There is no such slip."));
    *out = r[0];
    return OK;
}

static const struct menu menu[] = {
    { "/orgs/:org/intake/new", T("Weigh in"), CAP_INTAKE, 10, true },
    { "/orgs/:org/intake", T("Deliveries"), CAP_STOCK_READ, 20, true },
};

static const struct voucher_kind kinds[] = {
    { .code = "intake.delivery", .book = "PNK", .name = T("Goods receipt"), .post = intake_post_command },
    { .code = "intake.price", .book = "PDG", .name = T("Price set later"), .post = intake_price_command },
};
static const struct invariant invariants[] = {
    { "intake.voucher", &inv_intake_voucher_stmt },
    { "intake.weight", &inv_intake_weight_stmt },
    { "intake.amount", &inv_intake_amount_stmt },
};

static const struct first_step steps[] = {
    { T("Weigh in the first delivery"), "/orgs/:org/intake/new", CAP_INTAKE, 50, false, &step_intake_stmt },
};

const struct feature intake_feature = { .name = "intake",
                                        .routes = intake_routes,
                                        .n_routes = N_INTAKE_ROUTES,
                                        .menu = menu,
                                        .n_menu = COUNT(menu),
                                        .steps = steps,
                                        .n_steps = COUNT(steps),
                                        .kinds = kinds,
                                        .n_kinds = COUNT(kinds),
                                        .invariants = invariants,
                                        .n_invariants = COUNT(invariants) };
