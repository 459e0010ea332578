/* HTML by construction: templates (x.html.in) compile to calls of html_put, which escapes by the type of its argument.
   str → escaped; money → grouped; date, qty, int → text; html_safe → as is (only web/ and generated code build one).
   double and char * do not compile. */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/cx.h"
#include "base/date.h"
#include "base/money.h"

typedef struct {
    str s;
} html_safe;

struct html {
    struct buf out;
    struct cx *cx; /* language, memory */
};

struct html html_new(struct cx *cx);
void html_raw(struct html *h, str s); /* generated code and web/ only: tidy checks */
void html_put_str(struct html *h, str s);
void html_put_i64(struct html *h, int64_t v); /* plain digits: ids, counts */
void html_put_money(struct html *h, money m); /* 1.234.567 */
void html_put_date(struct html *h, date d);
void html_put_safe(struct html *h, html_safe s);
void html_put_bool(struct html *h, bool b); /* yes / no in the language */
/* A whole URL, or the beginning of one: only http, https, mailto, tel, # and relative, no space; else "#". */
void html_put_url(struct html *h, str s);
void html_put_url_part_str(struct html *h, str s); /* percent-encoded: one path segment or query value */
void html_put_url_part_date(struct html *h, date d); /* ISO */
/* A quantity of base units as a number of `per` base units, without the unit's name: 412500 g per 1000 → 412,5. */
void html_put_qty_unit(struct html *h, qty q, int64_t per);

#define html_put(h, x)            \
    _Generic((x),                 \
        str: html_put_str,        \
        money: html_put_money,    \
        date: html_put_date,      \
        html_safe: html_put_safe, \
        bool: html_put_bool,      \
        int: html_put_i64,        \
        int64_t: html_put_i64)((h), (x))

/* Inside a URL that has begun: <a href="/orgs/{{ code }}/members/{{ id }}">. */
#define html_put_url_part(h, x)       \
    _Generic((x),                     \
        str: html_put_url_part_str,   \
        date: html_put_url_part_date, \
        int: html_put_i64,            \
        int64_t: html_put_i64)((h), (x))

#endif
