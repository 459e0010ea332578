/* Posting. Read down: voucher_post → seen before? → prepare (context, checks) → write (number, effects, sums, leaf).
   Everything happens in the caller's transaction, under the organisation's lock. */
#include "vouchers/effect.h"
#include "vouchers/draft.h"
#include "vouchers/record.h"
#include "vouchers/words.h"
#include "vouchers.sql.h"

#include "base/text.h"
#include "base/uuid.h"
#include "os/os.h"

#include <assert.h>

static const struct voucher_kind void_kind = { .code = "void", .book = "HUY", .name = T("Cancellation") };
static const struct voucher_kind *const *kinds;
static int n_kinds;

void voucher_set_kinds(const struct voucher_kind *const *list, int n)
{
    kinds = list;
    n_kinds = n;
}

const struct voucher_kind *voucher_kind_find(str code)
{
    if (str_eq(code, S("void")))
        return &void_kind;
    for (int i = 0; i < n_kinds; i++)
        if (str_eq(code, str_of(kinds[i]->code)))
            return kinds[i];
    return NULL;
}

/* What the person asked for, without what the program worked out: the content that a request id stands for. */
static struct sha256 request_content(struct cx *cx, const struct voucher *v, str salt)
{
    struct canon c = canon_new(cx->mem);
    canon_text(&c, salt);
    canon_text(&c, v->kind);
    canon_i64(&c, v->document_on.ymd);
    canon_i64(&c, v->posting_on.ymd);
    canon_text(&c, v->command);
    canon_text(&c, text_nfc(cx->mem, v->memo));
    return sha256_of(canon_bytes(&c));
}

static str number_text(struct cx *cx, str book, int year, int64_t number)
{
    return str_fmt(cx->mem, STR_FMT "%d-%05lld", STR_ARG(book), year, (long long)number);
}

/* Four bytes that all of one act share, then n in 28 bits, then 62 bits of both: a million of them enter the index of
   request ids side by side and not all over it. */
str voucher_request_derive(struct cx *cx, str request_id, int64_t n)
{
    struct sha256 act = sha256_of(request_id);
    struct sha256 h = sha256_of(str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(request_id), (long long)n));
    memcpy(h.b, act.b, 4);
    h.b[4] = (uint8_t)(n >> 20);
    h.b[5] = (uint8_t)(n >> 12);
    h.b[6] = (uint8_t)(0x80 | (n >> 8 & 0x0f)); /* UUID version 8: made by the application */
    h.b[7] = (uint8_t)n;
    h.b[8] = (uint8_t)((h.b[8] & 0x3f) | 0x80);
    str x = str_to_hex(cx->mem, h.b, 16);
    return str_fmt(cx->mem, "%.8s-%.4s-%.4s-%.4s-%.12s", x.s, x.s + 8, x.s + 12, x.s + 16, x.s + 20);
}

result voucher_seen(struct cx *cx, struct db *db, const struct voucher *v, struct posted *out, bool *seen)
{
    struct voucher_by_request row;
    TRY(voucher_by_request(db, (struct voucher_by_request_args){ .org_id = v->org_id, .request_key = v->request_id },
                           &row, seen));
    if (!*seen)
        return OK;
    struct sha256 h = request_content(cx, v, row.salt_bytes);
    if (!str_eq(sha256_str(&h), row.request_hash))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.request_reused"), .field = S("request_id"),
                    .message = tr(cx, "This request was already used for a different voucher."),
                    .hint = tr(cx, "Open the form again and enter the voucher anew."));
    *out = (struct posted){ .id = row.id,
                            .book = row.book,
                            .year = (int)row.year,
                            .number = row.number,
                            .repeated = true,
                            .number_text = number_text(cx, row.book, (int)row.year, row.number) };
    memcpy(out->leaf.b, row.leaf_hash.s, sizeof out->leaf.b);
    return OK;
}

static result check_dates(struct cx *cx, const struct voucher *v)
{
    int before = cx->n_errors;
    date limit = date_add_days(date_of_instant(cx->now_at, ZONE_VN), 366);
    if (!date_valid(v->posting_on) || date_cmp(v->posting_on, limit) > 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("voucher.posting_on"), .field = S("posting_on"),
                   .message = tr(cx, "The posting date is missing or not a plausible day."));
    if (v->document_on.ymd != v->posting_on.ymd && (!date_valid(v->document_on) || date_cmp(v->document_on, limit) > 0))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("voucher.document_on"), .field = S("document_on"),
                   .message = tr(cx, "The document date is missing or not a plausible day."));
    return (result){ cx->n_errors == before };
}

static result check_request(struct cx *cx, const struct voucher *v)
{
    if (uuid_valid(v->request_id))
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("voucher.request_id"), .field = S("request_id"),
                .message = tr(cx, "The request number must be a UUID."));
}

static result check_shape(struct cx *cx, const struct voucher *v)
{
    int before = cx->n_errors;
    if (!voucher_kind_find(v->kind))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("voucher.kind_unknown"), .field = S("kind"),
                   .message = TRF(cx, "There is no voucher of the kind {1}.", v->kind));
    (void)check_request(cx, v);
    if (v->n_line + v->n_move + v->n_event + v->n_delivery + v->n_use == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("voucher.empty"), .field = S("lines"),
                   .message = tr(cx, "The voucher has no content."));
    return (result){ cx->n_errors == before };
}

/* A voucher may not settle or stand on one that is missing or void. */
static result check_basis(struct cx *cx, struct db *db, const struct voucher *v, int64_t id)
{
    struct voucher_state_of st;
    bool found;
    TRY(voucher_state_of(db, (struct voucher_state_of_args){ .org_id = v->org_id, .id = id }, &st, &found));
    if (found && !st.is_void && !st.reverses_id)
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.basis_void"), .field = S("settles_id"),
                .message = tr(cx, "The voucher it rests on does not exist or has been voided."));
}

static result check_all(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    int before = cx->n_errors;
    for (int i = 0; i < n_effects; i++)
        (void)effects[i]->check(cx, db, v, p);
    if (v->settles_id)
        (void)check_basis(cx, db, v, v->settles_id);
    for (int i = 0; i < v->n_depends; i++)
        (void)check_basis(cx, db, v, v->depends_id[i]);
    return (result){ cx->n_errors == before };
}

/* What the organisation's rules say about the day: financial year, month, stock, people. */
static result read_context(struct cx *cx, struct db *db, const struct voucher *v, struct posting *p)
{
    struct voucher_context at;
    int64_t first;
    TRY(voucher_context(db,
                        (struct voucher_context_args){ .org_id = v->org_id,
                                                       .posting_on = v->posting_on,
                                                       .action = p->is_void ? S("voucher.void") : S("voucher.post") },
                        &at));
    if (!str_to_i64(at.year_first_month, &first) || first < 1 || first > 12)
        first = 1;
    p->year = date_year(v->posting_on) - (date_month(v->posting_on) < first);
    p->negative_stock = str_eq(at.negative_stock, S("allow"));
    p->two_people = four_eyes_rule(at.four_eyes, v->kind);
    p->is_heard = at.is_heard;
    if (str_eq(at.state, S("open")))
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("period.closed"), .field = S("posting_on"),
                .message = TRF(cx, "The books of {1} are closed.", date_text(cx->mem, v->posting_on)),
                .hint = tr(cx, "Use a date in an open month, or ask for the month to be opened again."));
}

/* One answer names every mistake: without a day that can be, the effects are looked at as of today. */
static result prepare(struct cx *cx, struct db *db, const struct voucher *v, struct posting *p)
{
    int before = cx->n_errors;
    struct voucher on = *v;
    (void)check_shape(cx, v);
    if (check_dates(cx, v).ok)
        (void)read_context(cx, db, v, p);
    else if (!date_valid(v->posting_on))
        on.posting_on = date_of_instant(cx->now_at, ZONE_VN);
    (void)check_all(cx, db, &on, p);
    return (result){ cx->n_errors == before };
}

result voucher_check_head(struct cx *cx, struct db *db, const struct voucher *v)
{
    struct posting p = { 0 };
    int before = cx->n_errors;
    (void)check_request(cx, v);
    if (check_dates(cx, v).ok)
        (void)read_context(cx, db, v, &p);
    return (result){ cx->n_errors == before };
}

result voucher_check(struct cx *cx, struct db *db, const struct voucher *v)
{
    struct posting p = { 0 };
    return prepare(cx, db, v, &p);
}

static money debit_total(const struct voucher *v)
{
    int64_t sum = 0; /* bounded: check_balance has added the same amounts */
    for (int i = 0; i < v->n_line; i++)
        if (v->line[i].account.s[0] != '0')
            sum += v->line[i].dr.dong;
    return (money){ sum };
}

str voucher_bytes(struct cx *cx, const struct voucher_record *r, const struct sha256 *memo_hash)
{
    const struct voucher *v = &r->v;
    struct canon c = canon_new(cx->mem);
    bool behalf = v->prepared_for || r->posted_for;
    canon_i64(&c, behalf ? 2 : 1); /* version of the format */
    canon_text(&c, v->kind);
    canon_i64(&c, v->org_id);
    canon_text(&c, r->p.book);
    canon_i64(&c, r->p.year);
    canon_i64(&c, r->p.number);
    canon_i64(&c, v->document_on.ymd);
    canon_i64(&c, v->posting_on.ymd);
    canon_i64(&c, r->recorded_at);
    canon_text(&c, v->request_id);
    canon_i64(&c, v->prepared_by);
    canon_i64(&c, r->posted_by);
    if (behalf)
        canon_i64(&c, v->prepared_for), canon_i64(&c, r->posted_for);
    canon_i64(&c, r->reverses_id);
    canon_i64(&c, v->settles_id);
    canon_count(&c, v->n_depends);
    for (int i = 0; i < v->n_depends; i++)
        canon_i64(&c, v->depends_id[i]);
    canon_text(&c, v->command);
    canon_hash(&c, memo_hash);
    for (int i = 0; i < n_effects; i++)
        effects[i]->encode(&c, v);
    canon_count(&c, v->n_attachment);
    for (int i = 0; i < v->n_attachment; i++)
        canon_hash(&c, &v->attachment[i]);
    return canon_bytes(&c);
}

struct sha256 voucher_memo_hash(struct cx *cx, str salt, str memo)
{
    struct canon c = canon_new(cx->mem);
    if (memo.n == 0)
        return (struct sha256){ 0 };
    canon_text(&c, salt);
    canon_text(&c, memo);
    return sha256_of(canon_bytes(&c));
}

static int by_value(const int64_t *a, int n, int64_t x)
{
    for (int i = 0; i < n; i++)
        if (a[i] >= x)
            return i;
    return n;
}

/* The basis in ascending order, once each: the bytes must not depend on the order of asking. */
static void sort_depends(struct cx *cx, struct voucher *v)
{
    int64_t *d = new (cx->mem, int64_t, v->n_depends);
    int n = 0;
    for (int i = 0; i < v->n_depends; i++) {
        int at = by_value(d, n, v->depends_id[i]);
        if (at < n && d[at] == v->depends_id[i])
            continue;
        memmove(d + at + 1, d + at, sizeof *d * (size_t)(n - at));
        d[at] = v->depends_id[i];
        n++;
    }
    v->depends_id = d;
    v->n_depends = n;
}

static result write_row(struct cx *cx, struct db *db, const struct voucher_record *r, str salt,
                        const struct sha256 *memo_hash)
{
    const struct voucher *v = &r->v;
    struct sha256 content = request_content(cx, v, salt);
    TRY(voucher_insert(db, (struct voucher_insert_args){ .org_id = v->org_id,
                                                         .id = r->p.id,
                                                         .kind = v->kind,
                                                         .book = r->p.book,
                                                         .year = r->p.year,
                                                         .number = r->p.number,
                                                         .document_on = v->document_on,
                                                         .posting_on = v->posting_on,
                                                         .recorded_at = r->recorded_at,
                                                         .request_key = v->request_id,
                                                         .request_hash = sha256_str(&content),
                                                         .prepared_by_id = v->prepared_by,
                                                         .posted_by_id = r->posted_by,
                                                         .prepared_for_id = v->prepared_for,
                                                         .posted_for_id = r->posted_for,
                                                         .reverses_id = r->reverses_id,
                                                         .settles_id = v->settles_id,
                                                         .amount_vnd = r->amount,
                                                         .memo_hash = sha256_str(memo_hash),
                                                         .command_bytes = v->command }));
    if (v->memo.n)
        TRY(voucher_memo_insert(db,
                                (struct voucher_memo_insert_args){ .org_id = v->org_id,
                                                                   .voucher_id = r->p.id,
                                                                   .memo = v->memo,
                                                                   .memo_fold = voucher_memo_folded(cx->mem, v->memo),
                                                                   .salt_bytes = salt }));
    for (int i = 0; i < v->n_depends; i++)
        TRY(voucher_link_insert(db, (struct voucher_link_insert_args){
                                        .org_id = v->org_id, .voucher_id = r->p.id, .depends_id = v->depends_id[i] }));
    for (int i = 0; i < v->n_attachment; i++)
        TRY(voucher_attachment_insert(
            db, (struct voucher_attachment_insert_args){ .org_id = v->org_id,
                                                         .voucher_id = r->p.id,
                                                         .attachment_no = i + 1,
                                                         .file_hash = sha256_str(&v->attachment[i]) }));
    return OK;
}

static result write_leaf(struct cx *cx, struct db *db, struct voucher_record *r, const struct sha256 *memo_hash)
{
    struct voucher_next_leaf seq;
    str bytes = voucher_bytes(cx, r, memo_hash);
    r->p.leaf = sha256_leaf(bytes);
    TRY(voucher_next_leaf(db, (struct voucher_next_leaf_args){ .org_id = r->v.org_id }, &seq));
    return voucher_leaf_insert(db, (struct voucher_leaf_insert_args){ .org_id = r->v.org_id,
                                                                      .seq = seq.last_value,
                                                                      .voucher_id = r->p.id,
                                                                      .leaf_bytes = bytes,
                                                                      .leaf_hash = sha256_str(&r->p.leaf) });
}

static result write_all(struct cx *cx, struct db *db, struct voucher_record *r, struct posting *p)
{
    struct voucher *v = &r->v;
    struct voucher_next_number number;
    char salt[16];
    str salt_bytes = { salt, v->memo.n ? (ptrdiff_t)sizeof salt : 0 };
    os_random(salt, sizeof salt);
    r->p.book = str_of(voucher_kind_find(v->kind)->book);
    r->p.year = p->year;
    r->p.id = p->voucher_id = db_next_id(db, v->org_id);
    if (r->p.id < 0)
        return FAILED;
    TRY(voucher_next_number(
        db, (struct voucher_next_number_args){ .org_id = v->org_id, .book = r->p.book, .year = p->year }, &number));
    r->p.number = number.last_number;
    r->p.number_text = number_text(cx, r->p.book, r->p.year, r->p.number);
    struct sha256 memo_hash = voucher_memo_hash(cx, salt_bytes, v->memo);
    TRY(write_row(cx, db, r, salt_bytes, &memo_hash));
    for (int i = 0; i < n_effects; i++)
        TRY(effects[i]->insert(cx, db, v, p));
    TRY(write_leaf(cx, db, r, &memo_hash));
    return voucher_mark_dirty(
        db, (struct voucher_mark_dirty_args){ .org_id = v->org_id, .month = date_yyyymm(v->posting_on) });
}

result voucher_post_reversing(struct cx *cx, struct db *db, const struct voucher *v, int64_t reverses_id,
                              struct posted *out)
{
    struct posting p = { .is_void = reverses_id != 0 };
    struct voucher_record r = { .v = *v,
                                .posted_by = cx->actor.user_id,
                                .posted_for = cx->actor.behalf_id,
                                .recorded_at = cx->now_at,
                                .reverses_id = reverses_id };
    r.v.prepared_for = cx_preparer_behalf(cx);
    TRY(prepare(cx, db, v, &p));
    if (!p.is_void && p.two_people && !four_eyes(cx, v->prepared_by, r.v.prepared_for))
        return four_eyes_refuse(cx);
    sort_depends(cx, &r.v);
    r.v.event = new (cx->mem, struct event, v->n_event);
    if (v->n_event)
        memcpy(r.v.event, v->event, sizeof *v->event * (size_t)v->n_event);
    r.v.memo = text_nfc(cx->mem, v->memo);
    r.amount = debit_total(v);
    TRY(write_all(cx, db, &r, &p));
    *out = r.p;
    return p.is_heard ? notice_voucher(cx, db, &r) : OK;
}

result voucher_post(struct cx *cx, struct db *db, const struct voucher *v, struct posted *out)
{
    bool seen;
    assert(v->org_id > 0);
    TRY(voucher_seen(cx, db, v, out, &seen));
    if (seen)
        return OK;
    return voucher_post_reversing(cx, db, v, 0, out);
}
