/* The room's forms as tables. */
#include "features/people/members/members_pages.h"

#include <stddef.h>

#define AT(member) offsetof(struct member_form_in, member)
#define DATED(member) offsetof(struct dated_form_in, member)

static const struct option gender_options[] = { { "", T("Not said") }, { "f", T("Female") }, { "m", T("Male") } };
static const struct option class_options[] = {
    { "official", T("Official member") },
    { "affiliate_capital", T("Affiliate member contributing capital") },
    { "affiliate_use", T("Affiliate member not contributing capital") },
};
static const struct option mode_options[] = {
    { "", T("No written agreement") },
    { "bought", T("Bought outright") },
    { "on_behalf", T("Sold on the member's behalf") },
    { "processing", T("Processed for hire") },
};
static const struct option kind_options[] = {
    { "customer", T("Customer") },
    { "supplier", T("Supplier") },
    { "employee", T("Employee") },
    { "other", T("Other party") },
};

/* What a person has, wherever it is filled in. */
#define PERSON_FIELDS                                                                                                  \
    { .name = "full_name",                                                                                             \
      .label = T("Full name"),                                                                                         \
      .type = FIELD_TEXT,                                                                                              \
      .at = AT(full_name),                                                                                             \
      .required = true,                                                                                                \
      .max = 200 },                                                                                                    \
        { .name = "code",                                                                                              \
          .label = T("Code"),                                                                                          \
          .type = FIELD_TEXT,                                                                                          \
          .at = AT(code),                                                                                              \
          .max = 20,                                                                                                   \
          .help = T("Leave it empty: the next number is given.") },                                                    \
        { .name = "phone", .label = T("Phone"), .type = FIELD_TEXT, .at = AT(phone), .max = 20 },                      \
        { .name = "birth_on", .label = T("Date of birth"), .type = FIELD_DATE, .at = AT(birth_on) },                   \
        { .name = "gender",                                                                                            \
          .label = T("Gender"),                                                                                        \
          .type = FIELD_CHOICE,                                                                                        \
          .at = AT(gender),                                                                                            \
          .options = gender_options,                                                                                   \
          .n_options = COUNT(gender_options) },                                                                        \
        { .name = "address", .label = T("Address"), .type = FIELD_TEXT, .at = AT(address), .max = 300 },               \
        { .name = "hamlet", .label = T("Hamlet"), .type = FIELD_TEXT, .at = AT(hamlet), .max = 200 },                  \
        { .name = "personal_number",                                                                                   \
          .label = T("Personal number"),                                                                               \
          .type = FIELD_TEXT,                                                                                          \
          .at = AT(personal_number),                                                                                   \
          .max = 20,                                                                                                   \
          .secret = true,                                                                                              \
          .help = T("12 digits, or 9 of an old card. It is stored sealed and shown masked.") },                        \
    {                                                                                                                  \
        .name = "tax_code", .label = T("Tax code"), .type = FIELD_TEXT, .at = AT(tax_code), .max = 20                  \
    }

#define DUPLICATE_FIELD                                                                                                \
    {                                                                                                                  \
        .name = "duplicate_ok", .label = T("I know: this is somebody else"), .type = FIELD_BOOL,                       \
        .at = AT(duplicate_ok), .confirm = true                                                                        \
    }
#define REASON_FIELD                                                                                                   \
    {                                                                                                                  \
        .name = "reason", .label = T("Reason for the change"), .type = FIELD_TEXT, .at = AT(reason), .max = 300        \
    }
#define IS_PERSON_FIELD                                                                                                \
    {                                                                                                                  \
        .name = "is_person", .label = T("A person, not an organisation"), .type = FIELD_BOOL, .at = AT(is_person)      \
    }
#define CLASS_FIELD(where, need)                                                                                       \
    {                                                                                                                  \
        .name = "class", .label = T("Class of membership"), .type = FIELD_CHOICE, .at = where(class),                  \
        .required = need, .options = class_options, .n_options = COUNT(class_options)                                  \
    }
#define AGREEMENT_FIELDS(where)                                                                                        \
    { .name = "agreement_number",                                                                                      \
      .label = T("Number of the agreement"),                                                                           \
      .type = FIELD_TEXT,                                                                                              \
      .at = where(agreement_number),                                                                                   \
      .max = 40,                                                                                                       \
      .help = T("Only a written agreement makes transactions with an official member internal.") },                    \
        { .name = "agreement_on", .label = T("Signed on"), .type = FIELD_DATE, .at = where(agreement_on) },            \
        { .name = "intake_mode",                                                                                       \
          .label = T("How produce is taken in"),                                                                       \
          .type = FIELD_CHOICE,                                                                                        \
          .at = where(intake_mode),                                                                                    \
          .options = mode_options,                                                                                     \
          .n_options = COUNT(mode_options) },                                                                          \
    {                                                                                                                  \
        .name = "fee_bp", .label = T("Fee in hundredths of a percent"), .type = FIELD_INT, .at = where(fee_bp),        \
        .max = 10000, .help = T("500 means 5 %. Not for what is bought outright.")                                     \
    }

#define FORM(id, key, type)                                                                                            \
    const struct form id = {                                                                                           \
        .name = key, .fields = id##_fields, .n_fields = COUNT(id##_fields), .size = sizeof(struct type)                \
    }

static const struct field member_form_fields[] = {
    PERSON_FIELDS,
    { .name = "joined_on", .label = T("Joined on"), .type = FIELD_DATE, .at = AT(joined_on), .required = true },
    CLASS_FIELD(AT, true),
    { .name = "is_worker", .label = T("Also works for the cooperative"), .type = FIELD_BOOL, .at = AT(is_worker) },
    AGREEMENT_FIELDS(AT),
    DUPLICATE_FIELD,
};
FORM(member_form, "member", member_form_in);

static const struct field member_edit_form_fields[] = { PERSON_FIELDS, REASON_FIELD, DUPLICATE_FIELD };
FORM(member_edit_form, "member_edit", member_form_in);

static const struct field party_form_fields[] = {
    { .name = "kind",
      .label = T("Kind of partner"),
      .type = FIELD_CHOICE,
      .at = AT(kind),
      .required = true,
      .options = kind_options,
      .n_options = COUNT(kind_options) },
    IS_PERSON_FIELD,
    PERSON_FIELDS,
    DUPLICATE_FIELD,
};
FORM(party_form, "party", member_form_in);

static const struct field party_edit_form_fields[] = { IS_PERSON_FIELD, PERSON_FIELDS, REASON_FIELD, DUPLICATE_FIELD };
FORM(party_edit_form, "party_edit", member_form_in);

#define FROM_FIELD                                                                                                     \
    {                                                                                                                  \
        .name = "from", .label = T("From which day"), .type = FIELD_DATE, .at = DATED(from), .required = true          \
    }
#define WHY_FIELD(need)                                                                                                \
    {                                                                                                                  \
        .name = "reason", .label = T("Reason for the change"), .type = FIELD_TEXT, .at = DATED(reason),                \
        .required = need, .max = 300                                                                                   \
    }

static const struct field class_form_fields[] = { CLASS_FIELD(DATED, true), FROM_FIELD, WHY_FIELD(false) };
FORM(class_form, "member_class", dated_form_in);
static const struct field agreement_form_fields[] = { AGREEMENT_FIELDS(DATED), FROM_FIELD, WHY_FIELD(false) };
FORM(agreement_form, "member_agreement", dated_form_in);
static const struct field leave_form_fields[] = { FROM_FIELD, WHY_FIELD(true) };
FORM(leave_form, "member_leave", dated_form_in);

static const struct field join_form_fields[] = {
    { .name = "joined_on", .label = T("Joined on"), .type = FIELD_DATE, .at = AT(joined_on), .required = true },
    CLASS_FIELD(AT, true),
    { .name = "is_worker", .label = T("Also works for the cooperative"), .type = FIELD_BOOL, .at = AT(is_worker) },
    AGREEMENT_FIELDS(AT),
};
FORM(join_form, "member_join", member_form_in);
