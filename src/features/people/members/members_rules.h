/* The pure half: what a record must look like. No database, no clock. Only this room includes it. */
#ifndef FEATURES_MEMBERS_RULES_H
#define FEATURES_MEMBERS_RULES_H

#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"

bool member_option_known(const struct option_list *list, str value);

/* Digits only, "+84" → "0". Text that is no number stays as it is. */
str phone_clean(struct arena *mem, str phone);
/* Eight to fifteen digits. */
bool phone_valid(str clean);
/* Without blanks and dots. */
str number_clean(struct arena *mem, str number);
/* Identity card (9) or citizen identity (12 digits, Law 26/2023/QH15 Art 12). */
bool number_valid(str clean);
/* "KH" + 7 → "KH07"; members have three digits. Longer numbers grow. */
str party_code_make(struct arena *mem, str kind, int64_t n);
str party_code_prefix(str kind);

/* Trimmed, NFC, upper-case code, clean phone and number; pushes an error at each text that may not be stored. */
void party_clean(struct cx *cx, struct party_in *in);
/* Everything that can be said without the database. */
void party_check(struct cx *cx, const struct party_in *in, date today);
/* The membership, its class and agreement. Defaults are filled in. */
void member_check(struct cx *cx, struct member_in *in, date today);
void agreement_check(struct cx *cx, const struct agreement_in *in);

struct party_diff {
    str field, before, after;
};
enum { PARTY_FIELDS_MAX = 12 };
/* What differs but the personal number. Returns how many. */
int party_diff(struct arena *mem, const struct party_in *old, const struct party_in *in, struct party_diff *out);

#endif
