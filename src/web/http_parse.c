/* Pure parsers of what comes over the wire as text: percent-encoding, urlencoded forms, cookies; and the accessors of
   struct request. Strict: what is not well-formed is refused as a whole, nothing is guessed. No sockets here. */
#include "web/http.h"

#include "web/http_parts.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool http_url_decode(struct arena *mem, str s, bool plus_is_space, str *out)
{
    char *to = arena_bytes(mem, (size_t)s.n, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (c == '%') {
            int high = i + 2 < s.n ? hex_digit(s.s[i + 1]) : -1;
            int low = i + 2 < s.n ? hex_digit(s.s[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        to[n++] = c;
    }
    *out = (str){ to, n };
    return true;
}

static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

str http_url_encode(struct arena *mem, str s)
{
    static const char digit[] = "0123456789ABCDEF";
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (unreserved(c)) {
            buf_byte(&b, (char)c);
        } else {
            buf_byte(&b, '%');
            buf_byte(&b, digit[c >> 4]);
            buf_byte(&b, digit[c & 15]);
        }
    }
    return buf_str(&b);
}

static int count_parts(str body)
{
    int n = 0;
    while (body.n) {
        struct str_cut cut = str_cut(body, '&');
        n += cut.head.n > 0;
        body = cut.tail;
    }
    return n;
}

bool http_parse_form(struct arena *mem, str body, struct pair **out, int *n)
{
    int most = count_parts(body), k = 0;
    if (most > HTTP_FIELDS_MAX)
        return false;
    struct pair *p = new(mem, struct pair, most ? most : 1);
    while (body.n) {
        struct str_cut cut = str_cut(body, '&');
        body = cut.tail;
        if (!cut.head.n)
            continue;
        struct str_cut half = str_cut(cut.head, '=');
        if (!http_url_decode(mem, half.head, true, &p[k].name) || !http_url_decode(mem, half.tail, true, &p[k].value))
            return false;
        k++;
    }
    *out = p;
    *n = k;
    return true;
}

/* ---- paths ------------------------------------------------------------------------------------------------------- */

bool http_path_good(str path)
{
    if (!path.n || path.s[0] != '/')
        return false;
    for (ptrdiff_t i = 0; i < path.n; i++)
        if ((unsigned char)path.s[i] < ' ' || path.s[i] == 127 || path.s[i] == '\\')
            return false;
    for (str rest = str_sub(path, 1, path.n); rest.n;) {
        struct str_cut cut = str_cut(rest, '/');
        if (str_eq(cut.head, S("..")) || str_eq(cut.head, S(".")))
            return false;
        rest = cut.tail;
    }
    return true;
}

/* ---- header values ----------------------------------------------------------------------------------------------- */

bool http_token_char(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool http_is_token(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!http_token_char(s.s[i]))
            return false;
    return s.n > 0;
}

bool http_cookie(str header, str name, str *out)
{
    while (header.n) {
        struct str_cut cut = str_cut(header, ';');
        struct str_cut half = str_cut(str_trim(cut.head), '=');
        header = cut.tail;
        if (!half.found || !str_eq(str_trim(half.head), name))
            continue;
        str v = str_trim(half.tail);
        bool quoted = v.n >= 2 && v.s[0] == '"' && v.s[v.n - 1] == '"';
        *out = quoted ? str_sub(v, 1, v.n - 1) : v;
        return true;
    }
    return false;
}

/* "0", "0.000" … are zero weights of RFC 9110. */
static bool weight_zero(str params)
{
    while (params.n) {
        struct str_cut cut = str_cut(params, ';');
        struct str_cut half = str_cut(str_trim(cut.head), '=');
        params = cut.tail;
        if (!str_eq_nocase(str_trim(half.head), S("q")))
            continue;
        str q = str_trim(half.tail);
        for (ptrdiff_t i = 0; i < q.n; i++)
            if (q.s[i] != '0' && q.s[i] != '.')
                return false;
        return q.n > 0;
    }
    return false;
}

bool http_list_accepts(str header, str what)
{
    while (header.n) {
        struct str_cut cut = str_cut(header, ',');
        struct str_cut half = str_cut(cut.head, ';');
        header = cut.tail;
        if (str_eq_nocase(str_trim(half.head), what))
            return !weight_zero(half.tail);
    }
    return false;
}

/* ---- accessors --------------------------------------------------------------------------------------------------- */

static str find(const struct pair *p, int n, str name)
{
    for (int i = 0; i < n; i++)
        if (str_eq(p[i].name, name))
            return p[i].value;
    return (str){ 0 };
}

str request_header(const struct request *r, str name)
{
    for (int i = 0; i < r->n_header; i++)
        if (str_eq_nocase(r->header[i].name, name))
            return r->header[i].value;
    return (str){ 0 };
}

str request_query(const struct request *r, str name) { return find(r->query, r->n_query, name); }
str request_form(const struct request *r, str name) { return find(r->form, r->n_form, name); }

str request_cookie(const struct request *r, str name)
{
    str v = { 0 };
    for (int i = 0; i < r->n_header; i++)
        if (str_eq_nocase(r->header[i].name, S("cookie")) && http_cookie(r->header[i].value, name, &v))
            return v;
    return v;
}

void response_header(struct response *r, str name, str value)
{
    int room = (int)(sizeof r->header / sizeof *r->header);
    if (r->n_header < room)
        r->header[r->n_header++] = (struct pair){ name, value };
}
