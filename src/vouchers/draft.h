/* Drafts: a command in JSON and its owner, not yet a voucher. Four eyes: who prepares is not who posts. */
#ifndef VOUCHERS_DRAFT_H
#define VOUCHERS_DRAFT_H

#include "db/db.h"

struct draft {
    int64_t id, org_id, owner_user_id;
    str kind, command_json, note;
    int64_t created_at;
};
result draft_save(struct cx *cx, struct db *db, struct draft *d);                            /* id 0 = new, filled */
result draft_list(struct cx *cx, struct db *db, int64_t org_id, struct draft **out, int *n); /* newest first */
result draft_load(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct draft *out);
result draft_drop(struct cx *cx, struct db *db, int64_t org_id, int64_t id);

/* Does a kind need two people in this organisation? From the setting "four_eyes" and whether the kind moves money. */
result four_eyes_needed(struct cx *cx, struct db *db, int64_t org_id, str kind, bool *needed);

#endif
