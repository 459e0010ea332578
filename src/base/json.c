/* The pull reader. Grammar first: every byte is looked at once, nothing is guessed, the first error sticks.
   Must not recurse without a bound: depth is counted at every bracket. The tree is in json_tree.c, the writer in
   json_out.c. */
#include "base/json.h"

#include "base/cx.h"
#include "base/text.h"

#include <assert.h>

struct json_reader json_reader_new(struct arena *mem, str in)
{
    return (struct json_reader){ .mem = mem, .in = in, .depth_max = JSON_DEPTH_MAX };
}

void json_locate(str in, ptrdiff_t at, int *line, int *column)
{
    *line = 1;
    *column = 1;
    for (ptrdiff_t i = 0; i < at && i < in.n; i++) {
        if (in.s[i] == '\n') {
            ++*line;
            *column = 1;
        } else {
            *column += (in.s[i] & 0xC0) != 0x80;
        }
    }
}

static bool refuse_at(struct json_reader *r, ptrdiff_t at, const char *message)
{
    if (r->err.message)
        return false;
    r->err = (struct json_error){ .message = message, .at = at, .key = r->key };
    json_locate(r->in, at, &r->err.line, &r->err.column);
    return false;
}

bool json_refuse(struct json_reader *r, const char *message) { return refuse_at(r, r->at, message); }

/* The next byte that is not white space; 0 at the end (a NUL in the text is no token either). */
static char ahead(struct json_reader *r)
{
    while (r->at < r->in.n) {
        char c = r->in.s[r->at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return c;
        r->at++;
    }
    return 0;
}

static bool unexpected(struct json_reader *r)
{
    return json_refuse(r, r->at < r->in.n ? T("Not valid JSON here") : T("The JSON text ends too early"));
}

enum json_kind json_peek(struct json_reader *r)
{
    if (r->err.message)
        return JSON_NONE;
    switch (ahead(r)) {
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case '"':
        return JSON_STRING;
    case 't':
    case 'f':
        return JSON_BOOL;
    case 'n':
        return JSON_NULL;
    case '-':
    case '0' ... '9':
        return JSON_NUMBER;
    default:
        return JSON_NONE;
    }
}

static bool expect(struct json_reader *r, enum json_kind kind, const char *message)
{
    enum json_kind got = json_peek(r);
    if (got == kind)
        return true;
    return got == JSON_NONE ? unexpected(r) : json_refuse(r, message);
}

/* ---- brackets ---------------------------------------------------------------------------------------------------- */

static bool enter(struct json_reader *r)
{
    if (r->depth >= r->depth_max)
        return json_refuse(r, T("The JSON text is nested too deeply"));
    r->depth++;
    r->at++;
    r->fresh = true;
    return true;
}

bool json_enter_object(struct json_reader *r)
{
    return expect(r, JSON_OBJECT, T("An object {…} is expected here")) && enter(r);
}

bool json_enter_array(struct json_reader *r)
{
    return expect(r, JSON_ARRAY, T("A list […] is expected here")) && enter(r);
}

/* True when another element follows; false after the closing bracket or an error. */
static bool another(struct json_reader *r, char close)
{
    if (r->err.message)
        return false;
    char c = ahead(r);
    if (c == close) {
        r->at++;
        r->depth--;
        r->fresh = false;
        return false;
    }
    if (!r->fresh) {
        if (c != ',')
            return unexpected(r);
        r->at++;
    }
    r->fresh = false;
    return true;
}

bool json_next_item(struct json_reader *r) { return another(r, ']'); }

static bool scan_string(struct json_reader *r, str *out);

bool json_next_key(struct json_reader *r, str *key)
{
    if (!another(r, '}'))
        return false;
    if (ahead(r) != '"')
        return unexpected(r);
    if (!scan_string(r, &r->key))
        return false;
    if (ahead(r) != ':')
        return unexpected(r);
    r->at++;
    *key = r->key;
    return true;
}

int json_next_field(struct json_reader *r, const str *name, int n, uint64_t *seen)
{
    str key;
    assert(n <= 64);
    if (!json_next_key(r, &key))
        return -1;
    for (int i = 0; i < n; i++) {
        if (!str_eq(name[i], key))
            continue;
        if (*seen >> i & 1) {
            json_refuse(r, T("This field is given twice"));
            return -1;
        }
        *seen |= (uint64_t)1 << i;
        return i;
    }
    json_refuse(r, T("This field is not known here"));
    return -1;
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

/* Skips what is plain: ASCII, no quote, no backslash, no control character; eight bytes at a time. */
static ptrdiff_t plain_run(str a, ptrdiff_t at)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    for (uint64_t w; at + 8 <= a.n; at += 8) {
        memcpy(&w, a.s + at, 8);
        uint64_t quote = w ^ (ones * '"'), slash = w ^ (ones * '\\');
        if ((w | (w - ones * 0x20) | (quote - ones) | (slash - ones)) & high)
            break;
    }
    while (at < a.n && (unsigned char)a.s[at] >= 0x20 && !(a.s[at] & 0x80) && a.s[at] != '"' && a.s[at] != '\\')
        at++;
    return at;
}

static int hex4(str a, ptrdiff_t at)
{
    int v = 0;
    if (at + 4 > a.n)
        return -1;
    for (ptrdiff_t i = at; i < at + 4; i++) {
        char c = a.s[i], low = (char)(c | 0x20);
        int d = c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

/* \uXXXX at r->at (on the 'u'), pairs of surrogates joined. -1 and an error otherwise. */
static int32_t unicode_escape(struct json_reader *r)
{
    int32_t hi = hex4(r->in, r->at + 1);
    if (hi < 0) {
        json_refuse(r, T("\\u needs four hexadecimal digits"));
        return -1;
    }
    r->at += 5;
    if (hi < 0xD800 || hi > 0xDFFF)
        return hi;
    int32_t lo = str_starts(str_sub(r->in, r->at, r->in.n), S("\\u")) ? hex4(r->in, r->at + 2) : -1;
    if (hi > 0xDBFF || lo < 0xDC00 || lo > 0xDFFF) {
        json_refuse(r, T("Half of a surrogate pair"));
        return -1;
    }
    r->at += 6;
    return 0x10000 + ((hi - 0xD800) << 10) + (lo - 0xDC00);
}

/* The escape whose backslash is at r->at; into b unless NULL. */
static bool scan_escape(struct json_reader *r, struct buf *b)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = ++r->at < r->in.n ? r->in.s[r->at] : 0;
    if (c == 'u') {
        int32_t cp = unicode_escape(r);
        if (cp >= 0 && b)
            text_put(b, cp);
        return cp >= 0;
    }
    const char *p = c ? strchr(from, c) : NULL;
    if (!p)
        return json_refuse(r, T("No such escape in JSON text"));
    r->at++;
    if (b)
        buf_byte(b, to[p - from]);
    return true;
}

/* Code points of several bytes from r->at on. */
static bool scan_utf8(struct json_reader *r)
{
    while (r->at < r->in.n && (r->in.s[r->at] & 0x80)) {
        ptrdiff_t n = text_sequence(r->in, r->at);
        if (n == 0)
            return json_refuse(r, T("This text is not valid UTF-8"));
        r->at += n;
    }
    return true;
}

/* The string at r->at (on the opening quote). out NULL: only checked. */
static bool scan_string(struct json_reader *r, str *out)
{
    ptrdiff_t opened = r->at, from = ++r->at;
    struct buf b = { 0 };
    for (;;) {
        r->at = plain_run(r->in, r->at);
        char c = r->at < r->in.n ? r->in.s[r->at] : 0;
        if (r->at >= r->in.n)
            return refuse_at(r, opened, T("This text has no closing quotation mark"));
        if (c == '"')
            break;
        if (c == '\\') {
            if (out && !b.mem)
                b = buf_new(r->mem);
            if (out)
                buf_put(&b, str_sub(r->in, from, r->at));
            if (!scan_escape(r, out ? &b : NULL))
                return false;
            from = r->at;
        } else if ((unsigned char)c < 0x20) {
            return json_refuse(r, T("Control characters must be escaped in JSON text"));
        } else if (!scan_utf8(r)) {
            return false;
        }
    }
    if (out && b.mem)
        buf_put(&b, str_sub(r->in, from, r->at));
    if (out)
        *out = b.mem ? buf_str(&b) : str_sub(r->in, from, r->at);
    r->at++;
    return true;
}

bool json_str(struct json_reader *r, str *out)
{
    return expect(r, JSON_STRING, T("Text in quotation marks is expected here")) && scan_string(r, out);
}

/* ---- other values ------------------------------------------------------------------------------------------------ */

static ptrdiff_t digits_end(str a, ptrdiff_t at)
{
    while (at < a.n && a.s[at] >= '0' && a.s[at] <= '9')
        at++;
    return at;
}

static char at_of(str a, ptrdiff_t at) { return at < a.n ? a.s[at] : 0; }

/* The number at r->at; *whole when it has neither fraction nor exponent. */
static bool scan_number(struct json_reader *r, str *raw, bool *whole)
{
    str a = r->in;
    ptrdiff_t at = r->at + (at_of(a, r->at) == '-'), end = digits_end(a, at);
    if (end == at || (a.s[at] == '0' && end > at + 1))
        return json_refuse(r, T("Not a JSON number"));
    *whole = true;
    if (at_of(a, end) == '.') {
        *whole = false;
        at = end + 1;
        end = digits_end(a, at);
        if (end == at)
            return json_refuse(r, T("Not a JSON number"));
    }
    if ((at_of(a, end) | 0x20) == 'e') {
        *whole = false;
        at = end + 1;
        at += at_of(a, at) == '+' || at_of(a, at) == '-';
        end = digits_end(a, at);
        if (end == at)
            return json_refuse(r, T("Not a JSON number"));
    }
    *raw = str_sub(a, r->at, end);
    r->at = end;
    return true;
}

bool json_number(struct json_reader *r, str *raw)
{
    bool whole;
    return expect(r, JSON_NUMBER, T("A number is expected here")) && scan_number(r, raw, &whole);
}

bool json_i64(struct json_reader *r, int64_t *out)
{
    str raw;
    bool whole;
    if (!expect(r, JSON_NUMBER, T("A whole number is expected here")))
        return false;
    ptrdiff_t at = r->at;
    if (!scan_number(r, &raw, &whole))
        return false;
    if (!whole)
        return refuse_at(r, at, T("A whole number is expected here"));
    if (!str_to_i64(raw, out))
        return refuse_at(r, at, T("This number is too large"));
    return true;
}

static bool scan_word(struct json_reader *r, str word)
{
    if (!str_starts(str_sub(r->in, r->at, r->in.n), word))
        return unexpected(r);
    r->at += word.n;
    return true;
}

bool json_bool(struct json_reader *r, bool *out)
{
    if (!expect(r, JSON_BOOL, T("true or false is expected here")))
        return false;
    bool v = r->in.s[r->at] == 't';
    if (!scan_word(r, v ? S("true") : S("false")))
        return false;
    *out = v;
    return true;
}

bool json_null(struct json_reader *r)
{
    return expect(r, JSON_NULL, T("null is expected here")) && scan_word(r, S("null"));
}

/* Recursion is bounded by depth_max. */
bool json_skip(struct json_reader *r)
{
    str text;
    bool b;
    switch (json_peek(r)) {
    case JSON_NULL:
        return json_null(r);
    case JSON_BOOL:
        return json_bool(r, &b);
    case JSON_NUMBER:
        return json_number(r, &text);
    case JSON_STRING:
        return scan_string(r, NULL);
    case JSON_ARRAY:
        if (!json_enter_array(r))
            return false;
        while (json_next_item(r))
            json_skip(r);
        return !r->err.message;
    case JSON_OBJECT:
        if (!json_enter_object(r))
            return false;
        while (json_next_key(r, &text))
            json_skip(r);
        return !r->err.message;
    case JSON_NONE:
        break;
    }
    return r->err.message ? false : unexpected(r);
}

bool json_end(struct json_reader *r)
{
    if (r->err.message)
        return false;
    ahead(r);
    return r->at == r->in.n || json_refuse(r, T("Something follows the end of the JSON text"));
}
