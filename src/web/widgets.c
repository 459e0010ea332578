/* The decisions behind the widgets: which address a link has, how long a bar is, what a refusal says.
   The HTML itself is in widgets.html.in. No database, no state: functions of their arguments alone, so that a page can
   be tested as text. */
#include "web/print/qr.h"
#include "web/widgets_text.h"

#include "base/embedded.h"

enum { PER_PAGE = 25, PAGE_MAX = 1000000, CHART_W = 1000, CHART_TOP = 4, CHART_H = 92 };

str asset_url(struct arena *mem, str name)
{
    str path = str_fmt(mem, "assets/" STR_FMT, STR_ARG(name));
    const struct embedded *e = embedded_find(path);
    return e ? str_fmt(mem, "/" STR_FMT "?v=%s", STR_ARG(path), e->hash) : str_fmt(mem, "/" STR_FMT, STR_ARG(path));
}

str icon_url(struct arena *mem, str name)
{
    str sheet = asset_url(mem, S("icons.svg"));
    return str_fmt(mem, STR_FMT "#" STR_FMT, STR_ARG(sheet), STR_ARG(name));
}

str tone_class(enum tone t)
{
    static const str name[] = { [TONE_PLAIN] = LIT("plain"), [TONE_OK] = LIT("ok"),     [TONE_WAIT] = LIT("wait"),
                                [TONE_BAD] = LIT("bad"),     [TONE_INFO] = LIT("info"), [TONE_DEMO] = LIT("demo") };
    return name[t];
}

str tone_icon(enum tone t)
{
    static const str name[] = { [TONE_PLAIN] = LIT("info"), [TONE_OK] = LIT("check"),  [TONE_WAIT] = LIT("warn"),
                                [TONE_BAD] = LIT("stop"),   [TONE_INFO] = LIT("info"), [TONE_DEMO] = LIT("info") };
    return name[t];
}

/* ---- lists ---- */

static int bounded(str text, int low, int high, int otherwise)
{
    int64_t v = 0;
    if (!str_to_i64(text, &v) || v < low)
        return otherwise;
    return v > high ? high : (int)v;
}

static int page_size(str text)
{
    static const int allowed[] = { 25, 50, 100, 200 };
    int wanted = bounded(text, 1, 200, PER_PAGE);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (allowed[i] == wanted)
            return wanted;
    return PER_PAGE;
}

struct list_state list_state_of(const struct request *rq)
{
    str sort = request_query(rq, S("sort"));
    bool desc = str_starts(sort, S("-"));
    return (struct list_state){
        .q = str_trim(request_query(rq, S("q"))),
        .page = bounded(request_query(rq, S("page")), 1, PAGE_MAX, 1),
        .per_page = page_size(request_query(rq, S("per"))),
        .sort = desc ? str_sub(sort, 1, sort.n) : sort,
        .desc = desc,
    };
}

static void put_parameter(struct buf *b, str name, str value)
{
    str n = http_url_encode(b->mem, name), v = http_url_encode(b->mem, value);
    buf_byte(b, memchr(b->s, '?', (size_t)b->n) ? '&' : '?');
    buf_fmt(b, STR_FMT "=" STR_FMT, STR_ARG(n), STR_ARG(v));
}

/* The path arrives decoded: spaces and non-ASCII letters go back into a URL encoded, slashes stay. */
static void put_path(struct buf *b, str path)
{
    for (struct str_cut c = { .tail = path, .found = true }; c.found;) {
        c = str_cut(c.tail, '/');
        buf_put(b, http_url_encode(b->mem, c.head));
        if (c.found)
            buf_byte(b, '/');
    }
}

/* Where in a list one stands, or which file of it: not what it is filtered by. */
static bool names_a_place(str name)
{
    static const str place[] = { LIT("page"), LIT("behind"), LIT("before"), LIT("format"), LIT("id") };
    for (size_t i = 0; i < sizeof place / sizeof *place; i++)
        if (str_eq(name, place[i]))
            return true;
    return false;
}

str list_url(struct arena *mem, const struct request *rq, str name, str value)
{
    struct buf b = buf_new(mem);
    put_path(&b, rq->path);
    for (int i = 0; i < rq->n_query; i++) {
        const struct pair *p = &rq->query[i];
        bool dropped = str_eq(p->name, name) || names_a_place(p->name);
        if (!dropped && p->value.n)
            put_parameter(&b, p->name, p->value);
    }
    if (value.n)
        put_parameter(&b, name, value);
    return buf_str(&b);
}

str list_sort_value(struct arena *mem, const struct list_state *s)
{
    return s->desc ? str_fmt(mem, "-" STR_FMT, STR_ARG(s->sort)) : s->sort;
}

str list_sort_url(struct arena *mem, const struct list *l, str sort)
{
    struct list_state next = { .sort = sort, .desc = str_eq(l->state.sort, sort) && !l->state.desc };
    return list_url(mem, l->rq, S("sort"), list_sort_value(mem, &next));
}

str list_page_url(struct arena *mem, const struct list *l, int page)
{
    return list_url(mem, l->rq, S("page"), page > 1 ? str_from_i64(mem, page) : S(""));
}

int list_last_page(const struct list *l)
{
    int64_t last = (l->total + l->state.per_page - 1) / l->state.per_page;
    return last < 1 ? 1 : last > PAGE_MAX ? PAGE_MAX : (int)last;
}

bool list_filtered(const struct list *l)
{
    bool any = l->state.q.n > 0;
    for (int i = 0; i < l->n_filter; i++)
        any |= request_query(l->rq, l->filter[i].name).n > 0;
    return any;
}

str list_count_text(struct cx *cx, const struct list *l)
{
    bool english = cx->lang == LANG_EN;
    int64_t from = list_offset(&l->state) + 1, to = from + l->state.per_page - 1;
    str all = money_text(cx->mem, (money){ l->total }, english);
    if (to > l->total)
        to = l->total;
    if (from > to)
        return TRF(cx, "No row on this page; {1} in all", all);
    if (l->total <= l->state.per_page)
        return TRF(cx, "{1} in all", all);
    return TRF(cx, "{1} to {2} of {3}", money_text(cx->mem, (money){ from }, english),
               money_text(cx->mem, (money){ to }, english), all);
}

/* ---- charts ---- */

int chart_share(int64_t part, int64_t whole)
{
    int64_t w = 0;
    if (part <= 0 || whole <= 0)
        return 0;
    if (part >= whole || !mul_div_round(part, CHART_W, whole, &w))
        return CHART_W;
    return w < 2 ? 2 : (int)w; /* what is not nothing stays visible */
}

int64_t chart_most(const struct bar *b, int n)
{
    int64_t most = 0;
    for (int i = 0; i < n; i++)
        most = b[i].value > most ? b[i].value : most;
    return most;
}

str chart_points(struct arena *mem, const int64_t *value, int n)
{
    struct buf b = buf_new(mem);
    int64_t low = value[0], high = value[0], span = 0;
    for (int i = 1; i < n; i++) {
        low = value[i] < low ? value[i] : low;
        high = value[i] > high ? value[i] : high;
    }
    /* A span beyond int64 draws flat rather than wrong. */
    if (__builtin_sub_overflow(high, low, &span) || span == 0)
        span = 0;
    for (int i = 0; i < n; i++) {
        int64_t y = CHART_H / 2;
        if (span && !mul_div_round(value[i] - low, CHART_H, span, &y))
            y = CHART_H / 2;
        buf_fmt(&b, "%s%d,%d", i ? " " : "", i * CHART_W / (n - 1), CHART_TOP + CHART_H - (int)y);
    }
    return buf_str(&b);
}

/* ---- refusals ---- */

static const struct {
    const char *title, *text;
} trouble[] = {
    [ERR_INVALID] = { T("This cannot be done as it stands"),
                      T("A rule refuses what was sent. Go back, correct it and send it again.") },
    [ERR_CONFLICT] = { T("Something has changed meanwhile"),
                       T("The record is no longer as it was when you opened the page. Open it again and look before "
                         "you decide.") },
    [ERR_USAGE] = { T("The request could not be understood"),
                    T("The address or the form is incomplete. Start again from the menu.") },
    [ERR_NOT_FOUND] = { T("This page is not here"),
                        T("The address may be mistyped, or the record belongs to an organisation that has not opened "
                          "it to you. Its director can do so under “Access to our books”.") },
    [ERR_DENIED] = { T("This is not among your duties"),
                     T("Your role does not include this. Ask the person who manages users if you need it.") },
    [ERR_LOGIN] = { T("Please log in"),
                    T("You are not logged in, or you were away for too long. Nothing that was saved is lost.") },
    [ERR_BUSY] = { T("Hoptac is busy"),
                   T("Too many people are working at this moment. Wait a few seconds and try again.") },
    [ERR_ENV] = { T("Hoptac cannot work properly"),
                  T("The disk or the database does not answer. Nothing that was confirmed is lost. Tell the person who "
                    "runs this computer.") },
    [ERR_BUG] = { T("This is our mistake"),
                  T("The page failed and nothing was saved by it. Please tell the person who runs Hoptac what you were "
                    "doing, and the time.") },
};

str trouble_title(const struct cx *cx, enum err_kind kind) { return tr(cx, trouble[kind].title); }
str trouble_text(const struct cx *cx, enum err_kind kind) { return tr(cx, trouble[kind].text); }

void ui_qr(struct html *h, str text, str title)
{
    str svg;
    if (qr_svg(h->cx->mem, text, title, &svg))
        html_put_safe(h, (html_safe){ .s = svg });
}
