#include "features/trust/privacy/privacy_rules.h"

enum { SATURDAY = 5 };

date privacy_working_days(date from, int64_t n)
{
    while (n > 0) {
        from = date_add_days(from, 1);
        n -= date_weekday(from) < SATURDAY;
    }
    return from;
}

date privacy_term(date from, const struct privacy_term_rule *rule)
{
    int n = (int)rule->amount;
    if (!n)
        return (date){ 0 };
    if (str_eq(rule->unit, S("working_day")))
        return privacy_working_days(from, n);
    return str_eq(rule->unit, S("year")) ? date_add_months(from, 12 * n) : date_add_days(from, n);
}

static int year_of(date on, int first_month) { return date_year(on) - (date_month(on) < first_month); }

/* The day before the first month of the year after. */
static date year_end(int year, int first_month)
{
    return date_add_days((date){ (year + 1) * 10000 + first_month * 100 + 1 }, -1);
}

date privacy_kept_until(date posting_on, int year_first_month, int64_t years)
{
    return year_end(year_of(posting_on, year_first_month) + (int)years, year_first_month);
}

date privacy_kept_from(date today, int year_first_month, int64_t years)
{
    return (date){ (year_of(today, year_first_month) - (int)years) * 10000 + year_first_month * 100 + 1 };
}

bool privacy_is_late(const struct privacy_request *r, date today)
{
    return str_eq(r->state, S("open")) && r->due_on.ymd && date_cmp(r->due_on, today) < 0;
}

static bool is_one_of(str s, const struct option_list *list)
{
    for (int i = 0; i < list->n; i++)
        if (str_eq(s, str_of(list->option[i].value)))
            return true;
    return false;
}

void privacy_request_check(struct cx *cx, const struct privacy_request_in *in, date today)
{
    if (!is_one_of(in->kind, &privacy_kinds))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("privacy.kind"), .field = S("kind"),
                   .message = tr(cx, "Choose what the person asks for."));
    if (!in->asked_on.ymd || date_cmp(in->asked_on, today) > 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("privacy.asked_on"), .field = S("asked_on"),
                   .message = tr(cx, "The day of the request is missing or lies in the future."));
    if (in->told_on.ymd && (date_cmp(in->told_on, in->asked_on) < 0 || date_cmp(in->told_on, today) > 0))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("privacy.told_on"), .field = S("told_on"),
                   .message = tr(cx, "The receipt is confirmed between the day of the request and today."));
    if (!in->words.n && (str_eq(in->kind, S("correct")) || str_eq(in->kind, S("object"))))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("privacy.words"), .field = S("words"),
                   .message = tr(cx, "Write down what is to be corrected, or what the person objects to."));
}

void privacy_close_check(struct cx *cx, const struct privacy_request *r, const struct privacy_close *c)
{
    bool done = str_eq(c->state, S("done"));
    if (!str_eq(r->state, S("open")))
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.closed"),
                   .message = tr(cx, "This request was answered already."));
    if (!done && !str_eq(c->state, S("refused")))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("privacy.state"), .field = S("state"),
                   .message = tr(cx, "Choose whether the request was met or refused."));
    if (!c->answer.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("privacy.answer"), .field = S("answer"),
                   .message = tr(cx, "Write down what the person was told."));
    if (done && str_eq(r->kind, S("export")) && !r->exported_at)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.not_exported"), .field = S("state"),
                   .message = tr(cx, "The file with the data has not been made yet."),
                   .hint = tr(cx, "Make the file first, or refuse with a reason."));
    if (done && str_eq(r->kind, S("correct")) && !r->n_change)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.nothing_changed"), .field = S("state"),
                   .message = tr(cx, "Nothing was changed since the request."),
                   .hint = tr(cx, "Correct the record first, or refuse with a reason."));
    if (done && str_eq(r->kind, S("erase")))
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.not_erased"), .field = S("state"),
                   .message = tr(cx, "An erasure is met by erasing."),
                   .hint = tr(cx, "Look at what goes and what stays, then erase; or refuse with a reason."));
}
