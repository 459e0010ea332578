/* Voiding: a voucher of its own with the same effects turned round. What stands on the original goes first or refuses.
 */
#include "vouchers/effect.h"
#include "vouchers/draft.h"
#include "vouchers/record.h"
#include "vouchers.sql.h"

#include "base/text.h"

/* Inserts x into the descending list unless it is there. */
static int insert_desc(struct dependent *d, int n, struct dependent x)
{
    int at = 0;
    while (at < n && d[at].id > x.id)
        at++;
    if (at < n && d[at].id == x.id)
        return n;
    memmove(d + at + 1, d + at, sizeof *d * (size_t)(n - at));
    d[at] = x;
    return n + 1;
}

static result direct(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct voucher_dependent **row, int *n)
{
    (void)cx;
    return voucher_dependent(db, (struct voucher_dependent_args){ .org_id = org_id, .id = id }, row, n);
}

enum { DEPENDENTS_MAX = 10000 };

result voucher_dependents(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct dependent **out,
                          int *n)
{
    struct dependent *list = new (cx->mem, struct dependent, 0);
    int64_t *queue = new (cx->mem, int64_t, DEPENDENTS_MAX);
    int head = 0, tail = 0, found = 0;
    queue[tail++] = voucher_id;
    while (head < tail) {
        struct voucher_dependent *row;
        int k;
        TRY(direct(cx, db, org_id, queue[head++], &row, &k));
        if (tail + k > DEPENDENTS_MAX)
            return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.too_many_dependents"), .field = S(""),
                        .message = tr(cx, "Too many vouchers stand on this one."));
        struct dependent *more = new (cx->mem, struct dependent, found + k);
        if (found)
            memcpy(more, list, sizeof *list * (size_t)found);
        list = more;
        for (int i = 0; i < k; i++) {
            int was = found;
            found = insert_desc(
                list, found,
                (struct dependent){ .id = row[i].id,
                                    .kind = row[i].kind,
                                    .posting_on = row[i].posting_on,
                                    .amount = row[i].amount_vnd,
                                    .number_text = str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(row[i].book),
                                                           (long long)row[i].year, (long long)row[i].number) });
            if (found > was)
                queue[tail++] = row[i].id;
        }
    }
    *out = list;
    *n = found;
    return OK;
}

static struct voucher request_of(struct cx *cx, const struct voucher_void *in)
{
    struct canon c = canon_new(cx->mem);
    canon_i64(&c, in->voucher_id);
    return (struct voucher){ .kind = S("void"),
                             .org_id = in->org_id,
                             .document_on = in->posting_on,
                             .posting_on = in->posting_on,
                             .request_id = in->request_id,
                             .prepared_by = cx_preparer(cx),
                             .memo = in->reason,
                             .command = canon_bytes(&c) };
}

/* Every mistake of the request itself; `v` is its request_of. */
static result check_request(struct cx *cx, struct db *db, const struct voucher *v)
{
    int before = cx->n_errors;
    if (v->memo.n == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("void.reason"), .field = S("reason"),
                   .message = tr(cx, "Say why the voucher is voided."));
    (void)voucher_check_head(cx, db, v);
    return (result){ cx->n_errors == before };
}

static result check_original(struct cx *cx, const struct voucher_record *r, const struct voucher_void *in)
{
    if (r->reverses_id)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.void_of_void"), .field = S("voucher_id"),
                    .message = tr(cx, "A cancellation cannot itself be cancelled."),
                    .hint = tr(cx, "Enter the voucher again."));
    if (r->reversed_by_id)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.already_void"), .field = S("voucher_id"),
                    .message = tr(cx, "This voucher has already been voided."));
    if (date_cmp(in->posting_on, r->v.posting_on) < 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("void.before_original"), .field = S("posting_on"),
                    .message = tr(cx, "A cancellation cannot be dated before the voucher it cancels."));
    return OK;
}

static result four_eyes_refuse_void(struct cx *cx)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.four_eyes"), .field = S("voucher_id"),
                .message = tr(cx, "Who prepared this voucher cannot void it alone."),
                .hint = tr(cx, "Ask another person who may void."));
}

/* Voids one voucher that nothing stands on any more. */
static result void_one(struct cx *cx, struct db *db, const struct voucher_void *in, struct posted *out)
{
    struct voucher_record r;
    struct voucher v = request_of(cx, in);
    bool two_people;
    TRY(voucher_load(cx, db, in->org_id, in->voucher_id, &r));
    TRY(check_original(cx, &r, in));
    TRY(four_eyes_needed(cx, db, in->org_id, r.v.kind, &two_people));
    if (two_people && !four_eyes(cx, r.v.prepared_by, r.v.prepared_for))
        return four_eyes_refuse_void(cx);
    for (int i = 0; i < n_effects; i++)
        effects[i]->reverse(cx, &r.v);
    v.line = r.v.line, v.n_line = r.v.n_line;
    v.move = r.v.move, v.n_move = r.v.n_move;
    v.event = r.v.event, v.n_event = r.v.n_event;
    v.delivery = r.v.delivery, v.n_delivery = r.v.n_delivery;
    v.use = r.v.use, v.n_use = r.v.n_use;
    return voucher_post_reversing(cx, db, &v, in->voucher_id, out);
}

static result refuse_dependents(struct cx *cx, const struct dependent *d, int n)
{
    struct buf b = buf_new(cx->mem);
    for (int i = 0; i < n && i < 10; i++) {
        buf_put(&b, i ? S(", ") : S(""));
        buf_put(&b, d[i].number_text);
    }
    if (n > 10)
        buf_put(&b, S("…"));
    return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.has_dependents"), .field = S("voucher_id"),
                .message = TRF(cx, "Other vouchers stand on this one: {1}.", buf_str(&b)),
                .hint = tr(cx, "Void those first, or void them together with it."));
}

result voucher_void(struct cx *cx, struct db *db, struct voucher_void in, struct posted *out)
{
    struct dependent *dep;
    int n;
    bool seen;
    in.reason = text_nfc(cx->mem, str_trim(in.reason));
    struct voucher ask = request_of(cx, &in);
    TRY(voucher_seen(cx, db, &ask, out, &seen));
    if (seen)
        return OK;
    TRY(check_request(cx, db, &ask));
    TRY(voucher_dependents(cx, db, in.org_id, in.voucher_id, &dep, &n));
    if (n && !in.with_dependents)
        return refuse_dependents(cx, dep, n);
    for (int i = 0; i < n; i++) {
        struct posted each;
        struct voucher_void one = in;
        one.voucher_id = dep[i].id;
        one.request_id = voucher_request_derive(cx, in.request_id, dep[i].id);
        TRY(void_one(cx, db, &one, &each));
    }
    return void_one(cx, db, &in, out);
}

/* Places in the order of voiding: what stands on a voucher is newer than it. */
static int *newest_first(struct cx *cx, const struct voucher_void_many *in)
{
    int *at = new (cx->mem, int, in->n);
    for (int i = 0; i < in->n; i++) {
        int k = i;
        for (; k > 0 && in->voucher_id[at[k - 1]] < in->voucher_id[i]; k--)
            at[k] = at[k - 1];
        at[k] = i;
    }
    return at;
}

/* Names the row in the errors behind the first `known`. True: one of them is the same for each voucher. */
static bool blame_row(struct cx *cx, int known, int row)
{
    bool general = false;
    int i = 0;
    for (struct err *e = cx->errors; e; e = e->next, i++) {
        bool mine = !str_eq(e->field, S("reason")) && !str_eq(e->field, S("posting_on"));
        if (i < known)
            continue;
        general |= !mine;
        e->field = mine ? str_fmt(cx->mem, "row-%d-id", row) : e->field;
    }
    return general;
}

result voucher_void_many(struct cx *cx, struct db *db, const struct voucher_void_many *in)
{
    const int *at = newest_first(cx, in);
    int before = cx->n_errors;
    if (!in->n)
        return fail(cx, .kind = ERR_INVALID, .code = S("void.none"), .message = tr(cx, "No voucher is selected."));
    for (int i = 0; i < in->n; i++) {
        struct voucher_void one = { in->org_id,
                                    in->voucher_id[at[i]],
                                    in->posting_on,
                                    in->reason,
                                    voucher_request_derive(cx, in->request_id, in->voucher_id[at[i]]),
                                    in->with_dependents };
        struct posted out;
        int known = cx->n_errors;
        if (!voucher_void(cx, db, one, &out).ok && (cx->n_errors == known || blame_row(cx, known, at[i])))
            return FAILED;
    }
    return (result){ cx->n_errors == before };
}
