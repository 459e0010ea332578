/* Writes HTML. Everything that came from a person or a database goes through html_put_*, which escapes;
   html_raw is for the literal text of templates and for web/ itself. No page is composed here. */
#include "web/html.h"

struct html html_new(struct cx *cx) { return (struct html){ .out = buf_new(cx->mem), .cx = cx }; }

void html_raw(struct html *h, str s) { buf_put(&h->out, s); }

/* What stands for the byte in text and in quoted attributes alike; empty when it stands for itself. */
static str entity(char c)
{
    switch (c) {
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '&':
        return S("&amp;");
    case '"':
        return S("&quot;");
    case '\'':
        return S("&#39;");
    case 0:
        return S("\xEF\xBF\xBD"); /* parsers drop NUL in some places and not in others */
    default:
        return (str){ 0 };
    }
}

void html_put_str(struct html *h, str s)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        str e = entity(s.s[i]);
        if (!e.n)
            continue;
        buf_put(&h->out, str_sub(s, from, i));
        buf_put(&h->out, e);
        from = i + 1;
    }
    buf_put(&h->out, str_sub(s, from, s.n));
}

void html_put_i64(struct html *h, int64_t v) { buf_i64(&h->out, v); }
void html_put_money(struct html *h, money m) { html_put_str(h, money_text(h->cx->mem, m, h->cx->lang == LANG_EN)); }
void html_put_date(struct html *h, date d) { html_put_str(h, date_text(h->cx->mem, d)); }
void html_put_safe(struct html *h, html_safe s) { buf_put(&h->out, s.s); }
void html_put_bool(struct html *h, bool b) { html_put_str(h, b ? tr(h->cx, "yes") : tr(h->cx, "no")); }

void html_put_qty_unit(struct html *h, qty q, int64_t per)
{
    html_put_str(h, qty_text(h->cx->mem, q, per, h->cx->lang == LANG_EN));
}

/* Browsers strip tabs and line ends inside a URL and spaces around it, and read \ as /: none may hide a scheme. */
static bool url_allowed(str s)
{
    static const char *const scheme[] = { "http", "https", "mailto", "tel", "otpauth" };
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] <= ' ' || s.s[i] == 127 || s.s[i] == '\\')
            return false;
    if (str_starts(s, S("//")))
        return false;
    ptrdiff_t end = 0;
    while (end < s.n && !memchr(":/?#", s.s[end], 4))
        end++;
    if (end == s.n || s.s[end] != ':')
        return true;
    for (int i = 0; i < (int)(sizeof scheme / sizeof *scheme); i++)
        if (str_eq_nocase(str_sub(s, 0, end), str_of(scheme[i])))
            return true;
    return false;
}

void html_put_url(struct html *h, str s) { html_put_str(h, url_allowed(s) ? s : S("#")); }

void html_put_url_part_str(struct html *h, str s)
{
    static const char digit[] = "0123456789ABCDEF";
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || (c && strchr("-._~", c))) {
            buf_byte(&h->out, (char)c);
        } else {
            buf_byte(&h->out, '%');
            buf_byte(&h->out, digit[c >> 4]);
            buf_byte(&h->out, digit[c & 15]);
        }
    }
}

void html_put_url_part_date(struct html *h, date d) { buf_put(&h->out, date_iso(h->cx->mem, d)); }
