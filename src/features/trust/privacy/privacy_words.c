/* What a reader calls the tables, columns and coded values that a person is told about. What nobody named here is
   shown as it is written. */
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/privacy/privacy_person.h"
#include "features/trust/privacy/privacy_requests.h"

static const struct {
    const char *key, *label;
} words[] = {
    /* parts and tables */
    { "record", T("The record") },
    { "passbook", T("Passbook") },
    { "saved_filters", T("Saved filters that look for the person") },
    { "unfinished", T("Unfinished entries that name the person") },
    { "imports", T("Files brought in that name the person") },
    { "explanations", T("Explanations of the person's vouchers") },
    { "files", T("Files on the record") },
    { "notes", T("Notes on the record") },
    { "tags", T("Tags of the record") },
    { "mentions", T("Free words that name the person") },
    { "number_views", T("Who opened the personal number") },
    { "fields", T("Why the data are kept, for whom and how long") },
    { "line", T("Lines of the journal") },
    { "move", T("Goods held for the person") },
    { "delivery", T("Deliveries under a contract") },
    { "member_use", T("Degree of use") },
    { "member", T("Memberships") },
    { "member_class", T("Classes of membership") },
    { "member_agreement", T("Agreements") },
    { "party_change", T("Changes of the record") },
    { "party_number", T("Personal number") },
    { "intake", T("Slips of weighing in") },
    { "payment", T("Cash receipts and payments") },
    { "privacy_request", T("Requests about personal data") },
    { "privacy_erasure", T("Erasures") },
    /* columns */
    { "code", T("Code") },
    { "kind", T("Sort of entry") },
    { "name", T("Full name") },
    { "phone", T("Phone") },
    { "address", T("Address") },
    { "hamlet", T("Hamlet") },
    { "birth_on", T("Date of birth") },
    { "gender", T("Gender") },
    { "tax_code", T("Tax code") },
    { "personal_number", T("Personal number") },
    { "last_digits", T("Last digits of the personal number") },
    { "joined_on", T("Joined on") },
    { "left_on", T("Left after") },
    { "left_reason", T("Reason for leaving") },
    { "note", T("Note") },
    { "valid_from_on", T("From") },
    { "valid_to_on", T("Until") },
    { "class", T("Class of membership") },
    { "number", T("Number") },
    { "signed_on", T("Signed on") },
    { "intake_mode", T("How produce is taken in") },
    { "mode", T("How produce is taken in") },
    { "at", T("Time") },
    { "typed_at", T("Time") },
    { "field", T("Field") },
    { "before_text", T("Before") },
    { "after_text", T("After") },
    { "reason", T("Reason") },
    { "file_name", T("Name of a file") },
    { "caption", T("What a file shows") },
    { "voucher", T("Voucher") },
    { "on", T("Date") },
    { "posting_on", T("Posting date") },
    { "delivered_on", T("Date of delivery") },
    { "paid_on", T("Date") },
    { "goods", T("Goods") },
    { "use_vnd", T("Counted in the degree of use") },
    { "value_vnd", T("Value") },
    { "owed_vnd", T("Owed") },
    { "paid_vnd", T("Paid") },
    { "balance_vnd", T("Balance") },
    { "amount_vnd", T("Amount") },
    { "price_vnd", T("Price") },
    { "dr_vnd", T("Debit") },
    { "cr_vnd", T("Credit") },
    { "account", T("Account") },
    { "direction", T("Direction") },
    { "service", T("Service") },
    { "grade", T("Grade") },
    { "void", T("void") },
    { "where", T("Where") },
    { "words", T("Words") },
    { "who", T("Who") },
    { "asked_on", T("Asked on") },
    { "told_on", T("Receipt confirmed on") },
    { "due_on", T("Due on") },
    { "state", T("State") },
    { "answer", T("What the person was told") },
    { "datum", T("Personal datum") },
    { "purpose", T("Purpose") },
    { "basis", T("Legal basis") },
    { "readers", T("Readers") },
    { "kept", T("Kept for") },
    { "list", T("List") },
    { "query", T("What a saved filter looks for") },
    { "form", T("Form") },
    { "file", T("Name of the file") },
};

str privacy_key_label(const struct cx *cx, str key)
{
    for (int i = 0; i < COUNT(words); i++)
        if (str_eq(key, str_of(words[i].key)))
            return tr(cx, words[i].label);
    return key;
}

static const struct option directions[] = { { "in", T("In") }, { "out", T("Out") } };
static const struct option_list direction_list = { directions, COUNT(directions) };

str privacy_value_label(const struct cx *cx, str key, str value)
{
    static const struct {
        const char *key;
        const struct option_list *list;
    } coded[] = { { "gender", &party_genders }, { "class", &member_classes },    { "intake_mode", &intake_modes },
                  { "mode", &intake_modes },    { "state", &privacy_states },    { "kind", &party_kinds },
                  { "kind", &privacy_kinds },   { "direction", &direction_list } };
    const struct voucher_kind *k = voucher_kind_find(value);
    if (k && str_eq(key, S("kind")))
        return tr(cx, k->name);
    if (str_eq(key, S("field")))
        return party_field_label(cx, value);
    for (int i = 0; i < COUNT(coded); i++)
        if (str_eq(key, str_of(coded[i].key)) && value.n && !str_eq(org_label(cx, coded[i].list, value), value))
            return org_label(cx, coded[i].list, value);
    return value;
}
