/* Parties: add, change with history, warn of duplicates. Rules stand in members_rules.c. Nothing here may read another
   organisation's parties or put personal data into an audit line. Start with party_add. */
#include "features/people/members/members_parts.h"
#include "features/people/members/members_rules.h"
#include "features/people/members/party_search.h"
#include "members.sql.h"

#include "base/text.h"
#include "os/os.h"

enum { SHOWN_DIGITS = 4 };

static date today_of(const struct cx *cx) { return date_of_instant(cx->now_at, ZONE_VN); }

result party_change_write(struct cx *cx, struct db *db, const struct change *c)
{
    int64_t id = db_next_id(db, c->org_id);
    if (id < 0)
        return FAILED;
    return party_change_insert(db, (struct party_change_insert_args){ .org_id = c->org_id,
                                                                      .id = id,
                                                                      .party_id = c->party_id,
                                                                      .at = cx->now_at,
                                                                      .user_id = cx->actor.user_id,
                                                                      .field = c->field,
                                                                      .before_text = c->before,
                                                                      .after_text = c->after,
                                                                      .reason = c->reason });
}

/* ---- what only the database knows: each pushes its errors and goes on, so that all are shown ---- */

static result check_code(struct cx *cx, struct db *db, int64_t org_id, str code, int64_t except_id)
{
    struct party_id_by_code row;
    bool taken;
    TRY(party_id_by_code(db, (struct party_id_by_code_args){ .org_id = org_id, .code = code }, &row, &taken));
    if (taken && row.id != except_id)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("party.code_taken"), .field = S("code"),
                   .message = tr(cx, "Somebody else has this code."));
    return OK;
}

static result check_same(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, int64_t except_id)
{
    struct party_same *row;
    int n;
    if (in->duplicate_ok)
        return OK;
    bool number = in->personal_number.n && in->seal;
    if (!number && !in->phone.n && !in->birth_on.ymd)
        return OK;
    TRY(party_same(db,
                   (struct party_same_args){
                       .org_id = org_id,
                       .except_id = except_id,
                       .phone = in->phone,
                       .name_fold = text_fold(cx->mem, in->full_name),
                       .birth_on = in->birth_on,
                       .number_hash = number ? seal_digest(cx, in->seal, org_id, in->personal_number) : S("") },
                   &row, &n));
    for (int i = 0; i < n; i++)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("party.duplicate"),
                   .field = row[i].is_number  ? S("personal_number")
                            : row[i].is_phone ? S("phone")
                                              : S("full_name"),
                   .message = TRF(cx, "This may be {1} ({2}), who is here already.", row[i].full_name, row[i].code),
                   .hint = tr(cx, "If it is really somebody else, tick “I know: this is somebody else”."));
    return OK;
}

/* People may bear any name; partners of a demo organisation must not look like published ones. */
static result check_real(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in)
{
    struct organisation org;
    bool real = false;
    if (in->is_person)
        return OK;
    TRY(org_get(cx, db, org_id, &org));
    if (org.is_demo)
        TRY(organisations_name_is_real(cx, db, in->full_name, &real));
    if (real)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("party.real_name"), .field = S("full_name"),
                   .message = tr(cx, "A real organisation bears this name: invent another one."));
    return OK;
}

result party_check_all(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, int64_t except_id)
{
    party_check(cx, in, today_of(cx));
    if (in->personal_number.n && !in->seal)
        (void)fail(cx, .kind = ERR_BUG, .code = S("party.no_seal"),
                   .message = tr(cx, "A personal number cannot be kept without its seal."));
    if (in->code.n)
        TRY(check_code(cx, db, org_id, in->code, except_id));
    TRY(check_real(cx, db, org_id, in));
    return check_same(cx, db, org_id, in, except_id);
}

/* ---- writing ---- */

/* The highest code of the series and one more; a code of another shape starts the search at its beginning. */
static result last_number(struct db *db, int64_t org_id, str kind, int64_t *number)
{
    struct party_last_code last;
    str prefix = party_code_prefix(kind);
    int64_t n = 0;
    bool found;
    TRY(party_last_code(db, (struct party_last_code_args){ .org_id = org_id, .prefix = prefix }, &last, &found));
    if (found && !str_to_i64(str_sub(last.code, prefix.n, last.code.n), &n))
        n = 0;
    *number = n < 0 || n > (int64_t)1000000000000 ? 0 : n;
    return OK;
}

static result next_code(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, str *code)
{
    struct party_series own = { 0 }, *s = in->series ? in->series : &own;
    struct party_id_by_code row;
    bool found;
    if (!s->known)
        TRY(last_number(db, org_id, in->kind, &s->last));
    s->known = true;
    do {
        *code = party_code_make(cx->mem, in->kind, ++s->last);
        TRY(party_id_by_code(db, (struct party_id_by_code_args){ .org_id = org_id, .code = *code }, &row, &found));
    } while (found);
    return OK;
}

static result number_put(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct party_in *in)
{
    str number = in->personal_number;
    struct sealed_for whose;
    if (!number.n)
        return OK;
    TRY(sealed_for_party_new(cx, db, org_id, party_id, &whose));
    return party_number_put(
        db, (struct party_number_put_args){ .org_id = org_id,
                                            .party_id = party_id,
                                            .sealed_bytes = seal_close(cx, in->seal, &whose, number),
                                            .number_hash = seal_digest(cx, in->seal, org_id, number),
                                            .last_digits = str_sub(number, number.n - SHOWN_DIGITS, number.n) });
}

static result insert(struct cx *cx, struct db *db, int64_t org_id, int64_t id, const struct party_in *in)
{
    return party_insert(db, (struct party_insert_args){ .org_id = org_id,
                                                        .id = id,
                                                        .code = in->code,
                                                        .kind = in->kind,
                                                        .full_name = in->full_name,
                                                        .name_fold = text_fold(cx->mem, in->full_name),
                                                        .name_sort = text_sort_key(cx->mem, in->full_name),
                                                        .given_sort = text_given_name_sort_key(cx->mem, in->full_name),
                                                        .phone = in->phone,
                                                        .address = in->address,
                                                        .hamlet = in->hamlet,
                                                        .birth_on = in->birth_on,
                                                        .gender = in->gender,
                                                        .tax_code = in->tax_code,
                                                        .is_person = in->is_person,
                                                        .token = os_token(cx->mem),
                                                        .created_at = cx->now_at });
}

result party_add(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, int64_t *party_id)
{
    struct party_in x = *in;
    int before = cx->n_errors;
    party_clean(cx, &x);
    TRY(party_check_all(cx, db, org_id, &x, 0));
    if (cx->n_errors > before)
        return FAILED;
    if (!x.code.n)
        TRY(next_code(cx, db, org_id, &x, &x.code));
    *party_id = db_next_id(db, org_id);
    if (*party_id < 0)
        return FAILED;
    TRY(insert(cx, db, org_id, *party_id, &x));
    TRY(party_words_add(cx, db, org_id, *party_id, &x));
    TRY(number_put(cx, db, org_id, *party_id, &x));
    return audit_write(cx, db,
                       (struct audit){ .org_id = org_id,
                                       .action = S("party.add"),
                                       .subject = S("party"),
                                       .subject_id = *party_id,
                                       .detail = x.code });
}

static struct party_in as_it_was(const struct party_get *r)
{
    return (struct party_in){ .code = r->code,
                              .kind = r->kind,
                              .full_name = r->full_name,
                              .phone = r->phone,
                              .address = r->address,
                              .hamlet = r->hamlet,
                              .birth_on = r->birth_on,
                              .gender = r->gender,
                              .tax_code = r->tax_code,
                              .is_person = r->is_person };
}

/* A number is compared by its digest and written into the history masked. */
static result number_change(struct cx *cx, struct db *db, const struct change *at, const struct party_in *in,
                            int *n_changed)
{
    struct party_number_get old = { 0 };
    struct change c = *at;
    str number = in->personal_number;
    bool found;
    if (!number.n)
        return OK;
    TRY(party_number_get(db, (struct party_number_get_args){ .org_id = at->org_id, .party_id = at->party_id }, &old,
                         &found));
    if (found && str_eq(old.number_hash, seal_digest(cx, in->seal, at->org_id, number)))
        return OK;
    c.field = S("personal_number");
    c.before = party_number_masked(cx->mem, old.last_digits);
    c.after = party_number_masked(cx->mem, str_sub(number, number.n - SHOWN_DIGITS, number.n));
    ++*n_changed;
    TRY(number_put(cx, db, at->org_id, at->party_id, in));
    return party_change_write(cx, db, &c);
}

static result set(struct cx *cx, struct db *db, int64_t org_id, int64_t id, const struct party_in *x)
{
    return party_set(db, (struct party_set_args){ .org_id = org_id,
                                                  .id = id,
                                                  .code = x->code,
                                                  .full_name = x->full_name,
                                                  .name_fold = text_fold(cx->mem, x->full_name),
                                                  .name_sort = text_sort_key(cx->mem, x->full_name),
                                                  .given_sort = text_given_name_sort_key(cx->mem, x->full_name),
                                                  .phone = x->phone,
                                                  .address = x->address,
                                                  .hamlet = x->hamlet,
                                                  .birth_on = x->birth_on,
                                                  .gender = x->gender,
                                                  .tax_code = x->tax_code,
                                                  .is_person = x->is_person });
}

static result write_diff(struct cx *cx, struct db *db, const struct change *at, const struct party_in *old,
                         const struct party_in *in, int *n_changed)
{
    struct party_diff diff[PARTY_FIELDS_MAX];
    struct change c = *at;
    *n_changed = party_diff(cx->mem, old, in, diff);
    for (int i = 0; i < *n_changed; i++) {
        c.field = diff[i].field, c.before = diff[i].before, c.after = diff[i].after;
        TRY(party_change_write(cx, db, &c));
    }
    if (!*n_changed)
        return OK;
    TRY(set(cx, db, at->org_id, at->party_id, in));
    return party_words_write(cx, db, at->org_id, at->party_id, in);
}

result party_update(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct party_in *in,
                    int *n_changed)
{
    struct party_get row;
    struct party_in x = *in;
    bool found;
    int before = cx->n_errors;
    TRY(party_get(db, (struct party_get_args){ .org_id = org_id, .party_id = party_id }, &row, &found));
    if (!found)
        return party_missing(cx);
    if (row.is_erased)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("party.erased"),
                    .message = tr(cx, "The data of this person were erased; nothing can be entered again."));
    if (row.restricted_on.ymd)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("party.restricted"),
                    .message = tr(cx, "The person asked for erasure; only what vouchers must say is kept, unchanged."));
    struct party_in old = as_it_was(&row);
    party_clean(cx, &x);
    x.kind = old.kind;
    x.code = x.code.n ? x.code : old.code;
    TRY(party_check_all(cx, db, org_id, &x, party_id));
    if (cx->n_errors > before)
        return FAILED;
    struct change at = { .org_id = org_id, .party_id = party_id, .reason = x.reason };
    TRY(write_diff(cx, db, &at, &old, &x, n_changed));
    TRY(number_change(cx, db, &at, &x, n_changed));
    if (!*n_changed)
        return OK;
    return audit_write(cx, db,
                       (struct audit){ .org_id = org_id,
                                       .action = S("party.update"),
                                       .subject = S("party"),
                                       .subject_id = party_id,
                                       .detail = x.code });
}
