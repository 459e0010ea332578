/* The model's bookkeeping: as naive as it can be. */
#include "tests/sim/model.h"

#include <assert.h>

date model_date(int month) { return (date){ 20260110 + 100 * month }; }
enum book model_book(const struct act *a) { return a->kind == ACT_VOID ? BOOK_VOID : BOOK_JOURNAL; }
bool model_makes_voucher(enum act_kind k) { return k != ACT_DRAFT && k != ACT_PERIOD && k != ACT_BAD; }

static bool can_be_void(const struct act *a) { return a->kind <= ACT_ISSUE || a->kind == ACT_POST_DRAFT; }

/* ---- inventing ---- */

/* Some act for which yes() holds, or -1. Gone ones are taken now and then: they must be refused. */
static int some(const struct model *m, struct prop *r, int org, bool drafts)
{
    for (int tries = 0; m->n > 0 && tries < 8; tries++) {
        int i = prop_below(r, m->n);
        const struct act *a = &m->act[i];
        bool fits = drafts ? a->kind == ACT_DRAFT : can_be_void(a);
        if (fits && a->fate == ACT_SAVED && a->org == org && (!a->gone || prop_below(r, 4) == 0))
            return i;
    }
    return -1;
}

static enum act_kind some_kind(struct prop *r)
{
    static const int weight[ACT_KINDS] = { 30, 20, 10, 14, 8, 7, 7, 4, 2 };
    int at = prop_below(r, 102), k = 0;
    while (at >= weight[k])
        at -= weight[k++];
    return (enum act_kind)k;
}

struct act *model_next(struct model *m, struct prop *r)
{
    if (m->n == MODEL_ACTS)
        return NULL;
    struct act a = { .kind = some_kind(r), .org = prop_below(r, MODEL_ORGS), .target = -1 };
    a.other = (a.org + 1 + prop_below(r, MODEL_ORGS - 1)) % MODEL_ORGS;
    a.month = prop_below(r, MODEL_MONTHS);
    a.qty = 1 + prop_below(r, 5000);
    a.amount = 10 * a.qty;
    a.second_bad = prop_below(r, 3) == 0;
    a.closing = prop_below(r, 2);
    if (a.kind == ACT_VOID || a.kind == ACT_POST_DRAFT)
        a.target = some(m, r, a.org, a.kind == ACT_POST_DRAFT);
    if (a.target < 0 && (a.kind == ACT_VOID || a.kind == ACT_POST_DRAFT))
        a.kind = ACT_PURCHASE;
    m->act[m->n] = a;
    return &m->act[m->n++];
}

/* ---- judging ---- */

const char *model_expects(const struct model *m, const struct act *a)
{
    const struct model_org *o = &m->org[a->org];
    switch (a->kind) {
    case ACT_PERIOD:
    case ACT_DRAFT:
        return NULL;
    case ACT_VOID:
        if (m->act[a->target].gone)
            return "voucher.already_void";
        return m->act[a->target].kind == ACT_PURCHASE && o->stock < m->act[a->target].qty ? "stock.negative" : NULL;
    case ACT_BAD:
        return "voucher.unbalanced";
    case ACT_POST_DRAFT:
        if (!o->closed[a->month] && m->act[a->target].gone)
            return "draft.not_found";
        break;
    case ACT_ISSUE:
        if (!o->closed[a->month] && o->stock < a->qty)
            return "stock.negative";
        break;
    case ACT_PAIR:
        if (!o->closed[a->month] && a->second_bad)
            return "voucher.unbalanced";
        return o->closed[a->month] || m->org[a->other].closed[a->month] ? "period.closed" : NULL;
    default:
        break;
    }
    return o->closed[a->month] ? "period.closed" : NULL;
}

/* ---- keeping ---- */

static void keep_amounts(struct model_org *o, const struct act *a, int64_t sign)
{
    bool goods = a->kind == ACT_PURCHASE || a->kind == ACT_ISSUE;
    enum account debit = a->kind == ACT_PURCHASE ? GOODS : goods ? PAYABLE : CASH;
    enum account credit = a->kind == ACT_PURCHASE ? PAYABLE : goods ? GOODS : REVENUE;
    o->dr[debit] += sign * a->amount;
    o->cr[credit] += sign * a->amount;
    if (goods)
        o->stock += sign * (a->kind == ACT_PURCHASE ? a->qty : -a->qty);
}

static const char *keep_number(struct model_org *o, enum book b, int64_t number, bool strict)
{
    if (strict && number != o->last[b] + 1)
        return "a number is not the next one";
    if (number > o->last[b])
        o->last[b] = number;
    o->vouchers++;
    return NULL;
}

const char *model_apply(struct model *m, struct act *a, bool strict)
{
    struct model_org *o = &m->org[a->org];
    assert(a->fate == ACT_UNCERTAIN);
    a->fate = ACT_SAVED;
    if (a->kind == ACT_PERIOD)
        o->closed[a->month] = a->closing;
    if (!model_makes_voucher(a->kind))
        return NULL;
    if (a->kind == ACT_VOID)
        keep_amounts(o, &m->act[a->target], -1);
    else
        keep_amounts(o, a, 1);
    if (a->kind == ACT_PAIR)
        keep_amounts(&m->org[a->other], a, 1);
    if (a->target >= 0)
        m->act[a->target].gone = true;
    const char *wrong = keep_number(o, model_book(a), a->entry[0].number, strict);
    if (!wrong && a->kind == ACT_PAIR)
        wrong = keep_number(&m->org[a->other], BOOK_JOURNAL, a->entry[1].number, strict);
    return wrong;
}

static int with_number(const struct model *m, int org, enum book b, int64_t number)
{
    int n = 0;
    for (int i = 0; i < m->n; i++) {
        const struct act *a = &m->act[i];
        if (a->fate != ACT_SAVED || !model_makes_voucher(a->kind) || model_book(a) != b)
            continue;
        n += a->org == org && a->entry[0].number == number;
        n += a->kind == ACT_PAIR && a->other == org && a->entry[1].number == number;
    }
    return n;
}

const char *model_numbers(const struct model *m)
{
    for (int org = 0; org < MODEL_ORGS; org++)
        for (int b = 0; b < BOOKS; b++)
            for (int64_t number = 1; number <= m->org[org].last[b]; number++)
                if (with_number(m, org, (enum book)b, number) != 1)
                    return "a number is missing or given twice";
    return NULL;
}
