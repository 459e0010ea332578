/* A voucher as JSON: finding its organisation and kind, and the decoder of the
   journal kind. Unknown and duplicate keys are errors: a misspelt field must
   not be lost in silence. */
#include "features/books/accounting/command.h"
#include "accounting.sql.h"
#include "features/books/accounting/accounting.h"
#include "features/people/organisations/organisations.h"

#include "base/json.h"
#include "base/text.h"
#include "os/os.h"
#include "vouchers/canon.h"

/* ---- small readers that say which field is wrong ---- */

struct at { /* where we are: "lines", 2 */
    struct cx *cx;
    const char *list;
    int i;
};

static str path(const struct at *a, const char *name)
{
    return a->list ? str_fmt(a->cx->mem, "%s[%d].%s", a->list, a->i, name) : str_of(name);
}

static result wrong(const struct at *a, const char *name, const char *code, const char *english)
{
    return fail(a->cx, .kind = ERR_INVALID, .code = str_of(code), .field = path(a, name),
                .message = tr(a->cx, english));
}

static bool present(const struct json *v) { return v && v->kind != JSON_NULL; }

static void get_str(const struct at *a, const struct json *o, const char *name, str *out)
{
    const struct json *v = json_get(o, str_of(name));
    if (present(v) && !json_as_str(v, out))
        (void)wrong(a, name, "command.not_text", T("This must be text in quotes."));
}

static void get_i64(const struct at *a, const struct json *o, const char *name, int64_t *out)
{
    const struct json *v = json_get(o, str_of(name));
    if (present(v) && !json_as_i64(v, out))
        (void)wrong(a, name, "command.not_integer", T("This must be a whole number without quotes."));
}

static void get_date(const struct at *a, const struct json *o, const char *name, date *out)
{
    str s = { 0 };
    get_str(a, o, name, &s);
    if (s.n && !date_parse_iso(s, out))
        (void)wrong(a, name, "command.not_date", T("This must be a date like 2026-03-02."));
}

static void only(const struct at *a, const struct json *o, const str *name, int n)
{
    const struct json *x = json_find_unknown(o, name, n);
    if (x)
        (void)wrong(a, str_z(a->cx->mem, x->key), "command.unknown_field", T("There is no such field."));
}

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
    struct at at;
    struct db *db;
    int64_t org_id;
};

static void get_code(const struct reading *r, const struct json *o, const char *name, lookup_fn look, int64_t *id)
{
    str code = { 0 };
    get_str(&r->at, o, name, &code);
    if (code.n && look(r->at.cx, r->db, r->org_id, code, id).ok && *id < 0)
        (void)wrong(&r->at, name, "command.unknown_code", T("There is nothing with this code."));
}

/* ---- the journal kind ---- */

static void read_line(const struct reading *r, const struct json *o, struct line *l)
{
    static const str names[] = { LIT("account"),      LIT("dr_vnd"),   LIT("cr_vnd"),
                                 LIT("party"),        LIT("currency"), LIT("amount_fc_minor"),
                                 LIT("contra_group"), LIT("service"),  LIT("season"),
                                 LIT("plot"),         LIT("fund"),     LIT("chain") };
    struct dim d = { 0 };
    int64_t group = 0;
    only(&r->at, o, names, COUNT(names));
    get_str(&r->at, o, "account", &l->account);
    get_i64(&r->at, o, "dr_vnd", &l->dr.dong);
    get_i64(&r->at, o, "cr_vnd", &l->cr.dong);
    get_str(&r->at, o, "currency", &l->currency);
    get_i64(&r->at, o, "amount_fc_minor", &l->amount_fc_minor);
    get_i64(&r->at, o, "contra_group", &group);
    get_code(r, o, "party", look_party, &l->party_id);
    get_str(&r->at, o, "service", &d.service);
    get_str(&r->at, o, "season", &d.season);
    get_str(&r->at, o, "plot", &d.plot);
    get_str(&r->at, o, "fund", &d.fund);
    get_str(&r->at, o, "chain", &d.chain);
    if (!l->account.n)
        (void)wrong(&r->at, "account", "command.required", T("This is required."));
    if (group < 0 || group > 10000)
        (void)wrong(&r->at, "contra_group", "command.range", T("This number is out of range."));
    l->contra_group = (int)group;
    l->side = accounting_side(l->account);
    (void)dim_intern(r->at.cx, r->db, r->org_id, d, &l->dim_id);
}

static void read_owner(const struct reading *r, const struct json *o, struct move *m)
{
    static const str owners[] = { LIT("own"), LIT("member"), LIT("processing") };
    str owner = S("own");
    get_str(&r->at, o, "owner", &owner);
    for (int i = 0; i < COUNT(owners); i++)
        if (str_eq(owner, owners[i])) {
            m->owner = (enum owner)i;
            get_code(r, o, "owner_party", look_party, &m->owner_party_id);
            return;
        }
    (void)wrong(&r->at, "owner", "command.choice", T("This is not one of the choices."));
}

static void read_item(const struct reading *r, const struct json *o, struct move *m)
{
    str code = { 0 };
    struct accounting_item_by_code row;
    bool found = false;
    get_str(&r->at, o, "item", &code);
    if (!code.n)
        (void)wrong(&r->at, "item", "command.required", T("This is required."));
    else if (accounting_item_by_code(r->db, (struct accounting_item_by_code_args){ .org_id = r->org_id, .code = code },
                                     &row, &found)
                 .ok &&
             !found)
        (void)wrong(&r->at, "item", "command.unknown_code", T("There is nothing with this code."));
    if (found) {
        m->item_id = row.id;
        m->unit = (enum unit)row.unit;
    }
}

static void read_move(const struct reading *r, const struct json *o, struct move *m)
{
    static const str names[] = { LIT("item"), LIT("lot"),       LIT("owner"),   LIT("owner_party"),
                                 LIT("qty"),  LIT("value_vnd"), LIT("external") };
    const struct json *ext = json_get(o, S("external"));
    only(&r->at, o, names, COUNT(names));
    m->external = true;
    if (present(ext) && !json_as_bool(ext, &m->external))
        (void)wrong(&r->at, "external", "command.not_bool", T("This must be true or false."));
    read_item(r, o, m);
    get_code(r, o, "lot", look_lot, &m->lot_id);
    read_owner(r, o, m);
    get_i64(&r->at, o, "qty", &m->qty.base);
    get_i64(&r->at, o, "value_vnd", &m->value.dong);
}

static const struct json *list_of(const struct at *a, const struct json *o, const char *name, int *n)
{
    const struct json *v = json_get(o, str_of(name));
    *n = 0;
    if (!present(v))
        return NULL;
    if (v->kind != JSON_ARRAY) {
        (void)wrong(a, name, "command.not_list", T("This must be a list in square brackets."));
        return NULL;
    }
    *n = v->n;
    return v->child;
}

static void read_lines(struct reading *r, const struct json *o, struct voucher *v)
{
    const struct json *x = list_of(&r->at, o, "lines", &v->n_line);
    struct line *l = new (r->at.cx->mem, struct line, v->n_line);
    struct at outer = r->at;
    for (int i = 0; i < v->n_line; i++, x = x->next) {
        r->at = (struct at){ outer.cx, "lines", i };
        read_line(r, x, &l[i]);
    }
    r->at = outer;
    v->line = l;
}

static void read_moves(struct reading *r, const struct json *o, struct voucher *v)
{
    const struct json *x = list_of(&r->at, o, "moves", &v->n_move);
    struct move *m = new (r->at.cx->mem, struct move, v->n_move);
    struct at outer = r->at;
    for (int i = 0; i < v->n_move; i++, x = x->next) {
        r->at = (struct at){ outer.cx, "moves", i };
        read_move(r, x, &m[i]);
    }
    r->at = outer;
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
    static const str names[] = { LIT("kind"),       LIT("org"),  LIT("posting_on"), LIT("document_on"),
                                 LIT("request_id"), LIT("memo"), LIT("lines"),      LIT("moves") };
    struct reading r = { .at = { .cx = cx }, .db = db };
    int before = cx->n_errors;
    *v = (struct voucher){ .prepared_by = cx->actor.user_id };
    TRY(command_org(cx, db, o, &v->org_id));
    r.org_id = v->org_id;
    only(&r.at, o, names, COUNT(names));
    get_str(&r.at, o, "kind", &v->kind);
    get_date(&r.at, o, "posting_on", &v->posting_on);
    v->document_on = v->posting_on;
    get_date(&r.at, o, "document_on", &v->document_on);
    get_str(&r.at, o, "request_id", &v->request_id);
    get_str(&r.at, o, "memo", &v->memo);
    read_lines(&r, o, v);
    read_moves(&r, o, v);
    if (!v->request_id.n)
        v->request_id = os_uuid7(cx->mem);
    v->command = journal_command(cx, v);
    return (result){ cx->n_errors == before };
}

result journal_check_command(struct cx *cx, struct db *db, const struct json *o)
{
    struct voucher v;
    bool ok = read_command(cx, db, o, &v).ok;
    if (v.org_id == 0)
        return FAILED;
    return (result){ voucher_check(cx, db, &v).ok && ok };
}

result journal_post_command(struct cx *cx, struct db *db, const struct json *o, struct posted *out)
{
    struct voucher v;
    if (read_command(cx, db, o, &v).ok)
        return voucher_post(cx, db, &v, out);
    if (v.org_id)
        (void)voucher_check(cx, db, &v); /* so that one answer names every mistake */
    return FAILED;
}

/* ---- the door ---- */

result command_org(struct cx *cx, struct db *db, const struct json *o, int64_t *org_id)
{
    str code = { 0 };
    if (!json_as_str(json_get(o, S("org")), &code) || !code.n)
        return fail(cx, .kind = ERR_INVALID, .code = S("command.required"), .field = S("org"),
                    .message = tr(cx, "Say which organisation this is for."));
    struct organisation org;
    TRY(org_by_code(cx, db, code, &org));
    *org_id = org.org_id;
    return OK;
}

result command_parse(struct cx *cx, str text, const struct json **out)
{
    struct json *o;
    struct json_error e;
    if (!json_parse(cx->mem, text, &o, &e))
        return fail(cx, .kind = ERR_USAGE, .code = S("command.not_json"), .field = S(""),
                    .message = TRF(cx, "This is not JSON: {1} (line {2}, column {3}).", tr(cx, e.message),
                                   str_from_i64(cx->mem, e.line), str_from_i64(cx->mem, e.column)));
    if (o->kind != JSON_OBJECT)
        return fail(cx, .kind = ERR_USAGE, .code = S("command.not_object"), .field = S(""),
                    .message = tr(cx, "A command is one JSON object in braces."));
    const struct json *dup = json_find_duplicate(cx->mem, o);
    if (dup)
        return fail(cx, .kind = ERR_INVALID, .code = S("command.duplicate_field"), .field = dup->key,
                    .message = tr(cx, "This field is given twice."));
    *out = o;
    return OK;
}

struct door {
    const struct json *o;
    const struct voucher_kind *kind;
    int64_t org_id;
    struct posted posted;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct door *d = arg;
    return command_org(cx, db, d->o, &d->org_id);
}

static result post(struct cx *cx, struct db *db, void *arg)
{
    struct door *d = arg;
    return d->kind->post(cx, db, d->o, &d->posted);
}

result accounting_post_json(struct cx *cx, struct store *s, str json, struct posted *out, int64_t *org_id)
{
    struct door d = { 0 };
    str kind = { 0 };
    TRY(command_parse(cx, json, &d.o));
    (void)json_as_str(json_get(d.o, S("kind")), &kind);
    d.kind = voucher_kind_find(kind);
    if (!d.kind || !d.kind->post)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("voucher.kind_unknown"), .field = S("kind"),
                   .message = TRF(cx, "There is no voucher of the kind {1}.", kind));
    (void)store_read(s, cx, DB_SCOPE_ALL, find_org, &d);
    TRY(cx_result(cx));
    TRY(store_write(s, cx, &d.org_id, 1, post, &d));
    *out = d.posted;
    *org_id = d.org_id;
    return OK;
}
