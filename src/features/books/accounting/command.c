/* A voucher as JSON: finding its organisation and kind, and the decoder of the
   journal kind. Unknown and duplicate keys are errors: a misspelt field must
   not be lost in silence. */
#include "features/books/accounting/command.h"
#include "accounting.sql.h"
#include "features/books/accounting/accounting.h"
#include "features/people/organisations/organisations.h"

#include "base/json_fields.h"
#include "base/text.h"
#include "os/os.h"
#include "vouchers/canon.h"

/* Looks a code up through one of the rooms' views: 0 when the field is absent.
 */
typedef result (*lookup_fn)(struct cx *cx, struct db *db, int64_t org_id, str code, int64_t *id);

static result look_party(struct cx *cx, struct db *db, int64_t org_id, str code, int64_t *id)
{
    struct accounting_party_by_code row = { 0 };
    bool found;
    (void)cx;
    TRY(accounting_party_by_code(db, (struct accounting_party_by_code_args){ .org_id = org_id, .code = code }, &row,
                                 &found));
    *id = found ? row.id : -1;
    return OK;
}

static result look_lot(struct cx *cx, struct db *db, int64_t org_id, str code, int64_t *id)
{
    struct accounting_lot_by_code row = { 0 };
    bool found;
    (void)cx;
    TRY(accounting_lot_by_code(db, (struct accounting_lot_by_code_args){ .org_id = org_id, .code = code }, &row,
                               &found));
    *id = found ? row.id : -1;
    return OK;
}

struct reading {
    struct json_fields f;
    struct db *db;
    int64_t org_id;
};

static void get_code(const struct reading *r, const char *name, lookup_fn look, int64_t *id)
{
    str code = { 0 };
    field_str(&r->f, name, &code);
    if (code.n && look(r->f.cx, r->db, r->org_id, code, id).ok && *id < 0)
        (void)field_wrong(&r->f, name, "command.unknown_code", T("There is nothing with this code."));
}

/* ---- the journal kind ---- */

static void read_line(const struct reading *r, struct line *l)
{
    static const str names[] = { LIT("account"),      LIT("dr_vnd"),   LIT("cr_vnd"),
                                 LIT("party"),        LIT("currency"), LIT("amount_fc_minor"),
                                 LIT("contra_group"), LIT("service"),  LIT("season"),
                                 LIT("plot"),         LIT("fund"),     LIT("chain") };
    struct dim d = { 0 };
    int64_t group = 0;
    fields_only(&r->f, names, COUNT(names));
    field_str(&r->f, "account", &l->account);
    field_i64(&r->f, "dr_vnd", &l->dr.dong);
    field_i64(&r->f, "cr_vnd", &l->cr.dong);
    field_str(&r->f, "currency", &l->currency);
    field_i64(&r->f, "amount_fc_minor", &l->amount_fc_minor);
    field_i64(&r->f, "contra_group", &group);
    get_code(r, "party", look_party, &l->party_id);
    field_str(&r->f, "service", &d.service);
    field_str(&r->f, "season", &d.season);
    field_str(&r->f, "plot", &d.plot);
    field_str(&r->f, "fund", &d.fund);
    field_str(&r->f, "chain", &d.chain);
    if (!l->account.n)
        (void)field_wrong(&r->f, "account", "command.required", T("This is required."));
    if (group < 0 || group > 10000)
        (void)field_wrong(&r->f, "contra_group", "command.range", T("This number is out of range."));
    l->contra_group = (int)group;
    l->side = accounting_side(l->account);
    (void)dim_intern(r->f.cx, r->db, r->org_id, d, &l->dim_id);
}

static void read_owner(const struct reading *r, struct move *m)
{
    static const str owners[] = { LIT("own"), LIT("member"), LIT("processing") };
    str owner = S("own");
    field_str(&r->f, "owner", &owner);
    for (int i = 0; i < COUNT(owners); i++)
        if (str_eq(owner, owners[i])) {
            m->owner = (enum owner)i;
            get_code(r, "owner_party", look_party, &m->owner_party_id);
            return;
        }
    (void)field_wrong(&r->f, "owner", "command.choice", T("This is not one of the choices."));
}

static void read_item(const struct reading *r, struct move *m)
{
    str code = { 0 };
    struct accounting_item_by_code row;
    bool found = false;
    field_str(&r->f, "item", &code);
    if (!code.n)
        (void)field_wrong(&r->f, "item", "command.required", T("This is required."));
    else if (accounting_item_by_code(r->db, (struct accounting_item_by_code_args){ .org_id = r->org_id, .code = code },
                                     &row, &found)
                 .ok &&
             !found)
        (void)field_wrong(&r->f, "item", "command.unknown_code", T("There is nothing with this code."));
    if (found) {
        m->item_id = row.id;
        m->unit = (enum unit)row.unit;
    }
}

static void read_move(const struct reading *r, struct move *m)
{
    static const str names[] = { LIT("item"), LIT("lot"),       LIT("owner"),   LIT("owner_party"),
                                 LIT("qty"),  LIT("value_vnd"), LIT("external") };
    fields_only(&r->f, names, COUNT(names));
    m->external = true;
    field_bool(&r->f, "external", &m->external);
    read_item(r, m);
    get_code(r, "lot", look_lot, &m->lot_id);
    read_owner(r, m);
    field_i64(&r->f, "qty", &m->qty.base);
    field_i64(&r->f, "value_vnd", &m->value.dong);
}

static void read_lines(struct reading *r, struct voucher *v)
{
    const struct json *x = field_list(&r->f, "lines", &v->n_line);
    struct line *l = new (r->f.cx->mem, struct line, v->n_line);
    struct json_fields outer = r->f;
    for (int i = 0; i < v->n_line; i++, x = x->next) {
        r->f = (struct json_fields){ outer.cx, x, "lines", i };
        read_line(r, &l[i]);
    }
    r->f = outer;
    v->line = l;
}

static void read_moves(struct reading *r, struct voucher *v)
{
    const struct json *x = field_list(&r->f, "moves", &v->n_move);
    struct move *m = new (r->f.cx->mem, struct move, v->n_move);
    struct json_fields outer = r->f;
    for (int i = 0; i < v->n_move; i++, x = x->next) {
        r->f = (struct json_fields){ outer.cx, x, "moves", i };
        read_move(r, &m[i]);
    }
    r->f = outer;
    v->move = m;
}

str journal_command(struct cx *cx, const struct voucher *v)
{
    struct canon c = canon_new(cx->mem);
    canon_count(&c, v->n_line);
    for (int i = 0; i < v->n_line; i++) {
        canon_text(&c, v->line[i].account);
        canon_i64(&c, v->line[i].party_id);
        canon_i64(&c, v->line[i].dr.dong);
        canon_i64(&c, v->line[i].cr.dong);
        canon_i64(&c, v->line[i].dim_id);
        canon_text(&c, v->line[i].currency);
        canon_i64(&c, v->line[i].amount_fc_minor);
        canon_i64(&c, v->line[i].contra_group);
    }
    canon_count(&c, v->n_move);
    for (int i = 0; i < v->n_move; i++) {
        canon_i64(&c, v->move[i].item_id);
        canon_i64(&c, v->move[i].lot_id);
        canon_i64(&c, v->move[i].owner);
        canon_i64(&c, v->move[i].owner_party_id);
        canon_i64(&c, v->move[i].qty.base);
        canon_i64(&c, v->move[i].value.dong);
        canon_i64(&c, v->move[i].external);
    }
    return canon_bytes(&c);
}

/* Decodes; pushes every mistake of shape. */
static result read_command(struct cx *cx, struct db *db, const struct json *o, struct voucher *v)
{
    static const str names[] = { LIT("kind"), LIT("org"),   LIT("posting_on"), LIT("document_on"), LIT("request_id"),
                                 LIT("memo"), LIT("lines"), LIT("moves"),      LIT("confirmed") };
    struct reading r = { .f = { .cx = cx, .o = o }, .db = db };
    int before = cx->n_errors;
    *v = (struct voucher){ .prepared_by = cx_preparer(cx) };
    TRY(org_of_command(cx, db, o, &v->org_id));
    r.org_id = v->org_id;
    fields_only(&r.f, names, COUNT(names));
    field_str(&r.f, "kind", &v->kind);
    field_date(&r.f, "posting_on", &v->posting_on);
    v->document_on = v->posting_on;
    field_date(&r.f, "document_on", &v->document_on);
    field_str(&r.f, "request_id", &v->request_id);
    field_str(&r.f, "memo", &v->memo);
    read_lines(&r, v);
    read_moves(&r, v);
    if (!v->request_id.n)
        v->request_id = os_uuid7(cx->mem);
    v->command = journal_command(cx, v);
    return (result){ cx->n_errors == before };
}

/* Effects hold ids where the command has codes: "moves[0].item_id" → "moves[0].item". */
static result relabel(struct cx *cx)
{
    for (struct err *e = cx->errors; e; e = e->next)
        if ((str_starts(e->field, S("moves[")) || str_starts(e->field, S("lines["))) && str_ends(e->field, S("_id")))
            e->field = str_sub(e->field, 0, e->field.n - 3);
    return FAILED;
}

result journal_check_command(struct cx *cx, struct db *db, const struct json *o)
{
    struct voucher v;
    bool ok = read_command(cx, db, o, &v).ok;
    if (v.org_id == 0)
        return FAILED;
    return voucher_check(cx, db, &v).ok && ok ? OK : relabel(cx);
}

/* A program that gives a request id has said which act this is. The id of a draft says nothing: a form made it. */
static bool asks_to_look(struct cx *cx, const struct json *o, bool *look)
{
    struct json_fields f = { .cx = cx, .o = o };
    bool confirmed = false;
    int before = cx->n_errors;
    field_bool(&f, "confirmed", &confirmed);
    *look = !confirmed && (!field_given(&f, "request_id") || cx->actor.for_user_id);
    return cx->n_errors == before;
}

result journal_post_command(struct cx *cx, struct db *db, const struct json *o, struct posted *out)
{
    struct voucher v;
    bool look, ok = asks_to_look(cx, o, &look);
    if (read_command(cx, db, o, &v).ok && ok) {
        if (!voucher_post(cx, db, &v, out).ok)
            return relabel(cx);
        return look && !out->repeated ? journal_similar(cx, db, v.org_id, out->id) : OK;
    }
    if (v.org_id)
        (void)voucher_check(cx, db, &v); /* so that one answer names every mistake */
    return relabel(cx);
}

/* ---- the door ---- */

struct door {
    const struct json *o;
    const struct voucher_kind *kind;
    int64_t org_id;
    struct posted posted;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct door *d = arg;
    return org_of_command(cx, db, d->o, &d->org_id);
}

static result post(struct cx *cx, struct db *db, void *arg)
{
    struct door *d = arg;
    return d->kind->post(cx, db, d->o, &d->posted);
}

/* A program has no box to tick. */
static result refuse(struct cx *cx)
{
    cx_first_of_each_field(cx);
    for (struct err *e = cx->errors; e; e = e->next)
        if (str_ends(e->code, S(".similar")))
            e->hint = tr(cx, "If it is another one, send it with \"confirmed\": true.");
    return FAILED;
}

result accounting_post_json(struct cx *cx, struct store *s, str json, struct posted *out, int64_t *org_id)
{
    struct door d = { 0 };
    str kind = { 0 };
    TRY(fields_parse(cx, json, &d.o));
    (void)json_as_str(json_get(d.o, S("kind")), &kind);
    d.kind = voucher_kind_find(kind);
    if (!d.kind || !d.kind->post)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("voucher.kind_unknown"), .field = S("kind"),
                   .message = TRF(cx, "There is no voucher of the kind {1}.", kind));
    (void)store_read(s, cx, DB_SCOPE_ALL, find_org, &d);
    TRY(cx_result(cx));
    if (!store_write(s, cx, &d.org_id, 1, post, &d).ok)
        return refuse(cx);
    *out = d.posted;
    *org_id = d.org_id;
    return OK;
}
