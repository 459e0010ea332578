/* A table of digests, one a voucher: a million of them fit into 32 MB, and each entry of a file is one look. A false
   warning, should two vouchers ever have one digest, can be confirmed. Writes nothing. */
#include "features/books/accounting/twins.h"
#include "accounting.sql.h"

static uint64_t key_of_line(str account, int64_t party_id, int64_t dr, int64_t cr)
{
    return seen_i64(seen_i64(seen_i64(seen_text(0, account), party_id), dr), cr);
}

struct loading {
    struct seen *t;
    int64_t voucher_id, room;
    uint64_t key;
};

static result finish(struct loading *l)
{
    if (l->voucher_id && l->t->n < l->room)
        seen_put(l->t, l->key, l->voucher_id);
    return OK;
}

static result each_line(struct cx *cx, void *arg, const struct accounting_living_line *r)
{
    struct loading *l = arg;
    (void)cx;
    if (r->voucher_id != l->voucher_id) {
        TRY(finish(l));
        l->voucher_id = r->voucher_id;
        l->key = seen_i64(0, r->posting_on.ymd);
    }
    l->key += key_of_line(r->account, r->party_id, r->dr_vnd.dong, r->cr_vnd.dong);
    return OK;
}

result twins_load(struct cx *cx, struct db *db, struct twins_ask ask, struct seen *out)
{
    struct accounting_living_count count;
    struct loading l = { .t = out };
    *out = (struct seen){ 0 };
    TRY(accounting_living_count(
        db,
        (struct accounting_living_count_args){
            .org_id = ask.org_id, .from_on = ask.from, .to_on = ask.to, .act_key = ask.act_key },
        &count));
    if (count.n == 0)
        return OK;
    *out = seen_new(cx->mem, count.n);
    l.room = count.n;
    TRY(accounting_living_line(db,
                               (struct accounting_living_line_args){
                                   .org_id = ask.org_id, .from_on = ask.from, .to_on = ask.to, .act_key = ask.act_key },
                               each_line, &l));
    return finish(&l);
}

result twins_look(struct cx *cx, struct db *db, const struct seen *t, const struct voucher *v)
{
    struct accounting_number_of row;
    uint64_t key = seen_i64(0, v->posting_on.ymd);
    for (int i = 0; i < v->n_line; i++)
        key += key_of_line(v->line[i].account, v->line[i].party_id, v->line[i].dr.dong, v->line[i].cr.dong);
    int64_t id = t->n && v->n_line ? seen_find(t, key) : 0;
    if (!id)
        return OK;
    TRY(accounting_number_of(db, (struct accounting_number_of_args){ .org_id = v->org_id, .id = id }, &row));
    return fail(cx, .kind = ERR_CONFLICT, .code = S("journal.similar"),
                .message = TRF(cx, "{1} has the same date and the same lines.",
                               str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(row.book), (long long)row.year,
                                       (long long)row.number)),
                .hint = tr(cx, "Leave out what is in the books already, or bring it in all the same: --duplicate-ok"));
}
