/* Free words of the spine, in which somebody may be named: read through, and taken back. The digest of a memo stays in
   the log, so what was proved stays provable. */
#ifndef VOUCHERS_WORDS_H
#define VOUCHERS_WORDS_H

#include "db/db.h"

struct voucher_words {
    int64_t voucher_id;
    date posting_on;
    str memo;    /* valid during the call */
    bool is_own; /* the party is the only one that the voucher's lines speak of */
};
typedef result (*voucher_words_fn)(struct cx *cx, void *arg, const struct voucher_words *w);
/* Every memo of an organisation, in order of vouchers. */
result voucher_words_each(struct db *db, int64_t org_id, int64_t party_id, voucher_words_fn fn, void *arg);
/* The posting date of the last voucher with an effect of the party; none = there is none. */
result voucher_last_of_party(struct db *db, int64_t org_id, int64_t party_id, date *on);
/* Takes the words back that a month was closed or opened with; its state stays. */
result period_reason_erase(struct db *db, int64_t org_id, date first_on);

/* The words by which a memo is found: text_fold, never empty. */
str voucher_memo_folded(struct arena *mem, str memo);
/* The words stay, but the voucher is not found by them. */
result voucher_words_hide(struct db *db, int64_t org_id, int64_t voucher_id);
/* Folds memos that were kept before words could be searched: a job. */
result voucher_words_fold(struct cx *cx, struct store *s);

#endif
