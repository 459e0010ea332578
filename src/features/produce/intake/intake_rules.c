/* Pure rules of weighing in. Bought: goods on 15x, owed on 331. On behalf: noted on 003, payable when sold. Processing:
 * 002. */
#include "features/produce/intake/intake_rules.h"

#include "vouchers/canon.h"

static str field(struct cx *cx, const struct intake_slip *s, const char *name)
{
    return str_fmt(cx->mem, "row-%d-%s", s->in.row_no, name);
}

static result refuse(struct cx *cx, const struct intake_slip *s, const char *name, const char *code,
                     const char *english)
{
    return fail(cx, .kind = ERR_INVALID, .code = str_of(code), .field = field(cx, s, name), .message = tr(cx, english));
}

static result weigh(struct cx *cx, struct intake_slip *s)
{
    int before = cx->n_errors;
    if (s->in.gross.base <= 0)
        (void)refuse(cx, s, "gross", "intake.gross", T("The gross weight must be more than nothing."));
    if (s->in.tare.base < 0)
        (void)refuse(cx, s, "tare", "intake.tare", T("The tare cannot be negative."));
    if (cx->n_errors > before)
        return FAILED;
    if (!qty_sub(s->in.gross, s->in.tare, &s->net) || s->net.base <= 0)
        return refuse(cx, s, "tare", "intake.net", T("The tare is as heavy as the whole or heavier."));
    return OK;
}

static result price_given(struct cx *cx, const struct intake_slip *s)
{
    if (s->in.price.dong < 0)
        return refuse(cx, s, "price", "intake.price", T("A price cannot be negative."));
    if (s->in.price_later && s->in.price.dong > 0)
        return refuse(cx, s, "price", "intake.price_and_later", T("Either give a price or set it later, not both."));
    return OK;
}

static result set_price(struct cx *cx, struct intake_slip *s, const money *list_price)
{
    if (!s->priced)
        return OK;
    if (s->in.price.dong == 0 && !list_price)
        return refuse(cx, s, "price", "intake.price_missing",
                      T("There is no list price for this day: give a price or choose to set it later."));
    s->price = s->in.price.dong ? s->in.price : *list_price;
    if (!money_of_qty(s->net, s->price, s->item.per, &s->amount))
        return refuse(cx, s, "price", "intake.amount", T("The amount is too large to be true."));
    if (s->amount.dong == 0)
        return refuse(cx, s, "price", "intake.amount_zero", T("The amount comes to nothing: check weight and price."));
    return OK;
}

result intake_work_out(struct cx *cx, struct intake_slip *s, const money *list_price)
{
    int before = cx->n_errors;
    s->mode = s->member.intake_mode;
    s->priced = !s->in.price_later;
    s->price = s->amount = (money){ 0 };
    (void)weigh(cx, s);
    (void)price_given(cx, s);
    if (cx->n_errors > before || s->item.id == 0)
        return FAILED;
    return set_price(cx, s, list_price);
}

static enum owner owner_of(str mode)
{
    if (str_eq(mode, S("bought")))
        return OWNER_OWN;
    return str_eq(mode, S("on_behalf")) ? OWNER_FOR_MEMBER : OWNER_FOR_PROCESSING;
}

/* Debits and credits of an amount under a mode: shared by the slip and the later price. */
static int mode_lines(struct line *l, str mode, str account, int64_t party_id, money amount)
{
    if (amount.dong == 0)
        return 0;
    if (str_eq(mode, S("bought"))) {
        l[0] = (struct line){ .account = account, .dr = amount };
        l[1] = (struct line){ .account = S("331"), .cr = amount, .party_id = party_id };
        return 2;
    }
    l[0] = (struct line){ .account = str_eq(mode, S("on_behalf")) ? S("003") : S("002"),
                          .dr = amount,
                          .party_id = party_id };
    return 1;
}

static struct event *receiving(struct cx *cx, const struct intake_slip *s, const struct intake_terms *t)
{
    struct event *e = new (cx->mem, struct event, 1);
    struct event_item *it = new (cx->mem, struct event_item, 1);
    *it = (struct event_item){ S("epc"), str_fmt(cx->mem, "urn:hoptac:lot:" STR_FMT, STR_ARG(s->lot.token)), s->net,
                               item_uom(s->item.unit) };
    *e = (struct event){ .type = S("ObjectEvent"),
                         .action = S("ADD"),
                         .biz_step = S("receiving"),
                         .disposition = S("active"),
                         .event_at = cx->now_at,
                         .zone_minutes = t->zone_minutes,
                         .read_point = t->read_point,
                         .item = it,
                         .n_item = 1 };
    return e;
}

static str slip_command(struct cx *cx, const struct intake_slip *s, const struct intake_terms *t)
{
    struct canon c = canon_new(cx->mem);
    canon_i64(&c, t->delivered_on.ymd);
    canon_i64(&c, s->member.party_id);
    canon_i64(&c, s->item.id);
    canon_text(&c, s->in.grade);
    canon_i64(&c, s->in.gross.base);
    canon_i64(&c, s->in.tare.base);
    canon_i64(&c, s->in.price_later);
    canon_i64(&c, s->in.price.dong);
    return canon_bytes(&c);
}

struct voucher intake_voucher(struct cx *cx, const struct intake_slip *s, const struct intake_terms *t)
{
    struct line *l = new (cx->mem, struct line, 2);
    struct move *m = new (cx->mem, struct move, 1);
    struct use *u = new (cx->mem, struct use, 1);
    enum owner owner = owner_of(s->mode);
    m[0] = (struct move){ .item_id = s->item.id,
                          .lot_id = s->lot.id,
                          .owner = owner,
                          .owner_party_id = owner == OWNER_OWN ? 0 : s->member.party_id,
                          .unit = s->item.unit,
                          .qty = s->net,
                          .value = owner == OWNER_OWN ? s->amount : (money){ 0 },
                          .external = true };
    u[0] = (struct use){ s->member.party_id, str_eq(s->mode, S("processing")) ? S("process") : S("sell"), s->net,
                         s->amount };
    struct voucher v = { .kind = S("intake.delivery"),
                         .org_id = t->org_id,
                         .document_on = t->delivered_on,
                         .posting_on = t->delivered_on,
                         .request_id = t->request_id,
                         .prepared_by = cx_preparer(cx),
                         .memo = s->in.note,
                         .command = slip_command(cx, s, t),
                         .line = l,
                         .move = m,
                         .n_move = 1,
                         .use = u,
                         .n_use = s->member.is_member };
    v.n_line = mode_lines(l, s->mode, s->item.account, s->member.party_id, s->amount);
    if (s->lot.token.n)
        v.event = receiving(cx, s, t), v.n_event = 1;
    return v;
}

struct voucher intake_price_voucher(struct cx *cx, const struct intake_record *r, const struct intake_price *in,
                                    money amount)
{
    struct line *l = new (cx->mem, struct line, 2);
    struct move *m = new (cx->mem, struct move, 1);
    struct use *u = new (cx->mem, struct use, 1);
    struct canon c = canon_new(cx->mem);
    bool own = str_eq(r->mode, S("bought"));
    canon_i64(&c, in->voucher_id);
    canon_i64(&c, in->price.dong);
    m[0] =
        (struct move){ .item_id = r->item_id, .lot_id = r->lot_id, .unit = r->unit, .value = amount, .external = true };
    u[0] = (struct use){ .party_id = r->party_id, .service = S("sell"), .value = amount };
    struct voucher v = { .kind = S("intake.price"),
                         .org_id = in->org_id,
                         .document_on = in->on,
                         .posting_on = in->on,
                         .request_id = in->request_id,
                         .prepared_by = cx_preparer(cx),
                         .settles_id = in->voucher_id,
                         .memo = in->note,
                         .command = canon_bytes(&c),
                         .line = l,
                         .move = m,
                         .n_move = own,
                         .use = u,
                         .n_use = 1 };
    v.n_line = mode_lines(l, r->mode, r->account, r->party_id, amount);
    return v;
}
