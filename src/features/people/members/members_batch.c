/* Many members at once: what a file says is compared with itself and with what is here before anything is written, and
   what it brought is taken back as one. Start with member_try. */
#include "features/people/members/members_parts.h"
#include "features/people/members/members_rules.h"
#include "members_remove.sql.h"

#include "base/text.h"
#include "vouchers/audit.h"

enum { CODES = 64 }; /* most files leave them to us */

struct member_batch member_batch_new(struct arena *mem, int64_t room)
{
    return (struct member_batch){ .phone = seen_new(mem, room),
                                  .number = seen_new(mem, room),
                                  .person = seen_new(mem, room),
                                  .code = seen_new(mem, CODES) };
}

void member_batch_more(struct member_batch *b, struct arena *mem, int more)
{
    seen_grow(&b->phone, mem, more);
    seen_grow(&b->number, mem, more);
    seen_grow(&b->person, mem, more);
    seen_grow(&b->code, mem, more);
}

static void mark(struct cx *cx, const struct party_in *in, uint64_t m[4])
{
    m[0] = in->phone.n ? seen_text(0, in->phone) : 0;
    m[1] = in->personal_number.n ? seen_text(0, in->personal_number) : 0;
    m[2] = in->birth_on.ymd ? seen_text(seen_i64(0, in->birth_on.ymd), text_fold(cx->mem, in->full_name)) : 0;
    m[3] = in->code.n ? seen_text(0, in->code) : 0;
}

static void compare(struct cx *cx, const struct seen *t, uint64_t mark, const char *field)
{
    int64_t row = mark ? seen_find(t, mark) : 0;
    if (row)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("party.in_file"), .field = str_of(field),
                   .message = TRF(cx, "Row {1} of the file says the same.", str_from_i64(cx->mem, row)));
}

static void remember(struct seen *t, uint64_t mark, int row_no)
{
    if (mark)
        seen_put(t, mark, row_no);
}

result member_try(struct cx *cx, struct db *db, int64_t org_id, const struct member_in *in, struct member_batch *b)
{
    struct member_in x = *in;
    int before = cx->n_errors;
    x.party.kind = S("member");
    member_check(cx, &x, date_of_instant(cx->now_at, ZONE_VN));
    (void)party_try(cx, db, org_id, &x.party, b);
    return (result){ cx->n_errors == before };
}

result party_try(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, struct member_batch *b)
{
    struct party_in x = *in;
    int before = cx->n_errors;
    party_clean(cx, &x);
    TRY(party_check_all(cx, db, org_id, &x, 0));
    mark(cx, &x, b->mark);
    compare(cx, &b->phone, b->mark[0], "phone");
    compare(cx, &b->number, b->mark[1], "personal_number");
    compare(cx, &b->person, b->mark[2], "full_name");
    compare(cx, &b->code, b->mark[3], "code");
    return (result){ cx->n_errors == before };
}

void member_batch_note(struct member_batch *b)
{
    remember(&b->phone, b->mark[0], b->row_no);
    remember(&b->number, b->mark[1], b->row_no);
    remember(&b->person, b->mark[2], b->row_no);
    remember(&b->code, b->mark[3], b->row_no);
}

/* ---- taking back ---- */

result parties_used(struct cx *cx, struct db *db, int64_t org_id, int64_t **party_id, int *n)
{
    struct party_used *row;
    TRY(party_used(db, (struct party_used_args){ .org_id = org_id }, &row, n));
    *party_id = new (cx->mem, int64_t, *n);
    for (int i = 0; i < *n; i++)
        (*party_id)[i] = row[i].party_id;
    return OK;
}

static result note_all(struct cx *cx, struct db *db, int64_t org_id, const int64_t *party_id, int n)
{
    if (n > 1)
        TRY(db_reserve_ids(db, org_id, n));
    for (int i = 0; i < n; i++)
        TRY(audit_write(
            cx, db,
            (struct audit){
                .org_id = org_id, .action = S("party.remove"), .subject = S("party"), .subject_id = party_id[i] }));
    return OK;
}

static result in_use(struct cx *cx)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("party.in_use"),
                .message = tr(cx, "Vouchers, files or notes speak of this party: it cannot be removed."));
}

/* Ids of one transaction stand together: where nobody else is between them, a range of each table is all of them. */
result parties_remove(struct cx *cx, struct db *db, int64_t org_id, const int64_t *party_id, int n)
{
    struct party_between between;
    if (n == 0)
        return OK;
    int64_t from = party_id[0], to = party_id[n - 1];
    TRY(party_between(db, (struct party_between_args){ .org_id = org_id, .from_id = from, .to_id = to }, &between));
    if (n == 1 && between.n_party == 0)
        return party_missing(cx);
    if (n == 1 && between.n_use)
        return in_use(cx);
    if (between.n_party != n || between.n_use) {
        for (int i = 0; i < n; i++)
            TRY(parties_remove(cx, db, org_id, &party_id[i], 1));
        return OK;
    }
#define ALL(query) TRY(query(db, (struct query##_args){ .org_id = org_id, .from_id = from, .to_id = to }))
    ALL(parties_remove_changes);
    ALL(parties_remove_agreements);
    ALL(parties_remove_classes);
    ALL(parties_remove_memberships);
    ALL(parties_remove_words);
    ALL(parties_remove_keys);
    ALL(parties_remove_numbers);
    ALL(parties_remove_rows);
#undef ALL
    return note_all(cx, db, org_id, party_id, n);
}
