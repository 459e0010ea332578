/* Members and other parties: who a cooperative deals with, in which class and under which agreement on a date.
   Memory: results live in cx->mem. All functions push their errors on cx. The caller locks org_id before it writes.
   Law: Law on Cooperatives 17/2023/QH15 Art 4.1, 4.16, 30–34; Law on the protection of personal data 91/2025/QH15.
   needs: identity, organisations */
#ifndef FEATURES_MEMBERS_H
#define FEATURES_MEMBERS_H

#include "base/seen.h"
#include "web/pick.h"

extern const struct feature members_feature;
/* Everybody, and those who may deliver: members and suppliers. */
extern const struct picker party_picker, seller_picker;

/* What finds parties by words that somebody types: a range of v_party_word.word, and what else must stand in name_fold
   (both may be empty). fold is text_fold of it, not empty. */
struct party_seek {
    str from, to, rest, rest_more;
};
result party_seek(struct cx *cx, struct db *db, int64_t org_id, str fold, struct party_seek *out);

/* What other rooms must know of a party on a date to post correctly. */
struct member_state {
    int64_t party_id;
    str code, full_name, token;
    bool is_member; /* a membership is running */
    str class;      /* "official" "affiliate_capital" "affiliate_use"; "" when not a member */
    bool has_agreement;
    str intake_mode; /* "bought" "on_behalf" "processing": the agreement's; "bought" without one */
    int64_t fee_bp;  /* the cooperative's fee when it sells on the member's behalf */
};
/* ERR_NOT_FOUND "party.not_found" when the party is not this organisation's. */
result member_state_on(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, date on,
                       struct member_state *out);
/* The party with this code. */
result party_by_code(struct cx *cx, struct db *db, int64_t org_id, str code, int64_t *party_id);
/* Internal transactions are those with official members under a written agreement (Law 17/2023 Art 4.1). */
bool member_is_internal(const struct member_state *m);

/* ---- personal numbers ---- */
/* The key that seals them, from the installation's secret. Get it before the transaction; wants the store. */
struct member_seal {
    uint8_t key[32];
};
result member_seal_get(struct cx *cx, struct store *s, struct member_seal *out);
/* Who saw the whole number, newest first, at most a hundred; who "" = the operator at the command line. */
struct party_opening {
    int64_t at;
    str who;
};
result party_openings(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct party_opening **out,
                      int *n);
str party_number_masked(struct arena *mem, str last_digits); /* "••••••1234"; "" of nothing */
/* A number that waits inside the record `id` until it becomes a party's, as hexadecimal text; opened for the same
   record only. False when the text is not of this installation. */
str party_number_wrap(struct cx *cx, const struct member_seal *seal, int64_t org_id, int64_t id, str number);
[[nodiscard]] bool party_number_unwrap(struct cx *cx, const struct member_seal *seal, int64_t org_id, int64_t id,
                                       str hex, str *number);

/* ---- parties ---- */
struct option_list;
extern const struct option_list party_kinds, partner_kinds, party_genders, member_classes, intake_modes;

/* What a person fills in. Kind only when adding. */
struct party_in {
    str code; /* "" = the next one: TV001, KH01, NCC01, NV01 */
    str kind; /* "member" "customer" "supplier" "employee" "other" */
    str full_name, phone, address, hamlet;
    date birth_on;
    str gender; /* "f" "m" "" */
    str tax_code;
    bool is_person;
    str personal_number;            /* 9 or 12 digits; "" = none when adding, as it was when changing */
    bool duplicate_ok;              /* "I know": the warning about a similar party was read */
    str reason;                     /* of a change */
    const struct member_seal *seal; /* needed where a personal number is given */
    struct party_series *series;    /* of who adds many; NULL = the last number is looked up */
};
struct party_series { /* numbers of one kind go on from here; begin with zero */
    int64_t last;
    bool known;
};
/* All mistakes at once; ERR_CONFLICT "party.duplicate" for the same number, phone, or name with birth date inside the
   organisation unless duplicate_ok. A demo organisation refuses published names: "party.real_name". */
result party_add(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, int64_t *party_id);

/* How many effects of vouchers speak of the party, voided ones included: facts stay for ever. */
result party_uses(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, int64_t *n);

/* Whom to look for when somebody's traces are told or taken away. seal NULL: the personal number is not looked for.
   The number opened here is for looking only: nobody sees it, so nothing is written down. */
struct person_ask {
    int64_t org_id, party_id;
    const struct member_seal *seal;
};
result party_person(struct cx *cx, struct db *db, const struct person_ask *ask, struct person *out);
/* Does tell_person tell the actor the whole number? Then whoever hands it on writes that down, before. */
bool party_number_told(const struct cx *cx, const struct person *who);
result party_number_noted(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id);

/* ---- membership ---- */
struct agreement_in {
    str number; /* "" = no written agreement */
    date signed_on, from;
    str intake_mode;
    int64_t fee_bp; /* of the price, when sold on the member's behalf */
};
struct member_in {
    struct party_in party;
    date joined_on; /* none = today */
    str class;      /* "" = official */
    bool is_worker;
    struct agreement_in agreement;
};
/* Party, membership, class and agreement in one act. */
result member_add(struct cx *cx, struct db *db, int64_t org_id, const struct member_in *in, int64_t *party_id);

/* Many at once: what a file has said so far. */
struct member_batch {
    struct seen phone, number, person, code;
    uint64_t mark[4]; /* of the row under way, for these four */
    int row_no;
};
struct member_batch member_batch_new(struct arena *mem, int64_t room); /* room: about as many as will come */
/* All mistakes that member_add would tell, and what rows before it say too (ERR_CONFLICT "party.in_file"), writing
   nothing. _note remembers a good row; _more makes room, outside of memory that is given back. */
result member_try(struct cx *cx, struct db *db, int64_t org_id, const struct member_in *in, struct member_batch *b);
result party_try(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, struct member_batch *b);
void member_batch_note(struct member_batch *b);
void member_batch_more(struct member_batch *b, struct arena *mem, int more);
enum { MEMBER_IDS = 4 }; /* that member_add takes at most: for db_reserve_ids */
/* Takes back parties that were a mistake, ascending, with memberships, numbers and history; audit lines stay.
   ERR_CONFLICT "party.in_use" when an effect speaks of one. parties_used: all of whom effects speak, ascending. */
result parties_remove(struct cx *cx, struct db *db, int64_t org_id, const int64_t *party_id, int n);
result parties_used(struct cx *cx, struct db *db, int64_t org_id, int64_t **party_id, int *n);

/* ---- reading ---- */
struct party {
    int64_t id;
    str code, kind, full_name, phone, address, hamlet, gender, tax_code, token;
    str last_digits; /* of the personal number; "" = none is kept */
    date birth_on;
    bool is_person, is_erased, is_member;     /* is_member: on the day asked for */
    str class, agreement_number, intake_mode; /* "" = none on that day */
    int64_t fee_bp;
    date agreement_on, joined_on, left_on; /* of the latest membership; none = never a member, still one */
    date restricted_on;                    /* since then only vouchers show name, address and tax code */
    str left_reason;
};
result party_read(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct party *out);
struct party_filter {
    int64_t org_id;
    bool members;                   /* else all others: customers, suppliers, employees */
    date on;                        /* none = today */
    str q;                          /* as typed: name, code or phone; accents and case do not matter */
    str kind, class, hamlet, state; /* "" = all; state "active" "left" */
    str sort;                       /* "name" "given" "code"; "" = code */
    bool desc;
    int64_t offset, limit; /* limit 0 = all */
};
struct party_rows {
    struct party *row;
    int n;
};
result party_list_read(struct cx *cx, struct db *db, const struct party_filter *f, struct party_rows *out);
result party_hamlets(struct cx *cx, struct db *db, int64_t org_id, str **out, int *n);
struct party_event { /* one entry of the history; fields are names of party_in, "class", "agreement", "joined", "left"
                      */
    int64_t at, user_id;
    str user_name, field, before, after, reason;
};
result party_history(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct party_event **out, int *n);
str party_field_label(const struct cx *cx, str field); /* "phone" → "Điện thoại" */

/* ---- passbook: what stands between a party and the cooperative, from the spine ---- */
struct passbook_line {
    int64_t voucher_id;
    date on;
    str number, kind;          /* code of the voucher's kind */
    str goods;                 /* "Cải mơ 412,5 kg"; "" = none */
    money used;                /* value counted in the degree of use */
    money owed, paid, balance; /* credit and debit on receivables, advances and payables; what is owed then */
    bool is_void;              /* undone by a later voucher, or itself the undoing */
};
struct passbook {
    money open, owed, paid, close, used;
    struct passbook_line *line;
    int n;
};
struct passbook_query {
    int64_t org_id, party_id;
    date from, to;
};
result passbook_read(struct cx *cx, struct db *db, const struct passbook_query *q, struct passbook *out);
struct data;
extern const struct data party_inside, passbook_data; /* a party, a passbook: as programs are told */
/* Answers with the passbook on paper; a reader from outside finds initials on it. */
result passbook_print(struct web *w, const struct passbook_query *q);

#endif
