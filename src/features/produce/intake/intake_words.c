/* What posting a slip will do, in sentences: shown before, and understood without knowing debit from credit. */
#include "features/produce/intake/intake.h"

static str shown(struct cx *cx, const struct intake_slip *s, qty q)
{
    return str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(qty_text(cx->mem, q, s->item.per, cx->lang == LANG_EN)),
                   STR_ARG(s->item.shown_unit));
}

static str vnd(struct cx *cx, money m)
{
    return str_fmt(cx->mem, STR_FMT " đ", STR_ARG(money_text(cx->mem, m, cx->lang == LANG_EN)));
}

static str stock_words(struct cx *cx, const struct intake_slip *s)
{
    str q = shown(cx, s, s->net), item = item_name(cx, &s->item), who = s->member.full_name;
    if (str_eq(s->mode, S("bought")))
        return TRF(cx, "{1} of {2} enter our own stock as a new lot.", q, item);
    if (str_eq(s->mode, S("on_behalf")))
        return TRF(cx, "{1} of {2} are held for {3} and sold on their behalf.", q, item, who);
    return TRF(cx, "{1} of {2} are taken in from {3} for processing.", q, item, who);
}

static str journal_words(struct cx *cx, const struct intake_slip *s)
{
    if (!s->priced)
        return tr(cx, "Nothing yet: the price comes later with a voucher of its own.");
    if (str_eq(s->mode, S("bought")))
        return TRF(cx, "Debit {1}, credit 331: {2}.", s->item.account, vnd(cx, s->amount));
    if (str_eq(s->mode, S("on_behalf")))
        return TRF(cx, "Off balance, 003: {1}. We owe the member when it is sold.", vnd(cx, s->amount));
    return TRF(cx, "Off balance, 002: {1}.", vnd(cx, s->amount));
}

static str passbook_words(struct cx *cx, const struct intake_slip *s)
{
    if (s->priced && str_eq(s->mode, S("bought")))
        return TRF(cx, "We owe {1} another {2}.", s->member.full_name, vnd(cx, s->amount));
    return TRF(cx, "{1} is credited with {2} delivered; nothing is owed yet.", s->member.full_name,
               shown(cx, s, s->net));
}

int intake_words(struct cx *cx, const struct intake_slip *slip, struct effect_words *out, int max)
{
    struct effect_words all[] = {
        { tr(cx, "Stock"), stock_words(cx, slip) },
        { tr(cx, "Journal"), journal_words(cx, slip) },
        { tr(cx, "Passbook"), passbook_words(cx, slip) },
        { tr(cx, "Traceability"), tr(cx, "The lot is received: one event, without names.") },
        { tr(cx, "Log"), tr(cx, "One line that can be proved later.") },
    };
    int n = COUNT(all) < max ? COUNT(all) : max;
    memcpy(out, all, sizeof *out * (size_t)n);
    return n;
}
