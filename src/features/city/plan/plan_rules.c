/* How figures are made and when they are hidden, and how they read. Pure but for the translation table. */
#include "features/city/plan/plan_parts.h"

bool plan_average(money total, int64_t n, int64_t *out) { return n > 0 && mul_div_round(total.dong, 1, n, out); }

bool plan_too_few(int64_t n, money largest, money total)
{
    int64_t share;
    if (n < PLAN_CELL_MIN || total.dong <= 0 || !mul_div_round(total.dong, PLAN_SHARE_MAX, 100, &share))
        return true;
    return largest.dong > share;
}

bool plan_progress(int64_t value, int64_t low, int64_t *percent)
{
    int64_t scaled;
    if (low <= 0 || value < 0 || __builtin_mul_overflow(value, (int64_t)100, &scaled))
        return false;
    *percent = scaled / low;
    return true;
}

str plan_value_code(str measure)
{
    if (str_eq(measure, S("revenue_per_cooperative")))
        return S("revenue");
    return str_eq(measure, S("profit_per_cooperative")) ? S("profit") : S("");
}

str plan_register_kind(str measure)
{
    if (str_eq(measure, S("new_cooperatives")))
        return S("cooperative");
    return str_eq(measure, S("new_unions")) ? S("union") : S("");
}

str plan_month_text(struct arena *mem, int64_t m)
{
    return m ? str_fmt(mem, "%02d/%04d", (int)(m % 100), (int)(m / 100)) : S("");
}

str plan_value_text(struct cx *cx, str unit, int64_t value)
{
    static const struct {
        const char *unit, *text;
    } list[] = {
        { "VND", T("{1} đ") },         { "percent", T("{1} %") },
        { "person", T("{1} people") }, { "cooperative", T("{1} cooperatives") },
        { "union", T("{1} unions") },  { "group", T("{1} cooperative groups") },
    };
    str number = money_text(cx->mem, (money){ value }, cx->lang == LANG_EN);
    for (int i = 0; i < COUNT(list); i++)
        if (str_eq(unit, str_of(list[i].unit)))
            return tr_fill(cx->mem, tr(cx, list[i].text), &number, 1);
    return number;
}

str plan_target_text(struct cx *cx, const struct plan_target *t)
{
    static const struct {
        const char *comparator, *text;
    } list[] = {
        { "~", T("about {1}") },     { ">", T("over {1}") },     { ">=", T("at least {1}") },
        { "<", T("less than {1}") }, { "<=", T("at most {1}") },
    };
    str low = plan_value_text(cx, t->unit, t->low);
    if (str_eq(t->comparator, S("range")))
        return TRF(cx, "{1} to {2}", money_text(cx->mem, (money){ t->low }, cx->lang == LANG_EN),
                   plan_value_text(cx, t->unit, t->high));
    for (int i = 0; i < COUNT(list); i++)
        if (str_eq(t->comparator, str_of(list[i].comparator)))
            return tr_fill(cx->mem, tr(cx, list[i].text), &low, 1);
    return low;
}

str plan_live_text(struct cx *cx, const struct plan_target *t)
{
    return t->live.state == PLAN_KNOWN ? plan_value_text(cx, t->unit, t->live.value) : S("—");
}

str plan_live_note(struct cx *cx, const struct plan_target *t)
{
    const struct plan_figure *f = &t->live;
    str reporting = S("");
    if (f->state == PLAN_NONE || f->state == PLAN_RECORDED)
        return S("");
    if (plan_value_code(t->measure).n == 0)
        return tr(cx, "from the register, as of today");
    reporting = TRF(cx, "{1} of {2} reporting", str_from_i64(cx->mem, f->n_reporting), str_from_i64(cx->mem, f->n_all));
    if (f->state == PLAN_UNKNOWN)
        return str_join(cx->mem, (const str[]){ reporting, tr(cx, "cannot be computed") }, 2, S("; "));
    if (f->state == PLAN_HIDDEN)
        return str_join(
            cx->mem,
            (const str[]){ reporting, tr(cx, "not shown: fewer than five cooperatives, or one holds most of it") }, 2,
            S("; "));
    return str_join(cx->mem,
                    (const str[]){ reporting, TRF(cx, "figures until {1}", plan_month_text(cx->mem, f->last_month)) },
                    2, S("; "));
}

str plan_feed_text(struct cx *cx, const struct plan_target *t)
{
    if (t->measure.n)
        return tr(cx, "live");
    return str_eq(t->feed, S("recorded")) ? tr(cx, "recorded by officers") : tr(cx, "nothing feeds it yet");
}

enum tone plan_feed_tone(const struct plan_target *t)
{
    if (t->measure.n)
        return TONE_OK;
    return str_eq(t->feed, S("recorded")) ? TONE_INFO : TONE_PLAIN;
}
