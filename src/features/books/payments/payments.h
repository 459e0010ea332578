/* Cash in and out. A payment to a member pays slips; what a receipt is for follows from the purpose chosen, not from
   account numbers. Law: Circular 71/2024 forms 01-TT, 02-TT, account 1111 (no negative cash). */
#ifndef FEATURES_PAYMENTS_H
#define FEATURES_PAYMENTS_H

#include "features/people/members/members.h"

extern const struct feature payments_feature;

struct payment_part {
    int64_t voucher_id; /* the slip paid */
    money amount;
    int row_no; /* its place on the form: errors say "row-<row_no>-amount" */
};
/* Somebody was named whom nobody knows; that is told already, and what does not depend on it is still checked. */
enum { PAYMENT_PARTY_WRONG = -1 };
struct payment_in {
    int64_t org_id;
    bool out;         /* true: phiếu chi; false: phiếu thu */
    str purpose;      /* a key of payment_purposes */
    int64_t party_id; /* or PAYMENT_PARTY_WRONG */
    money amount;     /* with parts: their sum or 0 */
    const struct payment_part *part;
    int n_part;
    date on;
    str memo, request_id;
    bool confirmed; /* a warning about a similar one was read: payment_command_json says so */
};
struct payment_purpose {
    const char *key, *label; /* T("…") */
    bool out, party;         /* party: somebody must be named */
    const char *account;     /* contra account */
};
extern const struct payment_purpose payment_purposes[];
extern const int n_payment_purposes;

/* All mistakes at once. Refuses to pay more than a slip still owes, a void slip, and more cash than there is. */
result payment_post(struct cx *cx, struct db *db, const struct payment_in *in, struct posted *out);
/* The same without writing: for the preview. */
result payment_check(struct cx *cx, struct db *db, const struct payment_in *in);

/* Posts, and unless in->confirmed warns (ERR_CONFLICT "payment.similar" at the amount) when another living one of the
   day has the same person, purpose and amount: the failure takes the posting back with the transaction. */
result payment_post_warning(struct cx *cx, struct db *db, const struct payment_in *in, struct posted *out);

/* The kinds' door: {"kind":"payment.out","org","purpose","party","on","amount_vnd","parts":[{"voucher","amount_vnd"}],
   "memo","request_id","confirmed"}; party is a code, on is today when absent; "payment.similar" unless confirmed. */
result payment_post_command(struct cx *cx, struct db *db, const struct json *command, struct posted *out);
/* "purpose" of such a command in words. */
str payment_word(const struct cx *cx, str field, str value);
/* The same command written, for a draft. */
str payment_command_json(struct cx *cx, const struct payment_in *in, str org_code, str party_code);

/* Slips of a party that still owe something, oldest first. */
struct payable {
    int64_t voucher_id, price_voucher_id;
    str number_text, item_name;
    date on;
    money amount, paid, open;
};
result payables_of(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct payable **out, int *n);
/* Who is owed what: all parties with an open balance on 331, largest first. */
struct creditor {
    int64_t party_id;
    str code, full_name;
    money owed;
};
result creditors(struct cx *cx, struct db *db, int64_t org_id, struct creditor **out, int *n);
result cash_balance(struct cx *cx, struct db *db, int64_t org_id, money *out);
/* The same at the end of a day; DATE_OPEN = now. */
result creditors_on(struct cx *cx, struct db *db, int64_t org_id, date last, struct creditor **out, int *n);
result cash_balance_on(struct cx *cx, struct db *db, int64_t org_id, date last, money *out);

struct payment_record {
    int64_t voucher_id, party_id;
    str number_text, party_code, party_name, party_address, account, memo;
    bool out, is_void;
    money amount;
    date on;
    struct sha256 leaf;
};
result payment_get(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct payment_record *out);

#endif
