/* Drafts: the list, one in words, approving and dropping. What a draft says is read off its command, whatever its kind.
 */
#include "features/books/accounting/accounting_pages.h"
#include "features/trust/files/files.h"
#include "accounting.html.h"
#include "accounting.sql.h"

#include "base/json_fields.h"
#include "vouchers/audit.h"

static const struct field draft_fields[] = {
    { .name = "step", .label = "step", .type = FIELD_TEXT, .at = offsetof(struct draft_in, step), .max = 10 },
    { .name = "confirmed",
      .label = T("It is right all the same: go on"),
      .type = FIELD_BOOL,
      .at = offsetof(struct draft_in, confirmed),
      .confirm = true },
};
const struct form draft_form = {
    .name = "draft", .fields = draft_fields, .n_fields = COUNT(draft_fields), .size = sizeof(struct draft_in)
};

struct drafting {
    struct web *w;
    struct draft *d, one;
    struct accounting_user_name *user;
    const struct json *command;
    struct draft_words words;
    int n, n_user;
    bool drop, confirmed;
    struct posted posted;
};

static result names_of_all(struct db *db, struct drafting *x)
{
    return accounting_user_name(db, (struct accounting_user_name_args){ .org_id = x->w->org_id }, &x->user, &x->n_user);
}

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct drafting *x = arg;
    TRY(names_of_all(db, x));
    return draft_list(cx, db, x->w->org_id, &x->d, &x->n);
}

static str user_name(const struct cx *cx, const struct drafting *x, int64_t id)
{
    for (int i = 0; i < x->n_user; i++)
        if (x->user[i].id == id)
            return x->user[i].full_name;
    return tr(cx, "the operator");
}

static str owner_name(struct cx *cx, const struct drafting *x, const struct draft *d)
{
    str name = user_name(cx, x, d->owner_user_id);
    return d->owner_for_id ? TRF(cx, "{1} for {2}", name, user_name(cx, x, d->owner_for_id)) : name;
}

result drafts_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct drafting x = { .w = w };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, list_work, &x));
    str *by = new (w->cx->mem, str, x.n);
    for (int i = 0; i < x.n; i++)
        by[i] = owner_name(w->cx, &x, &x.d[i]);
    struct drafts_page m = { .org_code = w->org_code, .d = x.d, .by = by, .n = x.n };
    if (web_wants_json(w))
        return web_data(w, &m);
    drafts_draw(&h, &m);
    return web_page(w, tr(w->cx, "Drafts"), &h);
}

/* ---- one in words ---- */

static const struct {
    const char *key, *label; /* NULL = not for people */
} keys[] = {
    { "kind", NULL },
    { "org", NULL },
    { "request_id", NULL },
    { "confirmed", NULL },
    { "posting_on", T("Date") },
    { "on", T("Date") },
    { "document_on", T("Date of the document") },
    { "memo", T("Explanation") },
    { "note", T("Note") },
    { "purpose", T("What for") },
    { "party", T("Who") },
    { "member", T("Member") },
    { "item", T("Item") },
    { "grade", T("Grade") },
    { "gross", T("Gross") },
    { "tare", T("Tare") },
    { "qty", T("Quantity") },
    { "amount_vnd", T("Amount") },
    { "price_vnd", T("Price") },
    { "price_later", T("Price later") },
    { "value_vnd", T("Value") },
    { "account", T("Account") },
    { "dr_vnd", T("Debit") },
    { "cr_vnd", T("Credit") },
    { "slip", T("Slip") },
    { "voucher", T("Voucher") },
    { "lot", T("Lot") },
};

static bool label_of(const struct cx *cx, str key, str *label)
{
    *label = key;
    for (int i = 0; i < COUNT(keys); i++)
        if (str_eq(key, str_of(keys[i].key))) {
            if (keys[i].label)
                *label = tr(cx, keys[i].label);
            return keys[i].label != NULL;
        }
    return true;
}

static str value_of(struct cx *cx, const struct json *v)
{
    int64_t n;
    date d;
    if (str_ends(v->key, S("_vnd")) && json_as_i64(v, &n))
        return n ? money_text(cx->mem, (money){ n }, cx->lang == LANG_EN) : S("");
    if (str_ends(v->key, S("on")) && v->kind == JSON_STRING && date_parse_iso(v->text, &d))
        return date_text(cx->mem, d);
    if (v->kind == JSON_BOOL)
        return v->truth ? tr(cx, "yes") : S("");
    return v->kind == JSON_STRING || v->kind == JSON_NUMBER ? v->text : S("");
}

static bool any_has(const struct json *rows, str key)
{
    for (const struct json *r = rows->child; r; r = r->next)
        if (json_get(r, key))
            return true;
    return false;
}

static struct draft_part part_of(struct cx *cx, const struct json *rows)
{
    struct draft_part p = { .rows = rows, .key = new (cx->mem, str, COUNT(keys)) };
    for (int i = 0; i < COUNT(keys); i++)
        if (keys[i].label && any_has(rows, str_of(keys[i].key)))
            p.key[p.n_key++] = str_of(keys[i].key);
    return p;
}

/* A code of a person or an item with the name behind it. */
static result name_of(struct db *db, const struct drafting *x, str key, str *value)
{
    struct accounting_party_by_code party;
    struct accounting_item_by_code item;
    struct cx *cx = x->w->cx;
    int64_t org = x->w->org_id;
    bool found = false;
    str name = S("");
    if (str_eq(key, S("party")) || str_eq(key, S("member"))) {
        TRY(accounting_party_by_code(db, (struct accounting_party_by_code_args){ .org_id = org, .code = *value },
                                     &party, &found));
        name = found ? party.full_name : name;
    } else if (str_eq(key, S("item"))) {
        TRY(accounting_item_by_code(db, (struct accounting_item_by_code_args){ .org_id = org, .code = *value }, &item,
                                    &found));
        name = found ? cx->lang == LANG_EN && item.name_en.n ? item.name_en : item.name_vi : name;
    }
    if (found)
        *value = str_fmt(cx->mem, STR_FMT " (" STR_FMT ")", STR_ARG(name), STR_ARG(*value));
    return OK;
}

static result words_of(struct cx *cx, struct db *db, struct drafting *x)
{
    const struct json *o = x->command;
    const struct voucher_kind *k = voucher_kind_find(x->one.kind);
    struct draft_words out = { .fact = new (cx->mem, struct fact, o->n),
                               .part = new (cx->mem, struct draft_part, o->n) };
    for (const struct json *v = o->child; v; v = v->next) {
        str label, value = value_of(cx, v);
        TRY(name_of(db, x, v->key, &value));
        if (k && k->word)
            value = k->word(cx, v->key, value);
        if (v->kind == JSON_ARRAY && v->n)
            out.part[out.n_part++] = part_of(cx, v);
        else if (value.n && label_of(cx, v->key, &label))
            out.fact[out.n++] = (struct fact){ label, value, S("") };
    }
    x->words = out;
    return OK;
}

str draft_head(const struct cx *cx, str key)
{
    str label;
    (void)label_of(cx, key, &label);
    return label;
}

str draft_cell(struct cx *cx, const struct json *row, str key)
{
    const struct json *v = json_get(row, key);
    return v ? value_of(cx, v) : S("");
}

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct drafting *x = arg;
    TRY(draft_load(cx, db, x->w->org_id, x->one.id, &x->one));
    TRY(names_of_all(db, x));
    TRY(fields_parse(cx, x->one.command_json, &x->command));
    TRY(words_of(cx, db, x));
    return four_eyes_needed(cx, db, x->w->org_id, x->one.kind, &x->drop);
}

result draft_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct drafting x = { .w = w, .one = { .id = web_param_id(w, S("id")) } };
    bool post = w->rq->method == METHOD_POST;
    static const struct draft_in fresh;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &x));
    const struct voucher_kind *k = voucher_kind_find(x.one.kind);
    str title = k ? tr(w->cx, k->name) : x.one.kind;
    bool own = !four_eyes(w->cx, x.one.owner_user_id, x.one.owner_for_id);
    struct draft_page m = { .csrf = web_csrf_fields(w),
                            .rq = post ? w->rq : NULL,
                            .in = post ? w->in : &fresh,
                            .org_code = w->org_code,
                            .d = &x.one,
                            .by = owner_name(w->cx, &x, &x.one),
                            .title = title,
                            .words = x.words,
                            .can_post = cx_can(w->cx, CAP_POST) && !(x.drop && own),
                            .waits = x.drop && own };
    if (web_wants_json(w))
        return web_data(w, &m);
    draft_draw(&h, &m);
    TRY(files_block(w, &h, "drafts", x.one.id));
    title = TRF(w->cx, "Draft: {1}", title);
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

/* ---- deciding ---- */

static result drop(struct cx *cx, struct db *db, const struct draft *d)
{
    TRY(audit_write(
        cx, db,
        (struct audit){ .org_id = d->org_id, .action = S("draft.drop"), .subject = d->kind, .subject_id = d->id }));
    TRY(record_drop(cx, db, (struct record){ d->org_id, S("draft"), d->id }));
    return draft_drop(cx, db, d->org_id, d->id);
}

/* The command with the word that a warning was read. */
static str confirmed_command(struct cx *cx, str command)
{
    return str_fmt(cx->mem, "{\"confirmed\":true," STR_FMT, STR_ARG(str_sub(command, 1, command.n)));
}

static result decide_work(struct cx *cx, struct db *db, void *arg)
{
    struct drafting *x = arg;
    TRY(draft_load(cx, db, x->w->org_id, x->one.id, &x->one));
    if (!cx_can(cx, CAP_POST) && !(x->drop && !four_eyes(cx, x->one.owner_user_id, x->one.owner_for_id)))
        return fail(cx, .kind = ERR_DENIED, .code = S("voucher.may_not_post"),
                    .message = tr(cx, "You may prepare vouchers, not post them."));
    if (x->drop)
        return drop(cx, db, &x->one);
    TRY(fields_parse(cx, x->one.command_json, &x->command));
    if (x->confirmed && !json_get(x->command, S("confirmed")))
        TRY(fields_parse(cx, confirmed_command(cx, x->one.command_json), &x->command));
    struct record draft = { x->one.org_id, S("draft"), x->one.id }, voucher = { x->one.org_id, S("voucher") };
    TRY(draft_post(cx, db, &x->one, x->command, &x->posted));
    voucher.id = x->posted.id;
    return record_move(cx, db, draft, voucher);
}

result drafts_post(struct web *w)
{
    const struct draft_in *in = w->in;
    struct drafting x = { .w = w,
                          .one = { .id = web_param_id(w, S("id")) },
                          .drop = str_eq(in->step, S("drop")),
                          .confirmed = in->confirmed };
    result r = store_write(w->store, w->cx, &w->org_id, 1, decide_work, &x);
    for (struct err *e = w->cx->errors; e; e = e->next)
        if (str_ends(e->code, S(".similar")))
            e->field = S("confirmed"); /* what else it could stand at is not on this page */
    TRY(r);
    web_flash(w, x.drop ? tr(w->cx, "The draft was dropped.") : TRF(w->cx, "Posted {1}.", x.posted.number_text));
    return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/drafts", STR_ARG(w->org_code)));
}
