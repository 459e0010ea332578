/* The pure half of the register: what a record must look like. No database, no clock. Only this room includes it. */
#ifndef FEATURES_ORGANISATIONS_RULES_H
#define FEATURES_ORGANISATIONS_RULES_H

#include "features/people/organisations/organisations.h"

bool org_option_known(const struct option_list *list, str value);

/* [A-Z0-9-]{2,24}, not beginning or ending with '-'. */
bool org_code_valid(str code);
/* Ten digits, or ten digits, '-', three digits (a dependent unit). Decree 92/2024 Art 14. */
bool org_tax_code_valid(str s);

/* Search form of a name with the legal form written one way: "HTX Đông" and "Hợp tác xã Đông" → "hop tac xa dong". */
str org_name_fold(struct arena *mem, str name);
/* What distinguishes a name: its folded words without legal forms, trades and the word demo. May be empty. */
str org_name_core(struct arena *mem, str name);
/* needle occurs in hay as whole words; an empty needle never does. Both folded. */
bool org_words_hold(str hay, str needle);
/* Two names that people would take for the same holder. */
bool org_names_meet(struct arena *mem, str demo, str real);

/* NFC and trimmed texts, upper-case code, defaults filled in. Pushes an error at each text that may not be stored. */
void org_clean(struct cx *cx, struct org_in *in);
/* Everything that can be said without the database; today in the organisation's zone. */
void org_check(struct cx *cx, const struct org_in *in, date today, bool is_new);

enum { ORG_FIELDS_MAX = 16 };
/* What differs, as texts: field, before, after (at, user_id, reason are left to the caller). Returns how many. */
int org_diff(struct arena *mem, const struct organisation *old, const struct org_in *in, struct org_change *out);

/* "38.2" → 38200; at most three decimals. */
[[nodiscard]] bool milli_parse(str s, int64_t *out);
/* 38200 → "38,2" (vi) / "38.2" (en), thousands grouped. */
str milli_text(struct arena *mem, int64_t milli, bool english);
/* "21.03853" → 21038530. */
[[nodiscard]] bool microdeg_parse(str s, int64_t *out);
/* "2025-11-30" → "30/11/2025", "2025-11" → "11/2025", "2025" as is; "" stays "". */
str as_of_text(struct arena *mem, str as_of);

#endif
