/* The columns of each kind, and the templates made of them. Nothing here reads a file. Start with import_template. */
#include "features/people/organisations/organisations.h"
#include "features/trust/imports/imports_parts.h"

enum { TEMPLATE_ROWS = 1000, TEMPLATE_BYTES = 8 << 20 };

static const struct import_column member_columns[] = {
    [M_CODE] = { T("Code"), T("Left empty, the next number is given: TV001."), "code", .type = SHEET_TEXT },
    [M_NAME] = { T("Full name"), T("As on the identity card."), "full_name", .type = SHEET_TEXT, .required = true },
    [M_PHONE] = { T("Phone"), T("Digits, with the leading zero."), "phone", .type = SHEET_TEXT },
    [M_BIRTH] = { T("Birth date"), T("Day/month/year, such as 02/03/1975."), "birth_on", .type = SHEET_DATE },
    [M_GENDER] = { T("Gender"), T("Choose from the list."), "gender", .type = SHEET_TEXT, .list = &party_genders },
    [M_ADDRESS] = { T("Address"), T("House number and street; may be empty."), "address", .type = SHEET_TEXT },
    [M_HAMLET] = { T("Hamlet"), T("May be empty."), "hamlet", .type = SHEET_TEXT },
    [M_NUMBER] = { T("Personal number"), T("12 digits, an old card 9; it is kept sealed."), "personal_number",
                   .type = SHEET_TEXT },
    [M_JOINED] = { T("Joined on"), T("Left empty, today."), "joined_on", .type = SHEET_DATE },
    [M_CLASS] = { T("Class of membership"), T("Left empty, an official member."), "class", .type = SHEET_TEXT,
                  .list = &member_classes },
    [M_AGREEMENT] = { T("Agreement number"), T("Of the written agreement; empty when there is none."),
                      "agreement_number", .type = SHEET_TEXT },
    [M_SIGNED] = { T("Agreement date"), T("The day on which it was signed."), "agreement_on", .type = SHEET_DATE },
    [M_MODE] = { T("How produce is taken in"), T("As the agreement says; needed with an agreement."), "intake_mode",
                 .type = SHEET_TEXT, .list = &intake_modes },
    [M_FEE] = { T("Fee, %"), T("Of the price, when sold on the member's behalf: 5 or 7.5."), "fee_bp",
                .type = SHEET_QTY, .per = 100 },
};
static const struct import_column partner_columns[] = {
    [P_KIND] = { T("Kind of partner"), T("Choose from the list."), "kind", .type = SHEET_TEXT, .required = true,
                 .list = &partner_kinds },
    [P_CODE] = { T("Code"), T("Left empty, the next number is given: KH01, NCC01, NV01."), "code", .type = SHEET_TEXT },
    [P_NAME] = { T("Name"), T("As on contracts and invoices."), "full_name", .type = SHEET_TEXT, .required = true },
    [P_WHO] = { T("Person or organisation"), T("Left empty, an employee is a person, all others are organisations."),
                "who", .type = SHEET_TEXT, .list = &import_who },
    [P_TAX] = { T("Tax code"), T("May be empty."), "tax_code", .type = SHEET_TEXT },
    [P_PHONE] = { T("Phone"), T("Digits, with the leading zero."), "phone", .type = SHEET_TEXT },
    [P_ADDRESS] = { T("Address"), T("May be empty."), "address", .type = SHEET_TEXT },
    [P_HAMLET] = { T("Hamlet"), T("May be empty."), "hamlet", .type = SHEET_TEXT },
};
static const struct import_column item_columns[] = {
    [I_CODE] = { T("Code"), T("2 to 20 capital letters, digits or hyphens: CAIMO."), "code", .type = SHEET_TEXT,
                 .required = true },
    [I_NAME] = { T("Name in Vietnamese"), T("As on slips and reports."), "name_vi", .type = SHEET_TEXT,
                 .required = true },
    [I_NAME_EN] = { T("Name in English"), T("May be empty."), "name_en", .type = SHEET_TEXT },
    [I_UNIT] = { T("Unit"), T("In which it is bought, sold and shown. Choose from the list."), "unit",
                 .type = SHEET_TEXT, .required = true, .list = &item_units },
    [I_ACCOUNT] = { T("Account"), T("Left empty, 156 (goods); 152 for materials."), "account", .type = SHEET_TEXT },
};
static const struct import_column balance_columns[] = {
    [B_ACCOUNT] = { T("Account"), T("The most detailed account: 1111, 156, 331."), "account", .type = SHEET_TEXT,
                    .required = true },
    [B_PARTY] = { T("Party code"), T("Of a member, customer or supplier; may be empty."), "party", .type = SHEET_TEXT },
    [B_ITEM] = { T("Item code"), T("For stock: a line for each item."), "item", .type = SHEET_TEXT },
    [B_QTY] = { T("Quantity"), T("Of the item, in its own unit."), "qty", .type = SHEET_QTY, .per = 1000 },
    [B_DEBIT] = { T("Debit"), T("In whole đồng; either debit or credit."), "dr_vnd", .type = SHEET_MONEY },
    [B_CREDIT] = { T("Credit"), T("In whole đồng; either debit or credit."), "cr_vnd", .type = SHEET_MONEY },
};
static const struct import_kind kinds[] = {
    { LIT("members"), T("Members"), member_columns, COUNT(member_columns), IMPORT_ROWS_MAX, &import_members },
    { LIT("partners"), T("Partners"), partner_columns, COUNT(partner_columns), IMPORT_ROWS_MAX, &import_partners },
    { LIT("items"), T("Items"), item_columns, COUNT(item_columns), IMPORT_ROWS_MAX, &import_items },
    { LIT("balances"), T("Opening balances"), balance_columns, COUNT(balance_columns), IMPORT_BALANCES_MAX, NULL },
};

const struct import_kind *import_kind_find(str name)
{
    for (int i = 0; i < COUNT(kinds); i++)
        if (str_eq(kinds[i].name, name))
            return &kinds[i];
    return NULL;
}

int import_column_of(const struct import_kind *k, str field)
{
    for (int i = 0; i < k->n; i++)
        if (str_eq(str_of(k->column[i].field), field))
            return i;
    return -1;
}

const str *import_titles(struct cx *cx, str kind, int *n)
{
    const struct import_kind *k = import_kind_find(kind);
    *n = k ? k->n : 0;
    str *title = new (cx->mem, str, *n);
    for (int i = 0; i < *n; i++)
        title[i] = tr(cx, k->column[i].title);
    return title;
}

/* ---- templates ---- */

struct job {
    const struct import_template *in;
    const struct import_kind *kind;
    struct organisation org;
    struct item *item;
    int n_item;
};

static result look(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_get(cx, db, j->in->org_id, &j->org));
    return item_list(cx, db, j->in->org_id, &j->item, &j->n_item);
}

static void labels(struct cx *cx, const struct option_list *list, struct sheet_col *col)
{
    str *choice = new (cx->mem, str, list->n);
    for (int i = 0; i < list->n; i++)
        if (*list->option[i].value)
            choice[col->n_choice++] = tr(cx, list->option[i].label);
    col->choice = choice;
}

static void item_codes(struct cx *cx, const struct job *j, struct sheet_col *col)
{
    str *choice = new (cx->mem, str, j->n_item);
    for (int i = 0; i < j->n_item; i++)
        choice[i] = j->item[i].code;
    col->choice = choice;
    col->n_choice = j->n_item;
}

static const struct sheet_col *columns_of(struct cx *cx, const struct job *j)
{
    struct sheet_col *c = new (cx->mem, struct sheet_col, j->kind->n);
    for (int i = 0; i < j->kind->n; i++) {
        const struct import_column *from = &j->kind->column[i];
        c[i] = (struct sheet_col){ .title = tr(cx, from->title),
                                   .type = from->type,
                                   .per = from->per,
                                   .required = from->required,
                                   .help = tr(cx, from->help) };
        if (from->list)
            labels(cx, from->list, &c[i]);
        if (!j->kind->list && i == B_ITEM && j->n_item)
            item_codes(cx, j, &c[i]);
    }
    return c;
}

static result notes(struct cx *cx, struct sheet_out *o, const struct job *j)
{
    str line[IMPORT_COLUMNS_MAX + 4];
    int n = 0;
    line[n++] = tr(cx, "# How to fill in this file");
    line[n++] = tr(cx, "One row each on the first sheet, below the headings. Do not change the headings.");
    line[n++] = !j->kind->list
                    ? tr(cx, "All rows together become one opening voucher: debits and credits must be equal.")
                    : tr(cx, "Nothing is written before you have seen every row and its mistakes.");
    line[n++] = tr(cx, "Columns marked with * must be filled in.");
    for (int i = 0; i < j->kind->n; i++)
        line[n++] = str_join(
            cx->mem, (const str[]){ tr(cx, j->kind->column[i].title), tr(cx, j->kind->column[i].help) }, 2, S(": "));
    return sheet_notes(o, tr(cx, "Explanations"), line, n);
}

result import_template(struct cx *cx, struct store *s, const struct import_template *in, str *bytes)
{
    struct job j = { .in = in, .kind = import_kind_find(in->kind) };
    struct sheet_out *o = NULL;
    if (!j.kind)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("import.kind"), .field = S("kind"),
                    .message = tr(cx, "There is no such template."));
    TRY(store_read(s, cx, DB_SCOPE_ALL, look, &j));
    str title = tr(cx, j.kind->title);
    struct sheet_meta meta = { title, j.org.name, j.org.is_demo, cx->now_at };
    TRY(sheet_begin(cx, meta, &o));
    if (!sheet_page(o, title, columns_of(cx, &j), j.kind->n, TEMPLATE_ROWS).ok || !notes(cx, o, &j).ok) {
        sheet_drop(o);
        return FAILED;
    }
    return sheet_end(o, TEMPLATE_BYTES, bytes);
}
