/* What the room's pages and templates share. */
#ifndef FEATURES_PRIVACY_PAGES_H
#define FEATURES_PRIVACY_PAGES_H

#include "features/people/members/members.h"
#include "features/trust/privacy/privacy_person.h"
#include "features/trust/privacy/privacy_requests.h"
#include "web/data.h"
#include "web/widgets.h"

struct ask_in {
    str party, kind, words;
    date asked_on, told_on;
};
struct act_in { /* of every form on a request's page */
    str state, answer, reason, format;
    date told_on;
    bool confirmed;
};
extern const struct form ask_form, tell_form, extend_form, close_form, export_form, erase_form;

struct ask_page {
    html_safe csrf;
    const struct request *rq;
    const struct ask_in *in;
    str base;
    const struct choice *party;
    int n_party;
};
struct request_page {
    html_safe csrf;
    const struct request *rq; /* of a form with mistakes */
    const struct act_in *in;
    const struct privacy_request *r;
    const struct privacy_held *held;
    int n_held;
    str base, person_path, edit_path; /* paths empty: not for this reader */
    date today;
    bool is_late;
};
struct privacy_plan;
struct privacy_found;
struct erase_page {
    html_safe csrf;
    const struct privacy_plan *plan;
    const struct privacy_found *found;
    int n_found;
    str base, goes, law, stays; /* names of the data */
};
extern const struct data privacy_erase_data;
extern const struct data privacy_request_page_data, privacy_requests_data, privacy_views_data;

str privacy_base(const struct web *w); /* "/orgs/DEMO-RAU/privacy" */
result privacy_request_show(struct web *w);
result privacy_requests_show(struct web *w);
result privacy_views_show(struct web *w);
result privacy_export_post(struct web *w);
result privacy_erase_post(struct web *w);
/* Codes are kept in capitals. */
str privacy_capitals(struct arena *mem, str s);

/* ---- handlers of privacy_request_pages.c ---- */
result privacy_new_show(struct web *w);
result privacy_new_post(struct web *w);
result privacy_new_again(struct web *w);
result privacy_tell_post(struct web *w);
result privacy_extend_post(struct web *w);
result privacy_close_post(struct web *w);

#endif
