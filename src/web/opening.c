/* The days that grants open. Pages ask here before they read: nothing else knows of the limits. */
#include "web/opening.h"

static bool is_whole(const struct opening *o) { return o->from.ymd == 0 && o->to.ymd == DATE_OPEN.ymd; }

const struct opening *opening_of(const struct opening *o, int n, struct days d)
{
    for (int i = 0; i < n; i++)
        if (date_cmp(o[i].from, d.to) <= 0 && date_cmp(o[i].to, d.from) >= 0)
            return &o[i];
    return NULL;
}

static str day_text(struct cx *cx, date d)
{
    return d.ymd == 0 || d.ymd == DATE_OPEN.ymd ? S("…") : date_text(cx->mem, d);
}

static str span_text(struct cx *cx, const struct opening *o)
{
    return str_fmt(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(day_text(cx, o->from)), STR_ARG(day_text(cx, o->to)));
}

/* "01/01/2025 – 31/12/2025, 01/03/2026 – …" */
static str spans(struct web *w)
{
    struct buf b = buf_new(w->cx->mem);
    for (int i = 0; i < w->n_opening; i++) {
        buf_put(&b, i ? S(", ") : S(""));
        buf_put(&b, span_text(w->cx, &w->opening[i]));
    }
    return buf_str(&b);
}

result books_days(struct web *w, struct days *d)
{
    date from, to;
    bool asked_from = date_parse(request_query(w->rq, S("from")), &from),
         asked_to = date_parse(request_query(w->rq, S("to")), &to);
    if (asked_from)
        d->from = from;
    if (asked_to)
        d->to = to;
    if (!w->n_opening)
        return OK;
    const struct opening *o = opening_of(w->opening, w->n_opening, *d);
    if (!o && (asked_from || asked_to))
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("books.period"), .field = S("from"),
                    .message = tr(w->cx, "The books of these days are not open to you."),
                    .hint = TRF(w->cx, "Open to you are: {1}.", spans(w)));
    if (!o)
        o = &w->opening[0], *d = (struct days){ o->from, o->to };
    w->grant_id = o->grant_id;
    d->from = date_cmp(d->from, o->from) < 0 ? o->from : d->from;
    d->to = date_cmp(d->to, o->to) > 0 ? o->to : d->to;
    return OK;
}

bool books_open_on(struct web *w, date on)
{
    if (!w->n_opening)
        return true;
    const struct opening *o = opening_of(w->opening, w->n_opening, (struct days){ on, on });
    if (o)
        w->grant_id = o->grant_id;
    return o != NULL;
}

date books_last(const struct web *w) { return w->n_opening ? w->opening[0].to : DATE_OPEN; }

str books_note(struct web *w)
{
    if (!w->n_opening)
        return S("");
    return is_whole(&w->opening[0])
               ? tr(w->cx, "These books are open to you by permission. Every page you open is written down.")
               : TRF(w->cx,
                     "Of these books the postings of {1} are open to you by permission. Every page you open is "
                     "written down.",
                     spans(w));
}
