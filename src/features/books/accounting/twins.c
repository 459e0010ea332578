/* A table of 64-bit digests, one a voucher: a million of them fit into 32 MB, and each entry of a file is one look.
   Two different vouchers of one digest are a false warning, which can be confirmed. Writes nothing. */
#include "features/books/accounting/twins.h"
#include "accounting.sql.h"

static uint64_t mix(uint64_t z)
{
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint64_t key_of_line(str account, int64_t party_id, int64_t dr, int64_t cr)
{
    uint64_t h = 0;
    for (ptrdiff_t i = 0; i < account.n; i++)
        h = mix(h ^ (unsigned char)account.s[i]);
    return mix(mix(mix(h ^ (uint64_t)party_id) ^ (uint64_t)dr) ^ (uint64_t)cr);
}

static void put(struct twins *t, uint64_t key, int64_t voucher_id)
{
    uint64_t at = key & t->mask;
    while (t->slot[at].key)
        at = (at + 1) & t->mask;
    t->slot[at] = (struct twin){ key ? key : 1, voucher_id };
    t->n++;
}

static int64_t find(const struct twins *t, uint64_t key)
{
    key = key ? key : 1;
    for (uint64_t at = key & t->mask; t->slot[at].key; at = (at + 1) & t->mask)
        if (t->slot[at].key == key)
            return t->slot[at].voucher_id;
    return 0;
}

struct loading {
    struct twins *t;
    int64_t voucher_id, room;
    uint64_t key;
};

static result finish(struct loading *l)
{
    if (l->voucher_id && l->t->n < l->room)
        put(l->t, l->key, l->voucher_id);
    return OK;
}

static result each_line(struct cx *cx, void *arg, const struct accounting_living_line *r)
{
    struct loading *l = arg;
    (void)cx;
    if (r->voucher_id != l->voucher_id) {
        TRY(finish(l));
        l->voucher_id = r->voucher_id;
        l->key = mix((uint64_t)r->posting_on.ymd);
    }
    l->key += key_of_line(r->account, r->party_id, r->dr_vnd.dong, r->cr_vnd.dong);
    return OK;
}

result twins_load(struct cx *cx, struct db *db, struct twins_ask ask, struct twins *out)
{
    struct accounting_living_count count;
    struct loading l = { .t = out };
    *out = (struct twins){ 0 };
    TRY(accounting_living_count(
        db,
        (struct accounting_living_count_args){
            .org_id = ask.org_id, .from_on = ask.from, .to_on = ask.to, .act_key = ask.act_key },
        &count));
    if (count.n == 0)
        return OK;
    for (out->mask = 15; out->mask < (uint64_t)count.n * 2; out->mask = out->mask * 2 + 1) {
    }
    out->slot = new (cx->mem, struct twin, out->mask + 1);
    l.room = count.n;
    TRY(accounting_living_line(db,
                               (struct accounting_living_line_args){
                                   .org_id = ask.org_id, .from_on = ask.from, .to_on = ask.to, .act_key = ask.act_key },
                               each_line, &l));
    return finish(&l);
}

result twins_look(struct cx *cx, struct db *db, const struct twins *t, const struct voucher *v)
{
    struct accounting_number_of row;
    uint64_t key = mix((uint64_t)v->posting_on.ymd);
    for (int i = 0; i < v->n_line; i++)
        key += key_of_line(v->line[i].account, v->line[i].party_id, v->line[i].dr.dong, v->line[i].cr.dong);
    int64_t id = t->n && v->n_line ? find(t, key) : 0;
    if (!id)
        return OK;
    TRY(accounting_number_of(db, (struct accounting_number_of_args){ .org_id = v->org_id, .id = id }, &row));
    return fail(cx, .kind = ERR_CONFLICT, .code = S("journal.similar"),
                .message = TRF(cx, "{1} has the same date and the same lines.",
                               str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(row.book), (long long)row.year,
                                       (long long)row.number)),
                .hint = tr(cx, "Leave out what is in the books already, or bring it in all the same: --duplicate-ok"));
}
