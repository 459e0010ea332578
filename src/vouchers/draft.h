/* Drafts: a command in JSON and its owner, not yet a voucher. Four eyes: who prepares is not who posts. */
#ifndef VOUCHERS_DRAFT_H
#define VOUCHERS_DRAFT_H

#include "vouchers/voucher.h"

struct draft {
    int64_t id, org_id, owner_user_id, owner_for_id; /* owner_for_id: in whose name; 0 = the own */
    str kind, command_json, note;
    int64_t created_at;
};
result draft_save(struct cx *cx, struct db *db, struct draft *d);                            /* id 0 = new, filled */
result draft_list(struct cx *cx, struct db *db, int64_t org_id, struct draft **out, int *n); /* newest first */
result draft_load(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct draft *out);
result draft_drop(struct cx *cx, struct db *db, int64_t org_id, int64_t id);

/* Posts a draft through its kind's door in the name of who prepared it, then drops it. command: command_json, parsed.
 */
result draft_post(struct cx *cx, struct db *db, const struct draft *d, const struct json *command, struct posted *out);

/* Does a kind need two people? rule: the setting "four_eyes": "off", "money" for the kinds that move money, "all".
   voucher_post refuses a poster who prepared; voucher_void one who prepared what is voided. */
bool four_eyes_rule(str rule, str kind);
result four_eyes_needed(struct cx *cx, struct db *db, int64_t org_id, str kind, bool *needed);
result four_eyes_refuse(struct cx *cx); /* ERR_CONFLICT "voucher.four_eyes" */
/* Is whoever acts now, and in whose name, somebody else than who did it first, and in whose name? By delegation nobody
   is two people. */
bool four_eyes(const struct cx *cx, int64_t first_id, int64_t first_behalf_id);

#endif
