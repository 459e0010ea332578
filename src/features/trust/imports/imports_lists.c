/* Lists whose rows stand on their own: members, partners, items. What their rows say, tried and made, and why one
   cannot go. Nothing here writes a table of its own. Start with import_make_rows. */
#include "features/people/organisations/organisations.h"
#include "features/trust/imports/imports_parts.h"

#include "base/text.h"

enum { PARTNER_IDS = 4, ITEM_IDS = 2 };

/* ---- cells ---- */

/* The stored value of what a person chose: the value itself or its label in either language. */
static str chosen(struct cx *cx, const struct option_list *list, str text)
{
    str fold = text_fold(cx->mem, text);
    if (!fold.n)
        return text;
    for (int i = 0; i < list->n; i++) {
        const struct option *o = &list->option[i];
        if (str_eq(text, str_of(o->value)))
            return text;
        for (int l = 0; l < LANG_COUNT; l++)
            if (str_eq(fold, text_fold(cx->mem, tr_lang((enum lang)l, o->label))))
                return str_of(o->value);
    }
    return text;
}

static str phone_with_zero(struct cx *cx, const struct sheet_row *r, int col, str phone)
{
    bool lost = col < r->n && r->cell[col].type == CELL_NUMBER && phone.n == 9;
    return lost ? str_fmt(cx->mem, "0" STR_FMT, STR_ARG(phone)) : phone;
}

/* A cell that cannot be read does not hide the row's other mistakes. */
struct text_cell {
    int col;
    str *to;
};
static void read_texts(struct cx *cx, const struct sheet_row *r, const struct text_cell *c, int n)
{
    for (int i = 0; i < n; i++)
        (void)sheet_get_text(cx, r, c[i].col, c[i].to);
}

result import_in_use(struct cx *cx, str message)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("import.in_use"), .message = message);
}

/* ---- members ---- */

static void read_member(struct cx *cx, const struct sheet_row *r, struct member_in *in)
{
    const struct text_cell text[] = { { M_CODE, &in->party.code },
                                      { M_NAME, &in->party.full_name },
                                      { M_PHONE, &in->party.phone },
                                      { M_GENDER, &in->party.gender },
                                      { M_ADDRESS, &in->party.address },
                                      { M_HAMLET, &in->party.hamlet },
                                      { M_NUMBER, &in->party.personal_number },
                                      { M_CLASS, &in->class },
                                      { M_AGREEMENT, &in->agreement.number },
                                      { M_MODE, &in->agreement.intake_mode } };
    qty fee;
    in->party.is_person = true;
    read_texts(cx, r, text, COUNT(text));
    (void)sheet_get_date(cx, r, M_BIRTH, &in->party.birth_on);
    (void)sheet_get_date(cx, r, M_JOINED, &in->joined_on);
    (void)sheet_get_date(cx, r, M_SIGNED, &in->agreement.signed_on);
    (void)sheet_get_qty(cx, r, M_FEE, 100, &fee);
    in->agreement.fee_bp = fee.base;
    in->party.phone = phone_with_zero(cx, r, M_PHONE, in->party.phone);
    in->party.gender = chosen(cx, &party_genders, in->party.gender);
    in->class = chosen(cx, &member_classes, in->class);
    in->agreement.intake_mode = chosen(cx, &intake_modes, in->agreement.intake_mode);
    if (in->agreement.number.n && in->joined_on.ymd && date_cmp(in->agreement.signed_on, in->joined_on) > 0)
        in->agreement.from = in->agreement.signed_on;
}

static result look_member(struct cx *cx, struct db *db, const struct import_making *m, const struct sheet_row *r,
                          struct import_seen *seen)
{
    struct member_in in = { .party = { .seal = m->seal } };
    int before = cx->n_errors;
    seen->party.row_no = r->number;
    read_member(cx, r, &in);
    (void)member_try(cx, db, m->org_id, &in, &seen->party);
    if (cx->n_errors == before)
        member_batch_note(&seen->party);
    return (result){ cx->n_errors == before };
}

static result make_member(struct cx *cx, struct db *db, struct import_making *m, const struct sheet_row *r, int64_t *id)
{
    struct member_in in = { .party = { .seal = m->seal, .series = &m->series } };
    read_member(cx, r, &in);
    return member_add(cx, db, m->org_id, &in, id);
}

static result tell_party(struct cx *cx, struct db *db, int64_t org_id, int64_t id)
{
    struct member_state who;
    int64_t uses;
    TRY(member_state_on(cx, db, org_id, id, date_of_instant(cx->now_at, ZONE_VN), &who));
    TRY(party_uses(cx, db, org_id, id, &uses));
    return import_in_use(
        cx, TRF(cx, "{1} is named in {2} lines of vouchers, files or notes.", who.code, str_from_i64(cx->mem, uses)));
}

const struct import_list import_members = { "party",     "members",    MEMBER_IDS, look_member,
                                            make_member, parties_used, tell_party, parties_remove };

/* ---- partners ---- */

static const struct option who_options[] = { { "person", T("Person") }, { "organisation", T("Organisation") } };
const struct option_list import_who = { who_options, COUNT(who_options) };

/* Left empty, an employee is a person and everybody else an organisation. */
static void read_who(struct cx *cx, const struct sheet_row *r, struct party_in *in)
{
    str who = { 0 };
    if (!sheet_get_text(cx, r, P_WHO, &who).ok)
        return;
    who = chosen(cx, &import_who, who);
    in->is_person = who.n ? str_eq(who, S("person")) : str_eq(in->kind, S("employee"));
    if (who.n && !in->is_person && !str_eq(who, S("organisation")))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("party.who"), .field = S("who"),
                   .message = tr(cx, "Choose one of the list."));
}

static void read_partner(struct cx *cx, const struct sheet_row *r, struct party_in *in)
{
    const struct text_cell text[] = { { P_KIND, &in->kind },    { P_CODE, &in->code },   { P_NAME, &in->full_name },
                                      { P_TAX, &in->tax_code }, { P_PHONE, &in->phone }, { P_ADDRESS, &in->address },
                                      { P_HAMLET, &in->hamlet } };
    read_texts(cx, r, text, COUNT(text));
    in->phone = phone_with_zero(cx, r, P_PHONE, in->phone);
    in->kind = chosen(cx, &party_kinds, in->kind);
    if (str_eq(in->kind, S("member")))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("party.kind"), .field = S("kind"),
                   .message = tr(cx, "Members come in with a file of members."));
    read_who(cx, r, in);
}

static result look_partner(struct cx *cx, struct db *db, const struct import_making *m, const struct sheet_row *r,
                           struct import_seen *seen)
{
    struct party_in in = { 0 };
    int before = cx->n_errors;
    seen->party.row_no = r->number;
    read_partner(cx, r, &in);
    (void)party_try(cx, db, m->org_id, &in, &seen->party);
    if (cx->n_errors == before)
        member_batch_note(&seen->party);
    return (result){ cx->n_errors == before };
}

/* Codes of each kind run in a series of their own. */
static result make_partner(struct cx *cx, struct db *db, struct import_making *m, const struct sheet_row *r,
                           int64_t *id)
{
    struct party_in in = { 0 };
    read_partner(cx, r, &in);
    return party_add(cx, db, m->org_id, &in, id);
}

const struct import_list import_partners = { "party",      "parties",    PARTNER_IDS, look_partner,
                                             make_partner, parties_used, tell_party,  parties_remove };

/* ---- items ---- */

static void read_item(struct cx *cx, const struct sheet_row *r, struct item_in *in)
{
    const struct text_cell text[] = { { I_CODE, &in->code },
                                      { I_NAME, &in->name_vi },
                                      { I_NAME_EN, &in->name_en },
                                      { I_UNIT, &in->unit },
                                      { I_ACCOUNT, &in->account } };
    read_texts(cx, r, text, COUNT(text));
    in->unit = chosen(cx, &item_units, in->unit);
    in->account = in->account.n ? in->account : S("156");
}

static result look_item(struct cx *cx, struct db *db, const struct import_making *m, const struct sheet_row *r,
                        struct import_seen *seen)
{
    struct item_in in = { 0 };
    seen->item.row_no = r->number;
    read_item(cx, r, &in);
    return item_try(cx, db, m->org_id, &in, &seen->item);
}

static result make_item(struct cx *cx, struct db *db, struct import_making *m, const struct sheet_row *r, int64_t *id)
{
    struct item_in in = { 0 };
    read_item(cx, r, &in);
    return item_add(cx, db, m->org_id, &in, id);
}

static result tell_item(struct cx *cx, struct db *db, int64_t org_id, int64_t id)
{
    struct item it;
    int64_t uses;
    TRY(item_by_id(cx, db, org_id, id, &it));
    TRY(item_uses(cx, db, org_id, id, &uses));
    return import_in_use(cx, TRF(cx, "{1} is named by {2} prices, lots, lines of vouchers, files or notes.", it.code,
                                 str_from_i64(cx->mem, uses)));
}

const struct import_list import_items = { "item",    "stock",    ITEM_IDS,  look_item,
                                          make_item, items_used, tell_item, items_remove };

/* ---- any of them ---- */

enum { ITEMS = 64 }; /* most files bring few */

struct import_seen import_seen_new(struct arena *mem, int64_t room)
{
    return (struct import_seen){ member_batch_new(mem, room), { .code = seen_new(mem, ITEMS) } };
}

void import_seen_more(struct import_seen *seen, struct arena *mem, int more)
{
    member_batch_more(&seen->party, mem, more);
    seen_grow(&seen->item.code, mem, more);
}

result import_try_row(struct cx *cx, struct db *db, const struct import_making *m, struct import_row *r,
                      struct import_seen *seen)
{
    struct import_mark mark = import_mark(cx);
    (void)m->kind->list->look(cx, db, m, &r->cells, seen);
    import_name_cells(cx, mark, m->kind, r->cells.number);
    return import_take_errors(cx, mark, &r->error);
}

result import_make_rows(struct cx *cx, struct db *db, struct import_making *m)
{
    TRY(db_reserve_ids(db, m->org_id, m->rows.n * m->kind->list->ids));
    for (int i = 0; i < m->rows.n; i++) {
        struct import_row *r = &m->rows.row[i];
        struct import_mark mark = import_mark(cx);
        (void)m->kind->list->make(cx, db, m, &r->cells, &r->made_id);
        import_name_cells(cx, mark, m->kind, r->cells.number);
        TRY(import_take_errors(cx, mark, &r->error));
        if (r->error.n)
            r->made_id = 0;
    }
    return OK;
}
