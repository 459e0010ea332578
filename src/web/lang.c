/* Choice of language for one request. */
#include "web/lang.h"

#include "web/app.h"

enum { YEAR_SECONDS = 365 * 24 * 3600 };

bool lang_of_tag(str tag, enum lang *out)
{
    str primary = str_cut(tag, '-').head;
    bool vi = str_eq_nocase(primary, S("vi"));
    if (!vi && !str_eq_nocase(primary, S("en")))
        return false;
    *out = vi ? LANG_VI : LANG_EN;
    return true;
}

/* Thousandths of "0.8"; 1000 without a weight or with a strange one. */
static int weight(str params)
{
    str q = str_trim(str_cut(params, '=').tail);
    int v = 0, scale = 1000;
    if (!str_starts(str_trim(params), S("q")) || !q.n || (q.s[0] != '0' && q.s[0] != '1'))
        return 1000;
    for (ptrdiff_t i = 0; i < q.n && scale; i++) {
        if (q.s[i] == '.')
            continue;
        if (q.s[i] < '0' || q.s[i] > '9')
            return 1000;
        v += (q.s[i] - '0') * scale;
        scale /= 10;
    }
    return v;
}

bool lang_accepted(str header, enum lang *out)
{
    int best = 0;
    while (header.n) {
        struct str_cut cut = str_cut(header, ','), half = str_cut(cut.head, ';');
        enum lang l;
        int q = weight(half.tail);
        header = cut.tail;
        if (q > best && lang_of_tag(str_trim(half.head), &l)) {
            best = q;
            *out = l;
        }
    }
    return best > 0;
}

static bool chosen(const struct web *w, enum lang *out)
{
    return lang_of_tag(request_query(w->rq, S("lang")), out) ||
           lang_of_tag(request_cookie(w->rq, web_cookie_name(w, "lang")), out);
}

void lang_begin(struct web *w)
{
    enum lang asked;
    w->cx->lang = LANG_VI;
    if (!chosen(w, &w->cx->lang))
        (void)lang_accepted(request_header(w->rq, S("Accept-Language")), &w->cx->lang);
    if (lang_of_tag(request_query(w->rq, S("lang")), &asked))
        web_set_cookie(w, web_cookie_name(w, "lang"), asked == LANG_EN ? S("en") : S("vi"), YEAR_SECONDS);
}

/* A choice made in this browser is newer than the one in the user's settings. */
void lang_after_session(struct web *w) { (void)chosen(w, &w->cx->lang); }

str lang_other_path(const struct web *w)
{
    struct buf b = buf_new(w->cx->mem);
    buf_put(&b, w->rq->path);
    buf_byte(&b, '?');
    for (int i = 0; i < w->rq->n_query; i++) {
        if (str_eq(w->rq->query[i].name, S("lang")))
            continue;
        buf_put(&b, http_url_encode(w->cx->mem, w->rq->query[i].name));
        buf_byte(&b, '=');
        buf_put(&b, http_url_encode(w->cx->mem, w->rq->query[i].value));
        buf_byte(&b, '&');
    }
    buf_put(&b, w->cx->lang == LANG_EN ? S("lang=vi") : S("lang=en"));
    return buf_str(&b);
}
