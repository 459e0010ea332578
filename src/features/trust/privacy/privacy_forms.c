/* The forms of requests. */
#include "features/trust/privacy/privacy_pages.h"

#define AT(m) offsetof(struct ask_in, m)
static const struct option kind_options[] = { { "export", T("to get the own data") },
                                              { "correct", T("to have them corrected") },
                                              { "erase", T("to have them erased") },
                                              { "object", T("objects to their use") } };
static const struct field ask_fields[] = {
    { .name = "party",
      .label = T("Who asks"),
      .help = T("Code or name of the member or partner."),
      .type = FIELD_TEXT,
      .at = AT(party),
      .required = true,
      .max = 250,
      .pick = "privacy/pick/parties" },
    { .name = "kind",
      .label = T("What is asked"),
      .type = FIELD_CHOICE,
      .at = AT(kind),
      .required = true,
      .options = kind_options,
      .n_options = COUNT(kind_options) },
    { .name = "words",
      .label = T("In the person's words"),
      .help = T("What is to be corrected, or what the person objects to."),
      .type = FIELD_AREA,
      .at = AT(words),
      .max = 2000 },
    { .name = "asked_on", .label = T("Asked on"), .type = FIELD_DATE, .at = AT(asked_on), .required = true },
    { .name = "told_on",
      .label = T("Receipt confirmed on"),
      .help = T("When the person was told that the request has come and how it goes on. Empty: not yet."),
      .type = FIELD_DATE,
      .at = AT(told_on) },
};
const struct form ask_form = {
    .name = "privacy_ask", .fields = ask_fields, .n_fields = COUNT(ask_fields), .size = sizeof(struct ask_in)
};
#undef AT

#define AT(m) offsetof(struct act_in, m)
static const struct option ends[] = { { "done", T("met") }, { "refused", T("declined") } };
static const struct field tell_fields[] = {
    { .name = "told_on", .label = T("Receipt confirmed on"), .type = FIELD_DATE, .at = AT(told_on), .required = true },
};
static const struct field extend_fields[] = {
    { .name = "reason",
      .label = T("Why more time is needed"),
      .help = T("The person must be told this reason before the time is over."),
      .type = FIELD_AREA,
      .at = AT(reason),
      .required = true,
      .max = 1000 },
};
static const struct field close_fields[] = {
    { .name = "state",
      .label = T("Result of the request"),
      .type = FIELD_CHOICE,
      .at = AT(state),
      .required = true,
      .options = ends,
      .n_options = COUNT(ends) },
    { .name = "answer",
      .label = T("What the person was told"),
      .help = T("A refusal says why. Name nobody else here."),
      .type = FIELD_AREA,
      .at = AT(answer),
      .required = true,
      .max = 4000 },
};
static const struct option formats[] = { { "json", "JSON" }, { "pdf", "PDF" } };
static const struct field export_fields[] = {
    { .name = "format",
      .label = T("Format"),
      .type = FIELD_CHOICE,
      .at = AT(format),
      .required = true,
      .options = formats,
      .n_options = COUNT(formats) },
};
static const struct field erase_fields[] = {
    { .name = "confirmed",
      .label = T("I have read it: erase this person's data for ever"),
      .type = FIELD_BOOL,
      .at = AT(confirmed) },
};
#define FORM(form_name, form_fields)                                                                                   \
    {                                                                                                                  \
        .name = form_name, .fields = form_fields, .n_fields = COUNT(form_fields), .size = sizeof(struct act_in)        \
    }
const struct form tell_form = FORM("privacy_tell", tell_fields), extend_form = FORM("privacy_extend", extend_fields),
                  close_form = FORM("privacy_close", close_fields), export_form = FORM("privacy_export", export_fields),
                  erase_form = FORM("privacy_erase", erase_fields);
