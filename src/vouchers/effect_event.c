/* Traceability events in the shape of EPCIS 2.0, with opaque identifiers only. A void repeats the whole event under the
   same eventID with an error declaration (EPCIS 2.0 §7.4.1): both stay. */
#include "vouchers/effect.h"
#include "vouchers.sql.h"

#include "os/os.h"

static bool one_of(str s, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(s, str_of(*list)))
            return true;
    return false;
}

static result check(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    static const char *const types[] = { "ObjectEvent",         "AggregationEvent", "TransactionEvent",
                                         "TransformationEvent", "AssociationEvent", NULL };
    static const char *const actions[] = { "ADD", "OBSERVE", "DELETE", NULL };
    int before = cx->n_errors;
    (void)db, (void)p;
    for (int i = 0; i < v->n_event; i++) {
        const struct event *e = &v->event[i];
        bool transformation = str_eq(e->type, S("TransformationEvent"));
        if (!one_of(e->type, types) || (transformation ? e->action.n != 0 : !one_of(e->action, actions)))
            (void)fail(cx, .kind = ERR_BUG, .code = S("event.shape"), .field = effect_field(cx, "events", i, "type"),
                       .message = tr(cx, "The traceability event is malformed."));
        if (e->n_item == 0 || e->event_at == 0)
            (void)fail(cx, .kind = ERR_BUG, .code = S("event.empty"), .field = effect_field(cx, "events", i, "epcs"),
                       .message = tr(cx, "The traceability event is malformed."));
    }
    return (result){ cx->n_errors == before };
}

static result insert_items(struct db *db, const struct voucher *v, const struct posting *p, int i)
{
    const struct event *e = &v->event[i];
    for (int k = 0; k < e->n_item; k++)
        TRY(event_item_insert(db, (struct event_item_insert_args){ .org_id = v->org_id,
                                                                   .voucher_id = p->voucher_id,
                                                                   .event_no = i + 1,
                                                                   .item_no = k + 1,
                                                                   .role = e->item[k].role,
                                                                   .epc = e->item[k].epc,
                                                                   .qty = e->item[k].qty,
                                                                   .uom = e->item[k].uom }));
    return OK;
}

static result insert(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    for (int i = 0; i < v->n_event; i++) {
        struct event *e = &v->event[i];
        if (!e->event_id.n)
            e->event_id = str_fmt(cx->mem, "urn:uuid:" STR_FMT, STR_ARG(os_uuid7(cx->mem)));
        TRY(event_insert(db, (struct event_insert_args){ .org_id = v->org_id,
                                                         .voucher_id = p->voucher_id,
                                                         .event_no = i + 1,
                                                         .event_uri = e->event_id,
                                                         .type = e->type,
                                                         .action = e->action,
                                                         .biz_step = e->biz_step,
                                                         .disposition = e->disposition,
                                                         .event_at = e->event_at,
                                                         .zone_minutes = e->zone_minutes,
                                                         .read_point = e->read_point,
                                                         .error_at = e->error_at,
                                                         .error_reason = e->error_reason }));
        TRY(insert_items(db, v, p, i));
    }
    return OK;
}

static result load(struct cx *cx, struct db *db, int64_t voucher_id, struct voucher *out)
{
    struct event_of_voucher *row;
    struct event_item_of_voucher *item;
    int n_item;
    TRY(event_of_voucher(db, (struct event_of_voucher_args){ .org_id = out->org_id, .voucher_id = voucher_id }, &row,
                         &out->n_event));
    TRY(event_item_of_voucher(
        db, (struct event_item_of_voucher_args){ .org_id = out->org_id, .voucher_id = voucher_id }, &item, &n_item));
    out->event = new (cx->mem, struct event, out->n_event);
    struct event_item *it = new (cx->mem, struct event_item, n_item);
    for (int i = 0, k = 0; i < out->n_event; i++) {
        struct event *e = &out->event[i];
        *e = (struct event){ .type = row[i].type,
                             .action = row[i].action,
                             .biz_step = row[i].biz_step,
                             .disposition = row[i].disposition,
                             .event_at = row[i].event_at,
                             .zone_minutes = (int)row[i].zone_minutes,
                             .read_point = row[i].read_point,
                             .item = it + k,
                             .event_id = row[i].event_uri,
                             .error_at = row[i].error_at,
                             .error_reason = row[i].error_reason };
        for (; k < n_item && item[k].event_no == row[i].event_no; k++, e->n_item++)
            it[k] = (struct event_item){ item[k].role, item[k].epc, item[k].qty, item[k].uom };
    }
    return OK;
}

static void reverse(struct cx *cx, struct voucher *v)
{
    struct event *e = new (cx->mem, struct event, v->n_event);
    for (int i = 0; i < v->n_event; i++) {
        e[i] = v->event[i];
        e[i].error_at = cx->now_at;
        e[i].error_reason = S("did_not_occur");
    }
    v->event = e;
}

static void encode(struct canon *c, const struct voucher *v)
{
    canon_count(c, v->n_event);
    for (int i = 0; i < v->n_event; i++) {
        const struct event *e = &v->event[i];
        canon_text(c, e->event_id);
        canon_text(c, e->type);
        canon_text(c, e->action);
        canon_text(c, e->biz_step);
        canon_text(c, e->disposition);
        canon_i64(c, e->event_at);
        canon_i64(c, e->zone_minutes);
        canon_text(c, e->read_point);
        canon_i64(c, e->error_at);
        canon_text(c, e->error_reason);
        canon_count(c, e->n_item);
        for (int k = 0; k < e->n_item; k++) {
            canon_text(c, e->item[k].role);
            canon_text(c, e->item[k].epc);
            canon_i64(c, e->item[k].qty.base);
            canon_text(c, e->item[k].uom);
        }
    }
}

const struct effect_ops effect_event = { "event", check, insert, load, reverse, encode };
