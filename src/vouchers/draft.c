/* Drafts and four eyes. */
#include "vouchers/draft.h"
#include "vouchers/audit.h"
#include "vouchers/notice.h"
#include "vouchers/ledger.h"
#include "vouchers/voucher.h"
#include "vouchers.sql.h"

static result missing(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("draft.not_found"), .field = S("id"),
                .message = tr(cx, "There is no such draft."));
}

result draft_save(struct cx *cx, struct db *db, struct draft *d)
{
    int64_t changed;
    if (d->id) {
        TRY(draft_update(db,
                         (struct draft_update_args){
                             .org_id = d->org_id, .id = d->id, .command_json = d->command_json, .note = d->note },
                         &changed));
        return changed ? OK : missing(cx);
    }
    d->id = db_next_id(db, d->org_id);
    if (d->id < 0)
        return FAILED;
    d->created_at = cx->now_at;
    d->owner_user_id = cx->actor.user_id;
    d->owner_for_id = cx->actor.behalf_id;
    return draft_insert(db, (struct draft_insert_args){ .org_id = d->org_id,
                                                        .id = d->id,
                                                        .kind = d->kind,
                                                        .owner_user_id = d->owner_user_id,
                                                        .owner_for_id = d->owner_for_id,
                                                        .command_json = d->command_json,
                                                        .note = d->note,
                                                        .created_at = d->created_at });
}

result draft_list(struct cx *cx, struct db *db, int64_t org_id, struct draft **out, int *n)
{
    struct draft_all *row;
    TRY(draft_all(db, (struct draft_all_args){ .org_id = org_id }, &row, n));
    *out = new (cx->mem, struct draft, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct draft){ .id = row[i].id,
                                    .org_id = org_id,
                                    .owner_user_id = row[i].owner_user_id,
                                    .owner_for_id = row[i].owner_for_id,
                                    .kind = row[i].kind,
                                    .command_json = row[i].command_json,
                                    .note = row[i].note,
                                    .created_at = row[i].created_at };
    return OK;
}

result draft_load(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct draft *out)
{
    struct draft_get row;
    bool found;
    TRY(draft_get(db, (struct draft_get_args){ .org_id = org_id, .id = id }, &row, &found));
    if (!found)
        return missing(cx);
    *out = (struct draft){ .id = row.id,
                           .org_id = org_id,
                           .owner_user_id = row.owner_user_id,
                           .owner_for_id = row.owner_for_id,
                           .kind = row.kind,
                           .command_json = row.command_json,
                           .note = row.note,
                           .created_at = row.created_at };
    return OK;
}

result draft_drop(struct cx *cx, struct db *db, int64_t org_id, int64_t id)
{
    int64_t changed;
    TRY(draft_delete(db, (struct draft_delete_args){ .org_id = org_id, .id = id }, &changed));
    return changed ? OK : missing(cx);
}

result draft_post(struct cx *cx, struct db *db, const struct draft *d, const struct json *command, struct posted *out)
{
    const struct voucher_kind *k = voucher_kind_find(d->kind);
    if (!k || !k->post)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.kind_unknown"),
                    .message = TRF(cx, "There is no voucher of the kind {1}.", d->kind));
    cx->actor.for_user_id = d->owner_user_id;
    cx->actor.for_behalf_id = d->owner_for_id;
    result r = k->post(cx, db, command, out);
    cx->actor.for_user_id = cx->actor.for_behalf_id = 0;
    return r.ok ? draft_drop(cx, db, d->org_id, d->id) : r;
}

bool four_eyes_rule(str rule, str kind)
{
    const struct voucher_kind *k = voucher_kind_find(kind);
    return str_eq(rule, S("all")) || (str_eq(rule, S("money")) && k && k->money);
}

result four_eyes_needed(struct cx *cx, struct db *db, int64_t org_id, str kind, bool *needed)
{
    str rule;
    TRY(org_setting_get(cx, db, org_id, S("four_eyes"), &rule));
    *needed = four_eyes_rule(rule, kind);
    return OK;
}

bool four_eyes(const struct cx *cx, int64_t first_id, int64_t first_behalf_id)
{
    int64_t now_id = cx->actor.user_id, now_behalf_id = cx->actor.behalf_id;
    if (first_id == now_id || (now_behalf_id && first_id == now_behalf_id))
        return false;
    return !first_behalf_id || (first_behalf_id != now_id && first_behalf_id != now_behalf_id);
}

result four_eyes_refuse(struct cx *cx)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.four_eyes"),
                .message = tr(cx, "Somebody else must approve this voucher."),
                .hint = tr(cx, "Keep it as a draft; a second person posts it."));
}

result audit_write(struct cx *cx, struct db *db, struct audit a)
{
    int64_t id = db_next_id(db, a.org_id);
    if (id < 0)
        return FAILED;
    TRY(audit_insert(db, (struct audit_insert_args){ .org_id = a.org_id,
                                                     .id = id,
                                                     .at = cx->now_at,
                                                     .user_id = cx->actor.user_id,
                                                     .for_user_id = cx->actor.behalf_id,
                                                     .action = a.action,
                                                     .subject = a.subject,
                                                     .subject_id = a.subject_id,
                                                     .grant_id = a.grant_id,
                                                     .detail = a.detail }));
    return notice_tell(cx, db, &(struct notice){ a.org_id, a.action, a.subject, a.subject_id, a.detail });
}
