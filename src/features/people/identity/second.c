/* Two-step log-in: keys, codes, recovery codes. Every function here runs inside the caller's transaction; logging in
   itself is in sessions.c. No key and no code gets into an error or an audit line. */
#include "features/people/identity/second.h"
#include "second.sql.h"

#include "base/hash.h"
#include "os/os.h"

#include <sodium.h>

enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES };

result second_seal_get(struct cx *cx, struct store *s, struct second_seal *out)
{
    return secret_get(cx, s, S("second"), out->key);
}

/* One key a user: a row put under another user's id opens nothing. */
static void derive(const struct second_seal *seal, int64_t user_id, uint8_t key[32])
{
    uint8_t in[8];
    for (int i = 0; i < 8; i++)
        in[i] = (uint8_t)((uint64_t)user_id >> (8 * i));
    crypto_generichash(key, 32, in, sizeof in, seal->key, sizeof seal->key);
}

static str closed(struct cx *cx, const struct second_seal *seal, int64_t user_id, const uint8_t plain[CODE_KEY])
{
    uint8_t key[32], *out = (uint8_t *)arena_bytes(cx->mem, NONCE + MAC + CODE_KEY, 1);
    derive(seal, user_id, key);
    os_random(out, NONCE);
    crypto_secretbox_easy(out + NONCE, plain, CODE_KEY, out, key);
    sodium_memzero(key, sizeof key);
    return (str){ (const char *)out, NONCE + MAC + CODE_KEY };
}

static bool opened(struct cx *cx, const struct second_seal *seal, int64_t user_id, str sealed, str *plain)
{
    uint8_t key[32], *out = (uint8_t *)arena_bytes(cx->mem, CODE_KEY, 1);
    if (sealed.n != NONCE + MAC + CODE_KEY)
        return false;
    derive(seal, user_id, key);
    int bad = crypto_secretbox_open_easy(out, (const uint8_t *)sealed.s + NONCE, MAC + CODE_KEY,
                                         (const uint8_t *)sealed.s, key);
    sodium_memzero(key, sizeof key);
    *plain = (str){ (const char *)out, CODE_KEY };
    return bad == 0;
}

static result key_of(struct cx *cx, const struct second_get *row, int64_t user_id, const struct second_seal *seal,
                     str *key)
{
    if (opened(cx, seal, user_id, row->sealed_bytes, key))
        return OK;
    return fail(cx, .kind = ERR_ENV, .code = S("second.seal"),
                .message = tr(cx, "The key of the two-step log-in cannot be read here."),
                .hint = tr(cx, "An administrator can take the two-step log-in off."));
}

static result note(struct cx *cx, struct db *db, const char *action, int64_t user_id)
{
    return audit_write(cx, db, (struct audit){ 0, str_of(action), S("user"), user_id, 0, S("") });
}

static result wrong_code(struct cx *cx)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("second.code"), .field = S("code"),
                .message = tr(cx, "This code is not right, or it was used already."),
                .hint = tr(cx, "Wait for the next code and see whether the telephone's clock is right."));
}

result second_state(struct cx *cx, struct db *db, int64_t user_id, struct second *out)
{
    struct second_get row;
    bool found;
    (void)cx;
    TRY(second_get(db, (struct second_get_args){ .user_id = user_id }, &row, &found));
    *out = (struct second){ 0 };
    if (found)
        *out = (struct second){ row.second_on_at != 0, row.second_on_at == 0, row.second_on_at, row.n_left };
    return OK;
}

result second_begin(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal)
{
    struct second now;
    uint8_t fresh[CODE_KEY];
    TRY(second_state(cx, db, user_id, &now));
    if (now.is_on)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("second.on"),
                    .message = tr(cx, "The two-step log-in is on already."));
    os_random(fresh, sizeof fresh);
    str sealed = closed(cx, seal, user_id, fresh);
    sodium_memzero(fresh, sizeof fresh);
    return second_put(
        db, (struct second_put_args){ .user_id = user_id, .sealed_bytes = sealed, .made_at = cx->now_at });
}

result second_key(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal, str *key)
{
    struct second_get row;
    bool found;
    *key = S("");
    TRY(second_get(db, (struct second_get_args){ .user_id = user_id }, &row, &found));
    return found && !row.second_on_at ? key_of(cx, &row, user_id, seal, key) : OK;
}

/* ---- codes ---- */

/* The code of now, once. */
static result take_code(struct cx *cx, struct db *db, const struct second_get *row, int64_t user_id,
                        const struct second_seal *seal, str code)
{
    str key;
    int64_t changed = 0;
    TRY(key_of(cx, row, user_id, seal, &key));
    int64_t step = code_find(key, cx->now_at, row->last_step, code);
    if (step)
        TRY(second_use(db, (struct second_use_args){ .step_no = step, .user_id = user_id }, &changed));
    return changed ? OK : wrong_code(cx);
}

static result take_recovery(struct cx *cx, struct db *db, int64_t user_id, str code)
{
    int64_t changed;
    struct sha256 h = sha256_of(code);
    TRY(recovery_use(
        db, (struct recovery_use_args){ .used_at = cx->now_at, .user_id = user_id, .code_hash = sha256_str(&h) },
        &changed));
    return changed ? note(cx, db, "user.recovery_code", user_id) : wrong_code(cx);
}

result second_take(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal, str typed, bool *good)
{
    struct second_get row;
    bool found;
    str code = code_clean(cx->mem, typed);
    TRY(second_get(db, (struct second_get_args){ .user_id = user_id }, &row, &found));
    *good = found && row.second_on_at &&
            (code.n == CODE_DIGITS ? take_code(cx, db, &row, user_id, seal, code)
                                   : take_recovery(cx, db, user_id, code))
                .ok;
    if (*good || !cx->errors || cx->errors->kind == ERR_INVALID) {
        cx_clear_errors(cx);
        return OK;
    }
    return FAILED;
}

result second_renew(struct cx *cx, struct db *db, int64_t user_id, str recovery[RECOVERY_CODES])
{
    TRY(recovery_delete(db, (struct recovery_delete_args){ .user_id = user_id }));
    for (int i = 0; i < RECOVERY_CODES; i++) {
        char *fresh = arena_bytes(cx->mem, RECOVERY_BYTES, 1);
        os_random(fresh, RECOVERY_BYTES);
        recovery[i] = recovery_text(cx->mem, (str){ fresh, RECOVERY_BYTES });
        struct sha256 h = sha256_of(code_clean(cx->mem, recovery[i]));
        TRY(recovery_insert(db, (struct recovery_insert_args){
                                    .user_id = user_id, .code_hash = sha256_str(&h), .made_at = cx->now_at }));
    }
    return note(cx, db, "user.recovery_new", user_id);
}

result second_confirm(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal, str code,
                      str recovery[RECOVERY_CODES])
{
    struct second_get row;
    bool found;
    TRY(second_get(db, (struct second_get_args){ .user_id = user_id }, &row, &found));
    if (!found || row.second_on_at)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("second.none"),
                    .message = tr(cx, "There is nothing to confirm. Begin again."));
    TRY(take_code(cx, db, &row, user_id, seal, code_clean(cx->mem, code)));
    TRY(second_on_put(db, (struct second_on_put_args){ .second_on_at = cx->now_at, .id = user_id }));
    TRY(note(cx, db, "user.second_on", user_id));
    return second_renew(cx, db, user_id, recovery);
}

result second_drop(struct db *db, int64_t user_id)
{
    TRY(second_on_put(db, (struct second_on_put_args){ .id = user_id }));
    TRY(second_delete(db, (struct second_delete_args){ .user_id = user_id }));
    TRY(recovery_delete(db, (struct recovery_delete_args){ .user_id = user_id }));
    return half_drop(db, (struct half_drop_args){ .user_id = user_id });
}

result second_end(struct cx *cx, struct db *db, int64_t user_id)
{
    struct second now;
    TRY(second_state(cx, db, user_id, &now));
    if (!now.is_on && !now.is_waiting)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("second.off"), .field = S("login"),
                    .message = tr(cx, "The two-step log-in of this user is not on."));
    TRY(second_drop(db, user_id));
    return now.is_on ? note(cx, db, "user.second_off", user_id) : OK;
}

result second_forget(struct cx *cx, struct db *db, int64_t user_id)
{
    (void)cx;
    TRY(second_delete(db, (struct second_delete_args){ .user_id = user_id }));
    TRY(recovery_delete(db, (struct recovery_delete_args){ .user_id = user_id }));
    return half_drop(db, (struct half_drop_args){ .user_id = user_id });
}

bool second_asked(str rule, uint64_t caps)
{
    static const uint64_t over_money = CAP_BIT(CAP_POST) | CAP_BIT(CAP_VOID) | CAP_BIT(CAP_PAY);
    return str_eq(rule, S("all")) || (str_eq(rule, S("money")) && (caps & over_money));
}
