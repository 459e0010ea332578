/* Vouchers in JSON and their numbers in words. */
#include "features/books/accounting/voucher_json.h"
#include "accounting.sql.h"

#include "base/json.h"

static void put_lines(struct json_out *j, const struct voucher *v)
{
    static const str sides[] = { LIT(""), LIT("internal"), LIT("external") };
    json_key(j, S("lines"));
    json_begin_array(j);
    for (int i = 0; i < v->n_line; i++) {
        const struct line *l = &v->line[i];
        json_begin_object(j);
        json_member_str(j, S("account"), l->account);
        json_member_id(j, S("party_id"), l->party_id);
        json_member_i64(j, S("dr_vnd"), l->dr.dong);
        json_member_i64(j, S("cr_vnd"), l->cr.dong);
        json_member_str(j, S("side"), sides[l->side]);
        json_member_id(j, S("dim_id"), l->dim_id);
        json_member_str(j, S("currency"), l->currency);
        json_member_i64(j, S("amount_fc_minor"), l->amount_fc_minor);
        json_end_object(j);
    }
    json_end_array(j);
}

static void put_moves(struct json_out *j, const struct voucher *v)
{
    static const str owners[] = { LIT("own"), LIT("member"), LIT("processing") };
    static const str units[] = { LIT("g"), LIT("ml"), LIT("piece"), LIT("mm"), LIT("cm2") };
    json_key(j, S("moves"));
    json_begin_array(j);
    for (int i = 0; i < v->n_move; i++) {
        const struct move *m = &v->move[i];
        json_begin_object(j);
        json_member_id(j, S("item_id"), m->item_id);
        json_member_id(j, S("lot_id"), m->lot_id);
        json_member_id(j, S("place_id"), m->place_id);
        json_member_str(j, S("owner"), owners[m->owner]);
        json_member_id(j, S("owner_party_id"), m->owner_party_id);
        json_member_str(j, S("unit"), units[m->unit]);
        json_member_i64(j, S("qty"), m->qty.base);
        json_member_i64(j, S("value_vnd"), m->value.dong);
        json_member_bool(j, S("external"), m->external);
        json_end_object(j);
    }
    json_end_array(j);
}

static void put_event(struct cx *cx, struct json_out *j, const struct event *e)
{
    json_begin_object(j);
    json_member_str(j, S("eventID"), e->event_id);
    json_member_str(j, S("type"), e->type);
    json_member_str(j, S("action"), e->action);
    json_member_str(j, S("bizStep"), e->biz_step);
    json_member_str(j, S("disposition"), e->disposition);
    json_member_str(j, S("eventTime"), instant_iso(cx->mem, e->event_at));
    json_member_str(j, S("readPoint"), e->read_point);
    if (e->error_at) {
        json_member_str(j, S("errorDeclarationTime"), instant_iso(cx->mem, e->error_at));
        json_member_str(j, S("errorReason"), e->error_reason);
    }
    json_key(j, S("items"));
    json_begin_array(j);
    for (int i = 0; i < e->n_item; i++) {
        json_begin_object(j);
        json_member_str(j, S("role"), e->item[i].role);
        json_member_str(j, S("epc"), e->item[i].epc);
        json_member_i64(j, S("qty"), e->item[i].qty.base);
        json_member_str(j, S("uom"), e->item[i].uom);
        json_end_object(j);
    }
    json_end_array(j);
    json_end_object(j);
}

static void put_events(struct cx *cx, struct json_out *j, const struct voucher *v)
{
    json_key(j, S("events"));
    json_begin_array(j);
    for (int i = 0; i < v->n_event; i++)
        put_event(cx, j, &v->event[i]);
    json_end_array(j);
}

static void put_uses(struct json_out *j, const struct voucher *v)
{
    json_key(j, S("uses"));
    json_begin_array(j);
    for (int i = 0; i < v->n_use; i++) {
        json_begin_object(j);
        json_member_id(j, S("party_id"), v->use[i].party_id);
        json_member_str(j, S("service"), v->use[i].service);
        json_member_i64(j, S("qty"), v->use[i].qty.base);
        json_member_i64(j, S("value_vnd"), v->use[i].value.dong);
        json_end_object(j);
    }
    json_end_array(j);
}

static void put_head(struct cx *cx, struct json_out *j, const struct voucher_record *r, str org_code)
{
    json_member_id(j, S("id"), r->p.id);
    json_member_str(j, S("org"), org_code);
    json_member_str(j, S("kind"), r->v.kind);
    json_member_str(j, S("number"), r->p.number_text);
    json_member_str(j, S("document_on"), date_iso(cx->mem, r->v.document_on));
    json_member_str(j, S("posting_on"), date_iso(cx->mem, r->v.posting_on));
    json_member_str(j, S("recorded_at"), instant_iso(cx->mem, r->recorded_at));
    json_member_str(j, S("request_id"), r->v.request_id);
    json_member_id(j, S("prepared_by"), r->v.prepared_by);
    json_member_id(j, S("posted_by"), r->posted_by);
    if (r->v.prepared_for)
        json_member_id(j, S("prepared_for"), r->v.prepared_for);
    if (r->posted_for)
        json_member_id(j, S("posted_for"), r->posted_for);
    json_member_id(j, S("reverses_id"), r->reverses_id);
    json_member_id(j, S("reversed_by_id"), r->reversed_by_id);
    json_member_id(j, S("settles_id"), r->v.settles_id);
    json_member_bool(j, S("void"), r->reversed_by_id != 0);
    json_member_i64(j, S("amount_vnd"), r->amount.dong);
    json_member_str(j, S("memo"), r->v.memo);
    json_member_str(j, S("leaf"), str_to_hex(cx->mem, r->p.leaf.b, sizeof r->p.leaf.b));
}

str voucher_json(struct cx *cx, const struct voucher_record *r, str org_code)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    put_head(cx, &j, r, org_code);
    put_lines(&j, &r->v);
    put_moves(&j, &r->v);
    put_events(cx, &j, &r->v);
    put_uses(&j, &r->v);
    json_end_object(&j);
    return buf_str(&b);
}

str posted_json(struct cx *cx, const struct posted *p, str org_code)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_member_id(&j, S("id"), p->id);
    json_member_str(&j, S("org"), org_code);
    json_member_str(&j, S("number"), p->number_text);
    json_member_str(&j, S("book"), p->book);
    json_member_i64(&j, S("year"), p->year);
    json_member_i64(&j, S("sequence"), p->number);
    json_member_bool(&j, S("repeated"), p->repeated);
    json_member_str(&j, S("leaf"), str_to_hex(cx->mem, p->leaf.b, sizeof p->leaf.b));
    json_end_object(&j);
    return buf_str(&b);
}

static bool parse_number(str text, str *book, int64_t *year, int64_t *number)
{
    struct str_cut c = str_cut(text, '-');
    if (!c.found || c.head.n < 5)
        return false;
    *book = str_sub(c.head, 0, c.head.n - 4);
    return str_to_i64(str_sub(c.head, c.head.n - 4, c.head.n), year) && str_to_i64(c.tail, number);
}

result voucher_id_of(struct cx *cx, struct db *db, int64_t org_id, str text, int64_t *id)
{
    str book;
    int64_t year, number;
    struct accounting_voucher_by_number row;
    bool found = false;
    if (str_to_i64(text, id))
        return OK;
    if (parse_number(text, &book, &year, &number))
        TRY(accounting_voucher_by_number(db,
                                         (struct accounting_voucher_by_number_args){
                                             .org_id = org_id, .book = book, .year = year, .number = number },
                                         &row, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("voucher.not_found"), .field = S("voucher_id"),
                    .message = tr(cx, "There is no such voucher."));
    *id = row.id;
    return OK;
}
