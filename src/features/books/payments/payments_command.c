/* A receipt or payment as JSON: the door of the command line, of the API and of drafts. Errors name the JSON field. */
#include "features/books/payments/payments_rules.h"

#include "base/json_fields.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"

static void read_part(const struct json_fields *f, struct payment_part *p)
{
    static const str names[] = { LIT("voucher"), LIT("amount_vnd") };
    p->row_no = f->i;
    fields_only(f, names, COUNT(names));
    field_id(f, "voucher", &p->voucher_id);
    field_i64(f, "amount_vnd", &p->amount.dong);
}

static void read_parts(const struct json_fields *f, struct payment_in *in)
{
    const struct json *x = field_list(f, "parts", &in->n_part);
    struct payment_part *p = new (f->cx->mem, struct payment_part, in->n_part);
    for (int i = 0; i < in->n_part; i++, x = x->next)
        read_part(&(struct json_fields){ f->cx, x, "parts", i }, &p[i]);
    in->part = p;
}

static void find_party(struct cx *cx, struct db *db, str code, struct payment_in *in)
{
    int before = cx->n_errors;
    if (party_by_code(cx, db, in->org_id, code, &in->party_id).ok)
        return;
    in->party_id = PAYMENT_PARTY_WRONG;
    cx_blame_field(cx, before, "party");
}

static result read_command(struct cx *cx, struct db *db, const struct json *o, struct payment_in *in)
{
    static const str names[] = { LIT("kind"),       LIT("org"),   LIT("on"),   LIT("purpose"),    LIT("party"),
                                 LIT("amount_vnd"), LIT("parts"), LIT("memo"), LIT("request_id"), LIT("confirmed") };
    struct json_fields f = { cx, o, NULL, 0 };
    int before = cx->n_errors;
    str kind = { 0 }, party = { 0 };
    *in = (struct payment_in){ .on = date_of_instant(cx->now_at, ZONE_VN) };
    TRY(org_of_command(cx, db, o, &in->org_id));
    fields_only(&f, names, COUNT(names));
    field_str(&f, "kind", &kind);
    in->out = str_eq(kind, S("payment.out"));
    field_date(&f, "on", &in->on);
    field_str(&f, "purpose", &in->purpose);
    field_str(&f, "party", &party);
    field_i64(&f, "amount_vnd", &in->amount.dong);
    field_str(&f, "memo", &in->memo);
    field_str(&f, "request_id", &in->request_id);
    field_bool(&f, "confirmed", &in->confirmed);
    read_parts(&f, in);
    if (!in->request_id.n)
        in->request_id = os_uuid7(cx->mem);
    if (party.n)
        find_party(cx, db, party, in);
    return (result){ cx->n_errors == before };
}

/* "row-2-amount" → "parts[2].amount_vnd": the rules speak of the form. */
static void relabel(struct cx *cx)
{
    cx_rename_field(cx, "amount", "amount_vnd");
    for (struct err *e = cx->errors; e; e = e->next) {
        if (!str_starts(e->field, S("row-")))
            continue;
        str row = str_cut(str_sub(e->field, 4, e->field.n), '-').head;
        e->field = str_fmt(cx->mem, "parts[" STR_FMT "].amount_vnd", STR_ARG(row));
    }
}

result payment_post_command(struct cx *cx, struct db *db, const struct json *o, struct posted *out)
{
    struct payment_in in;
    result r = read_command(cx, db, o, &in);
    if (r.ok)
        r = payment_post_warning(cx, db, &in, out);
    else if (in.org_id)
        (void)payment_check(cx, db, &in); /* so that one answer names every mistake */
    relabel(cx);
    return r;
}

str payment_command_json(struct cx *cx, const struct payment_in *in, str org_code, str party_code)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_member_str(&j, S("kind"), in->out ? S("payment.out") : S("payment.in"));
    json_member_str(&j, S("org"), org_code);
    json_member_str(&j, S("on"), date_iso(cx->mem, in->on));
    json_member_str(&j, S("purpose"), in->purpose);
    json_member_str(&j, S("party"), party_code);
    json_member_i64(&j, S("amount_vnd"), in->amount.dong);
    json_member_str(&j, S("memo"), in->memo);
    json_member_str(&j, S("request_id"), in->request_id);
    if (in->confirmed)
        json_member_bool(&j, S("confirmed"), true);
    json_key(&j, S("parts"));
    json_begin_array(&j);
    for (int i = 0; i < in->n_part; i++) {
        json_begin_object(&j);
        json_member_id(&j, S("voucher"), in->part[i].voucher_id);
        json_member_i64(&j, S("amount_vnd"), in->part[i].amount.dong);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_object(&j);
    return buf_str(&b);
}

str payment_word(const struct cx *cx, str field, str value)
{
    const struct payment_purpose *p = str_eq(field, S("purpose")) ? payment_purpose_find(value) : NULL;
    return p ? tr(cx, p->label) : value;
}
