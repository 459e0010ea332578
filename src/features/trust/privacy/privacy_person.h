/* Everything that is held about one person: counted, told, looked for in free words. Made from the schema, the rooms'
   personal tables and their hooks (web/feature.h), so that a new room is in it by being there. */
#ifndef FEATURES_PRIVACY_PERSON_H
#define FEATURES_PRIVACY_PERSON_H

#include "db/tables.h"
#include "features/trust/privacy/privacy_parts.h"

struct json_out;

/* Tables that hold rows of the party; what is made from other tables is left out. One statement. */
struct privacy_held {
    str table, label;
    int64_t n;
};
result privacy_held(struct cx *cx, struct db *db, const struct db_party_ask *whose, struct privacy_held **out, int *n);

/* Free words that name the person. */
struct privacy_mention {
    const struct personal_field *field;
    const struct db_table *table;
    str words;
    date on;     /* of the voucher whose words they are; none: not of a voucher */
    bool is_own; /* in a row of the person's own */
};
typedef result (*privacy_mention_fn)(struct cx *cx, void *arg, const struct privacy_mention *m);
/* Each of them, in order of the tables; m and its words are valid during the call. */
result privacy_mentions(struct cx *cx, struct db *db, const struct person *who, privacy_mention_fn fn, void *arg);

/* One JSON object with all of it; only reads, and wants a transaction that sees everything. */
result privacy_tell(struct cx *cx, struct db *db, const struct person *who, struct json_out *j);
/* Keys and coded values in the reader's words; as written when nobody named them. */
str privacy_key_label(const struct cx *cx, str key);
str privacy_value_label(const struct cx *cx, str key, str value);

/* The same on paper, from what privacy_tell wrote. */
struct privacy_paper {
    str json, org_name;
    bool demo;
};
result privacy_paper(struct cx *cx, const struct privacy_paper *p, str *pdf);

#endif
