/* Bringing a journal in: read it all once for mistakes, then post it in groups. Memory is that of one group. */
#include "features/books/accounting/accounting.h"
#include "features/books/accounting/journal_text.h"
#include "features/books/accounting/twins.h"
#include "accounting.sql.h"

#include "base/text.h"
#include "vouchers/canon.h"

#include <assert.h>

enum { GROUP = 2000, ERRORS_MAX = 100 };

struct importing {
    int64_t org_id;
    struct journal_reader reader;
    struct sha256 file;
    struct import_report report;
    struct text_entry *entry;
    date first, last; /* days of the file */
    int64_t n_entry;  /* in the file */
    bool more;
    struct { /* what the running group has reached: counts only after its commit */
        struct journal_reader reader;
        struct import_report report;
        bool more;
    } after;
    /* accounts already found good, per posting month: the same few codes come again and again */
    struct known {
        str code;
        int32_t month;
    } * known;
    int n_known, cap_known;
};

static str request_of(struct cx *cx, const struct importing *im, int64_t at)
{
    str file = str_to_hex(cx->mem, im->file.b, sizeof im->file.b);
    return voucher_request_derive(cx, str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(file), (long long)im->org_id), at);
}

/* A zero amount moves nothing and has no side: it is left out. */
static result to_voucher(struct cx *cx, struct db *db, const struct importing *im, int64_t at, struct voucher *v)
{
    const struct text_entry *e = im->entry;
    struct line *l = new (cx->mem, struct line, e->n_posting);
    struct canon c = canon_new(cx->mem);
    int n = 0, before = cx->n_errors;
    for (int i = 0; i < e->n_posting; i++) {
        const struct text_posting *p = &e->posting[i];
        struct accounting_party_by_code party = { 0 };
        bool found = false;
        if (p->amount.dong == 0)
            continue;
        if (p->party.n)
            TRY(accounting_party_by_code(
                db, (struct accounting_party_by_code_args){ .org_id = im->org_id, .code = p->party }, &party, &found));
        if (p->party.n && !found)
            (void)fail(cx, .kind = ERR_INVALID, .code = S("journal.party_unknown"),
                       .field = journal_line(cx, p->line_no),
                       .message = TRF(cx, "There is nobody with the code {1}.", p->party));
        l[n++] = (struct line){ .account = p->account,
                                .party_id = party.id,
                                .side = accounting_side(p->account),
                                .dr = { p->amount.dong > 0 ? p->amount.dong : 0 },
                                .cr = { p->amount.dong < 0 ? -p->amount.dong : 0 } };
    }
    canon_hash(&c, &im->file);
    canon_i64(&c, at);
    *v = (struct voucher){ .kind = S("journal"),
                           .org_id = im->org_id,
                           .document_on = e->on,
                           .posting_on = e->on,
                           .request_id = request_of(cx, im, at),
                           .prepared_by = cx_preparer(cx),
                           .command = canon_bytes(&c),
                           .memo = str_join(cx->mem, (const str[]){ e->code, e->memo }, 2,
                                            e->code.n && e->memo.n ? S(" ") : S("")),
                           .line = l,
                           .n_line = n };
    return (result){ cx->n_errors == before };
}

/* ---- first reading: every mistake with its line ---- */

static bool is_known(const struct importing *im, str code, int32_t month)
{
    for (int i = 0; i < im->n_known; i++)
        if (im->known[i].month == month && str_eq(im->known[i].code, code))
            return true;
    return false;
}

static void remember(struct importing *im, str code, int32_t month)
{
    if (im->n_known < im->cap_known)
        im->known[im->n_known++] = (struct known){ code, month };
}

/* The line of the file that "lines[2].account" of the voucher stands for; of the whole transaction otherwise. */
static int line_of(const struct text_entry *e, str field)
{
    int64_t at;
    if (!str_starts(field, S("lines[")) || !str_to_i64(str_cut(str_sub(field, 6, field.n), ']').head, &at))
        return e->line_no;
    for (int i = 0; i < e->n_posting; i++)
        if (e->posting[i].amount.dong && at-- == 0)
            return e->posting[i].line_no;
    return e->line_no;
}

static result relabel(struct cx *cx, struct err *from, const struct text_entry *entry)
{
    for (struct err *e = from; e; e = e->next)
        e->field = journal_line(cx, line_of(entry, e->field));
    return FAILED;
}

static bool all_known(const struct importing *im)
{
    for (int i = 0; i < im->entry->n_posting; i++)
        if (!is_known(im, im->entry->posting[i].account, date_yyyymm(im->entry->on)) || im->entry->posting[i].party.n)
            return false;
    return true;
}

/* The whole check of an entry whose accounts are known: all that posting could still refuse must be found here, because
   posting goes in groups and an earlier group stays. */
static result balanced(struct cx *cx, const struct text_entry *e)
{
    int64_t sum = 0; /* at most POSTINGS_MAX times AMOUNT_MAX: fits */
    for (int i = 0; i < e->n_posting; i++) {
        int64_t v = e->posting[i].amount.dong;
        if (v > AMOUNT_MAX || v < -AMOUNT_MAX)
            return fail(cx, .kind = ERR_INVALID, .code = S("line.too_large"),
                        .field = journal_line(cx, e->posting[i].line_no),
                        .message = tr(cx, "The amount is too large to be true."));
        if (!str_starts(e->posting[i].account, S("0")))
            sum += v;
    }
    if (sum == 0)
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("voucher.unbalanced"), .field = journal_line(cx, e->line_no),
                .message = TRF(cx, "The transaction does not balance: {1} is left over.",
                               money_text(cx->mem, (money){ sum }, cx->lang == LANG_EN)));
}

static result check_entry(struct cx *cx, struct db *db, struct importing *im, int64_t at)
{
    struct voucher v;
    int before = cx->n_errors;
    if (all_known(im))
        return balanced(cx, im->entry);
    (void)to_voucher(cx, db, im, at, &v);
    if (v.n_line == 0)
        return OK;
    struct err **tail = cx->tail ? cx->tail : &cx->errors;
    if (!voucher_check(cx, db, &v).ok)
        return relabel(cx, *tail, im->entry);
    for (int i = 0; i < v.n_line; i++)
        if (!is_known(im, v.line[i].account, date_yyyymm(v.posting_on)))
            remember(im, v.line[i].account, date_yyyymm(v.posting_on));
    return (result){ cx->n_errors == before };
}

static void note_entry(struct importing *im, date on)
{
    im->n_entry++;
    if (im->first.ymd == 0 || date_cmp(on, im->first) < 0)
        im->first = on;
    if (date_cmp(on, im->last) > 0)
        im->last = on;
}

static result check_work(struct cx *cx, struct db *db, void *arg)
{
    struct importing *im = arg;
    struct journal_reader start = im->reader;
    bool more = true;
    for (int64_t at = 0; more && cx->n_errors < ERRORS_MAX; at++) {
        size_t mark = arena_mark(cx->mem);
        int known = im->n_known, errors = cx->n_errors;
        bool ok = journal_next(cx, &im->reader, im->entry, &more).ok;
        if (more && ok) {
            note_entry(im, im->entry->on);
            (void)check_entry(cx, db, im, at);
        }
        if (cx->n_errors == errors && im->n_known == known)
            arena_reset(cx->mem, mark);
    }
    im->reader = start;
    return cx_result(cx);
}

/* ---- is it there already, from another file or by hand? ---- */

static result look_at_each(struct cx *cx, struct db *db, const struct importing *im, const struct seen *twins)
{
    struct journal_reader reader = im->reader;
    bool more = true;
    for (int64_t at = 0; cx->n_errors < ERRORS_MAX; at++) {
        size_t mark = arena_mark(cx->mem);
        int errors = cx->n_errors;
        struct err **tail = cx->tail ? cx->tail : &cx->errors;
        struct voucher v;
        TRY(journal_next(cx, &reader, im->entry, &more));
        if (!more)
            break;
        TRY(to_voucher(cx, db, im, at, &v));
        (void)twins_look(cx, db, twins, &v);
        if (cx->n_errors > errors)
            (void)relabel(cx, *tail, im->entry);
        else
            arena_reset(cx->mem, mark);
    }
    return cx_result(cx);
}

static result twins_work(struct cx *cx, struct db *db, void *arg)
{
    const struct importing *im = arg;
    struct seen twins;
    struct twins_ask ask = {
        .org_id = im->org_id, .from = im->first, .to = im->last, .act_key = str_sub(request_of(cx, im, 0), 0, 8)
    };
    TRY(twins_load(cx, db, ask, &twins));
    return twins.n ? look_at_each(cx, db, im, &twins) : OK;
}

/* ---- second reading: post ---- */

/* An id for each entry of the group that is still to come, unless the file was here before. */
static result take_ids(struct db *db, const struct importing *im, int64_t done)
{
    int64_t n = im->n_entry - done < GROUP - 1 ? im->n_entry - done : GROUP - 1;
    return n > 1 ? db_reserve_ids(db, im->org_id, (int)n) : OK;
}

static result post_group(struct cx *cx, struct db *db, void *arg)
{
    struct importing *im = arg;
    struct import_report report = im->report;
    struct journal_reader reader = im->reader;
    bool more = true;
    for (int i = 0; i < GROUP && more; i++) {
        size_t mark = arena_mark(cx->mem);
        struct voucher v;
        struct posted p;
        TRY(journal_next(cx, &reader, im->entry, &more));
        if (!more)
            break;
        TRY(to_voucher(cx, db, im, report.n_entry, &v));
        if (v.n_line && !voucher_post(cx, db, &v, &p).ok)
            return relabel(cx, cx->errors, im->entry);
        report.n_repeated += v.n_line && p.repeated;
        report.n_entry++;
        report.n_line += v.n_line;
        if (i == 0 && v.n_line && !p.repeated)
            TRY(take_ids(db, im, report.n_entry));
        arena_reset(cx->mem, mark);
    }
    im->after.more = more;
    im->after.report = report;
    im->after.reader = reader;
    return OK;
}

/* A group may run more than once: what it read and counted stands only after its commit. */
static result post_all(struct cx *cx, struct store *s, struct importing *im)
{
    im->more = true;
    while (im->more) {
        TRY(store_write(s, cx, &im->org_id, 1, post_group, im));
        im->more = im->after.more;
        im->report = im->after.report;
        im->reader = im->after.reader;
    }
    return OK;
}

result accounting_import(struct cx *cx, struct store *s, const struct import_source *in, struct import_report *out)
{
    struct importing im = { .org_id = in->org_id,
                            .reader = journal_reader_new(in->csv ? JOURNAL_CSV : JOURNAL_HLEDGER, in->text),
                            .cap_known = 4096 };
    if (!text_valid_utf8(in->text))
        return fail(cx, .kind = ERR_INVALID, .code = S("journal.encoding"), .field = S("file"),
                    .message = tr(cx, "The file is not UTF-8 text."),
                    .hint = tr(cx, "Save it again with the encoding UTF-8."));
    im.file = sha256_of(in->text);
    im.entry = new (cx->mem, struct text_entry, 1);
    im.known = new (cx->mem, struct known, im.cap_known);
    TRY(store_read(s, cx, DB_SCOPE_ALL, check_work, &im));
    if (im.first.ymd && !in->duplicate_ok)
        TRY(store_read(s, cx, DB_SCOPE_ALL, twins_work, &im));
    TRY(post_all(cx, s, &im));
    *out = im.report;
    return OK;
}
