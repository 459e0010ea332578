/* A delivery, or its later price, as JSON: the door of the command line, of the API and of drafts. */
#include "features/produce/intake/intake.h"

#include "base/json_fields.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"

static result read_delivery(struct cx *cx, struct db *db, const struct json *o, struct intake_sheet *s,
                            struct intake_row *r)
{
    static const str names[] = { LIT("kind"),  LIT("org"),        LIT("on"),       LIT("member"),    LIT("item"),
                                 LIT("gross"), LIT("tare"),       LIT("grade"),    LIT("price_vnd"), LIT("price_later"),
                                 LIT("note"),  LIT("request_id"), LIT("confirmed") };
    struct json_fields f = { cx, o, NULL, 0 };
    int before = cx->n_errors;
    *r = (struct intake_row){ 0 };
    *s = (struct intake_sheet){ .delivered_on = date_of_instant(cx->now_at, ZONE_VN), .row = r, .n = 1 };
    TRY(org_of_command(cx, db, o, &s->org_id));
    fields_only(&f, names, COUNT(names));
    field_date(&f, "on", &s->delivered_on);
    field_str(&f, "member", &r->member);
    field_str(&f, "item", &r->item);
    field_i64(&f, "gross", &r->gross.base);
    field_i64(&f, "tare", &r->tare.base);
    field_str(&f, "grade", &r->grade);
    field_i64(&f, "price_vnd", &r->price.dong);
    field_bool(&f, "price_later", &r->price_later);
    field_str(&f, "note", &r->note);
    field_str(&f, "request_id", &s->request_id);
    field_bool(&f, "confirmed", &s->confirmed);
    if (!s->request_id.n)
        s->request_id = os_uuid7(cx->mem);
    return (result){ cx->n_errors == before };
}

/* "row-0-gross" → "gross"; the day is "on", the slip "slip". */
static void relabel(struct cx *cx)
{
    for (struct err *e = cx->errors; e; e = e->next)
        if (str_starts(e->field, S("row-0-")))
            e->field = str_sub(e->field, 6, e->field.n);
    cx_rename_field(cx, "price", "price_vnd");
    cx_rename_field(cx, "delivered_on", "on");
    cx_rename_field(cx, "voucher_id", "slip");
}

result intake_post_command(struct cx *cx, struct db *db, const struct json *o, struct posted *out)
{
    struct intake_sheet s;
    struct intake_row row;
    struct intake_slip *slip;
    bool ok = read_delivery(cx, db, o, &s, &row).ok;
    result r = FAILED;
    if (ok)
        r = intake_post(cx, db, &s, &slip);
    else if (s.org_id)
        (void)intake_plan(cx, db, &s, &slip); /* so that one answer names every mistake */
    if (r.ok)
        *out = slip[0].posted;
    if (r.ok && !s.confirmed && !out->repeated)
        r = intake_similar(cx, db, &s, slip);
    relabel(cx);
    return r;
}

str intake_command_json(struct cx *cx, const struct intake_sheet *s, int i, str org_code)
{
    const struct intake_row *r = &s->row[i];
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_member_str(&j, S("kind"), S("intake.delivery"));
    json_member_str(&j, S("org"), org_code);
    json_member_str(&j, S("on"), date_iso(cx->mem, s->delivered_on));
    json_member_str(&j, S("member"), r->member);
    json_member_str(&j, S("item"), r->item);
    json_member_i64(&j, S("gross"), r->gross.base);
    json_member_i64(&j, S("tare"), r->tare.base);
    json_member_str(&j, S("grade"), r->grade);
    json_member_i64(&j, S("price_vnd"), r->price.dong);
    json_member_bool(&j, S("price_later"), r->price_later);
    json_member_str(&j, S("note"), r->note);
    if (s->confirmed)
        json_member_bool(&j, S("confirmed"), true);
    json_member_str(&j, S("request_id"), voucher_request_derive(cx, s->request_id, r->row_no));
    json_end_object(&j);
    return buf_str(&b);
}

result intake_price_command(struct cx *cx, struct db *db, const struct json *o, struct posted *out)
{
    static const str names[] = { LIT("kind"),      LIT("org"),  LIT("on"),        LIT("slip"),
                                 LIT("price_vnd"), LIT("note"), LIT("request_id") };
    struct json_fields f = { cx, o, NULL, 0 };
    struct intake_price in = { .on = date_of_instant(cx->now_at, ZONE_VN) };
    int before = cx->n_errors;
    TRY(org_of_command(cx, db, o, &in.org_id));
    fields_only(&f, names, COUNT(names));
    field_date(&f, "on", &in.on);
    field_id(&f, "slip", &in.voucher_id);
    field_i64(&f, "price_vnd", &in.price.dong);
    field_str(&f, "note", &in.note);
    field_str(&f, "request_id", &in.request_id);
    if (!in.request_id.n)
        in.request_id = os_uuid7(cx->mem);
    result r = FAILED;
    if (cx->n_errors == before)
        r = intake_price_later(cx, db, &in, out);
    else
        (void)intake_price_check(cx, db, &in); /* so that one answer names every mistake */
    relabel(cx);
    return r;
}

str intake_price_json(struct cx *cx, const struct intake_price *in, str org_code)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_member_str(&j, S("kind"), S("intake.price"));
    json_member_str(&j, S("org"), org_code);
    json_member_str(&j, S("on"), date_iso(cx->mem, in->on));
    json_member_id(&j, S("slip"), in->voucher_id);
    json_member_i64(&j, S("price_vnd"), in->price.dong);
    json_member_str(&j, S("note"), in->note);
    json_member_str(&j, S("request_id"), in->request_id);
    json_end_object(&j);
    return buf_str(&b);
}
