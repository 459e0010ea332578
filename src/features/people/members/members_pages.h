/* What the room's pages, forms and templates share. */
#ifndef FEATURES_MEMBERS_PAGES_H
#define FEATURES_MEMBERS_PAGES_H

#include "features/people/members/members_parts.h"
#include "features/people/members/members_rules.h"
#include "features/people/organisations/organisations.h"
#include "web/data.h"
#include "web/widgets.h"

struct member_form_in { /* also of parties, which leave the membership empty */
    str code, kind, full_name, phone, address, hamlet, gender, tax_code, personal_number, class, agreement_number,
        intake_mode, reason;
    date birth_on, joined_on, agreement_on;
    int64_t fee_bp;
    bool is_worker, is_person, duplicate_ok;
};
struct dated_form_in {
    str class, agreement_number, intake_mode, reason;
    date from, agreement_on;
    int64_t fee_bp;
};
extern const struct form member_form, member_edit_form, party_form, party_edit_form, class_form, agreement_form,
    leave_form, join_form;
extern const struct data parties_data, party_data;

struct party_edit_page {
    html_safe csrf;
    const struct request *rq;
    const struct member_form_in *in;
    const struct form *form;
    str action, back;
};
struct party_page_view {
    html_safe csrf;
    const struct web *w;
    const struct party *p;
    const struct passbook *book;
    const struct passbook_query *q;
    const struct party_event *event;
    int n_event;
    str base;
    bool may_write, may_open, outside, members;
    str whole_number; /* after an explicit request only */
    const struct party_opening *opening;
    int n_opening;
    bool may_ask; /* record a request about personal data */
};

/* ---- members_pages.c ---- */
struct party_query { /* what a page reads of one party */
    struct web *w;
    struct party party;
    struct passbook book;
    struct passbook_query q;
    struct party_event *event;
    int n_event;
    struct party_opening *opening;
    int n_opening;
    struct organisation org;
};
/* "members" or "parties", by the path asked for. */
bool party_is_members_path(const struct web *w);
str party_base(const struct web *w);
/* A party with what a reader from outside may not see taken away. */
void party_hide(const struct web *w, struct party *p);

/* ---- members_list.c ---- */
result parties_show(struct web *w);

/* ---- members_print.c ---- */
result passbook_pdf(struct web *w, const struct party_query *q);

str party_value_label(const struct cx *cx, str field, str value);
/* The page of a party with its whole number, after an explicit request. */
result party_show_number(struct web *w, str number);

/* ---- handlers of members_write.c ---- */
result member_new_show(struct web *w);
result member_new_post(struct web *w);
result party_edit_show(struct web *w);
result party_edit_post(struct web *w);
result member_dated_show(struct web *w);
result member_class_post(struct web *w);
result member_agreement_post(struct web *w);
result member_leave_post(struct web *w);
result member_join_post(struct web *w);
result party_number_post(struct web *w);
/* From a filled form to what the use case wants. */
struct member_in member_in_of(const struct member_form_in *f, const struct member_seal *seal);

#endif
