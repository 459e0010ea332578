/* The room's forms as tables. */
#include "features/people/identity/identity_forms.h"

#define AT(type, member) offsetof(struct type, member)

static const struct field login_fields[] = {
    { .name = "login",
      .label = T("User name"),
      .type = FIELD_TEXT,
      .at = AT(login_in, login),
      .required = true,
      .max = 40 },
    { .name = "password",
      .label = T("Password"),
      .type = FIELD_PASSWORD,
      .at = AT(login_in, password),
      .required = true,
      .max = 200 },
};
const struct form login_form = {
    .name = "login", .fields = login_fields, .n_fields = COUNT(login_fields), .size = sizeof(struct login_in)
};

static const struct field demo_login_fields[] = {
    { .name = "login", .label = T("User name"), .type = FIELD_TEXT, .at = AT(demo_login_in, login), .required = true },
};
const struct form demo_login_form = { .name = "demo_login",
                                      .fields = demo_login_fields,
                                      .n_fields = COUNT(demo_login_fields),
                                      .size = sizeof(struct demo_login_in) };

static const struct field setup_fields[] = {
    { .name = "org_name",
      .label = T("Name of the office that runs this installation"),
      .type = FIELD_TEXT,
      .at = AT(setup_in, org_name),
      .required = true,
      .max = 200 },
    { .name = "full_name",
      .label = T("Your name"),
      .type = FIELD_TEXT,
      .at = AT(setup_in, full_name),
      .required = true,
      .max = 100 },
    { .name = "login",
      .label = T("User name"),
      .type = FIELD_TEXT,
      .at = AT(setup_in, login),
      .required = true,
      .max = 40,
      .help = T("Small letters, digits, dots or hyphens.") },
    { .name = "password",
      .label = T("Password"),
      .type = FIELD_PASSWORD,
      .at = AT(setup_in, password),
      .required = true,
      .max = 200,
      .help = T("At least 10 characters. A short sentence is best.") },
};
const struct form setup_form = {
    .name = "setup", .fields = setup_fields, .n_fields = COUNT(setup_fields), .size = sizeof(struct setup_in)
};

static const struct option lang_options[] = { { "vi", "Tiếng Việt" }, { "en", "English" } };
static const struct field me_fields[] = {
    { .name = "lang",
      .label = T("Language"),
      .type = FIELD_CHOICE,
      .at = AT(me_in, lang),
      .required = true,
      .options = lang_options,
      .n_options = COUNT(lang_options) },
};
const struct form me_form = {
    .name = "me", .fields = me_fields, .n_fields = COUNT(me_fields), .size = sizeof(struct me_in)
};

static const struct field password_fields[] = {
    { .name = "current",
      .label = T("Password until now"),
      .type = FIELD_PASSWORD,
      .at = AT(password_in, current),
      .required = true,
      .max = 200 },
    { .name = "password",
      .label = T("New password"),
      .type = FIELD_PASSWORD,
      .at = AT(password_in, password),
      .required = true,
      .max = 200,
      .help = T("At least 10 characters. A short sentence is best.") },
};
const struct form password_form = { .name = "password",
                                    .fields = password_fields,
                                    .n_fields = COUNT(password_fields),
                                    .size = sizeof(struct password_in) };

static const struct field code_fields[] = {
    { .name = "code",
      .label = T("Code"),
      .type = FIELD_TEXT,
      .at = AT(code_in, code),
      .required = true,
      .max = 40,
      .secret = true,
      .help = T("Six digits from the app on your telephone, or one of your recovery codes.") },
};
const struct form code_form = {
    .name = "code", .fields = code_fields, .n_fields = COUNT(code_fields), .size = sizeof(struct code_in)
};

/* Nothing to fill in for who has no password: one-click people of the demo. */
static const struct field second_start_fields[] = {
    { .name = "password",
      .label = T("Password"),
      .type = FIELD_PASSWORD,
      .at = AT(second_start_in, password),
      .max = 200 },
};
const struct form second_start_form = { .name = "second_start",
                                        .fields = second_start_fields,
                                        .n_fields = COUNT(second_start_fields),
                                        .size = sizeof(struct second_start_in) };

static const struct option role_options[] = {
#define ROLE(key, label, caps, kinds) { key, label },
#include "features/people/identity/roles.def"
#undef ROLE
};
static const struct field user_fields[] = {
    { .name = "login",
      .label = T("User name"),
      .type = FIELD_TEXT,
      .at = AT(user_form_in, login),
      .required = true,
      .max = 40 },
    { .name = "full_name",
      .label = T("Name"),
      .type = FIELD_TEXT,
      .at = AT(user_form_in, full_name),
      .required = true,
      .max = 100 },
    { .name = "password",
      .label = T("First password"),
      .type = FIELD_PASSWORD,
      .at = AT(user_form_in, password),
      .required = true,
      .max = 200,
      .help = T("At least 10 characters. A short sentence is best.") },
    { .name = "org", .label = T("Organisation"), .type = FIELD_TEXT, .at = AT(user_form_in, org), .required = true },
    { .name = "role",
      .label = T("Role"),
      .type = FIELD_CHOICE,
      .at = AT(user_form_in, role),
      .required = true,
      .options = role_options,
      .n_options = COUNT(role_options) },
};
const struct form user_form = {
    .name = "user", .fields = user_fields, .n_fields = COUNT(user_fields), .size = sizeof(struct user_form_in)
};

static const struct field role_fields[] = {
    { .name = "org", .label = T("Organisation"), .type = FIELD_TEXT, .at = AT(role_form_in, org), .required = true },
    { .name = "role",
      .label = T("Role"),
      .type = FIELD_CHOICE,
      .at = AT(role_form_in, role),
      .required = true,
      .options = role_options,
      .n_options = COUNT(role_options) },
};
const struct form role_form = {
    .name = "role", .fields = role_fields, .n_fields = COUNT(role_fields), .size = sizeof(struct role_form_in)
};

static const struct field first_password_fields[] = {
    { .name = "password",
      .label = T("First password"),
      .type = FIELD_PASSWORD,
      .at = AT(first_password_in, password),
      .required = true,
      .max = 200,
      .help = T("At least 10 characters. A short sentence is best.") },
};
const struct form first_password_form = { .name = "first_password",
                                          .fields = first_password_fields,
                                          .n_fields = COUNT(first_password_fields),
                                          .size = sizeof(struct first_password_in) };

static const struct field grant_fields[] = {
    { .name = "grantee",
      .label = T("Who may look"),
      .type = FIELD_TEXT,
      .at = AT(grant_form_in, grantee),
      .required = true },
    { .name = "purpose",
      .label = T("Purpose"),
      .type = FIELD_TEXT,
      .at = AT(grant_form_in, purpose),
      .required = true,
      .max = 200 },
    { .name = "decision_number",
      .label = T("Number of the inspection decision"),
      .type = FIELD_TEXT,
      .at = AT(grant_form_in, decision_number),
      .max = 60,
      .help = T("Only for an inspection; otherwise leave it empty.") },
    { .name = "books_from",
      .label = T("Books from"),
      .type = FIELD_DATE,
      .at = AT(grant_form_in, books_from),
      .help = T("Which postings may be read; empty: without limit.") },
    { .name = "books_to", .label = T("Books to"), .type = FIELD_DATE, .at = AT(grant_form_in, books_to) },
    { .name = "from",
      .label = T("Access from"),
      .type = FIELD_DATE,
      .at = AT(grant_form_in, from),
      .required = true },
    { .name = "until",
      .label = T("Access until"),
      .type = FIELD_DATE,
      .at = AT(grant_form_in, until),
      .required = true },
};
const struct form grant_form = {
    .name = "grant", .fields = grant_fields, .n_fields = COUNT(grant_fields), .size = sizeof(struct grant_form_in)
};

static const struct field id_fields[] = {
    { .name = "id", .label = "id", .type = FIELD_INT, .at = AT(id_in, id), .required = true },
    { .name = "active", .label = "active", .type = FIELD_BOOL, .at = AT(id_in, active) },
};
const struct form id_form = {
    .name = "id", .fields = id_fields, .n_fields = COUNT(id_fields), .size = sizeof(struct id_in)
};

static const struct field choose_fields[] = {
    { .name = "org", .label = T("Organisation"), .type = FIELD_TEXT, .at = AT(choose_in, org), .required = true },
    { .name = "delegation", .label = T("Delegation"), .type = FIELD_ID, .at = AT(choose_in, delegation) },
};
const struct form choose_form = {
    .name = "choose", .fields = choose_fields, .n_fields = COUNT(choose_fields), .size = sizeof(struct choose_in)
};
