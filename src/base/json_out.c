/* The writer: one flag knows whether a comma is due. Output is compact, and safe inside an HTML script element. */
#include "base/json.h"

#include "base/text.h"

#include <assert.h>

struct json_out json_out_new(struct buf *b) { return (struct json_out){ .b = b }; }

static void comma(struct json_out *o)
{
    if (o->comma)
        buf_byte(o->b, ',');
    o->comma = true;
}

static void begin(struct json_out *o, char bracket)
{
    comma(o);
    buf_byte(o->b, bracket);
    o->comma = false;
    o->depth++;
}

static void end(struct json_out *o, char bracket)
{
    assert(o->depth > 0);
    buf_byte(o->b, bracket);
    o->comma = true;
    o->depth--;
}

void json_begin_object(struct json_out *o) { begin(o, '{'); }
void json_end_object(struct json_out *o) { end(o, '}'); }
void json_begin_array(struct json_out *o) { begin(o, '['); }
void json_end_array(struct json_out *o) { end(o, ']'); }

static void put_escaped(struct buf *b, int32_t cp)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *p = cp && cp < 0x80 ? strchr(from, (char)cp) : NULL;
    if (p) {
        buf_byte(b, '\\');
        buf_byte(b, to[p - from]);
    } else if (cp < 0x20 || cp == '<' || cp == 0x7f || cp == 0x2028 || cp == 0x2029) {
        buf_fmt(b, "\\u%04x", (unsigned)cp);
    } else {
        text_put(b, cp);
    }
}

/* Bytes at `at` that stand for themselves; 0 when an escape or a replacement is due. */
static ptrdiff_t plain(str s, ptrdiff_t at)
{
    unsigned char c = (unsigned char)s.s[at];
    if (c < 0x80)
        return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '<';
    ptrdiff_t n = text_sequence(s, at);
    bool line_end = n == 3 && c == 0xE2 && s.s[at + 1] == '\x80' && (s.s[at + 2] == '\xA8' || s.s[at + 2] == '\xA9');
    return line_end ? 0 : n;
}

static void put_text(struct buf *b, str s)
{
    buf_byte(b, '"');
    for (ptrdiff_t at = 0; at < s.n;) {
        ptrdiff_t from = at;
        for (ptrdiff_t n; at < s.n && (n = plain(s, at)) > 0;)
            at += n;
        buf_put(b, str_sub(s, from, at));
        if (at < s.n)
            put_escaped(b, text_next(s, &at));
    }
    buf_byte(b, '"');
}

void json_key(struct json_out *o, str key)
{
    comma(o);
    put_text(o->b, key);
    buf_byte(o->b, ':');
    o->comma = false;
}

void json_put_str(struct json_out *o, str s)
{
    comma(o);
    put_text(o->b, s);
}

void json_put_i64(struct json_out *o, int64_t v)
{
    comma(o);
    buf_i64(o->b, v);
}

void json_put_id(struct json_out *o, int64_t id)
{
    comma(o);
    buf_byte(o->b, '"');
    buf_i64(o->b, id);
    buf_byte(o->b, '"');
}

void json_put_raw(struct json_out *o, str json)
{
    comma(o);
    buf_put(o->b, json);
}

void json_put_bool(struct json_out *o, bool v) { json_put_raw(o, v ? S("true") : S("false")); }
void json_put_null(struct json_out *o) { json_put_raw(o, S("null")); }

void json_put_tree(struct json_out *o, const struct json *v)
{
    bool object = v->kind == JSON_OBJECT;
    switch (v->kind) {
    case JSON_NONE:
    case JSON_NULL:
        json_put_null(o);
        return;
    case JSON_BOOL:
        json_put_bool(o, v->truth);
        return;
    case JSON_NUMBER:
        json_put_raw(o, v->text);
        return;
    case JSON_STRING:
        json_put_str(o, v->text);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        begin(o, object ? '{' : '[');
        for (const struct json *c = v->child; c; c = c->next) {
            if (object)
                json_key(o, c->key);
            json_put_tree(o, c);
        }
        end(o, object ? '}' : ']');
    }
}

void json_member_str(struct json_out *o, str key, str v)
{
    json_key(o, key);
    json_put_str(o, v);
}

void json_member_i64(struct json_out *o, str key, int64_t v)
{
    json_key(o, key);
    json_put_i64(o, v);
}

void json_member_id(struct json_out *o, str key, int64_t id)
{
    json_key(o, key);
    json_put_id(o, id);
}

void json_member_bool(struct json_out *o, str key, bool v)
{
    json_key(o, key);
    json_put_bool(o, v);
}
