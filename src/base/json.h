/* JSON after RFC 8259, strictly: a pull reader, a small tree, and a writer.
   Numbers are exact: whole numbers are int64 (overflow is an error), all others stay text. Text is UTF-8; broken bytes
   and lone surrogates are refused. Nesting is bounded. Memory: decoded text is a view into the input where it holds no
   escapes, otherwise it lives in the arena; so the input must outlive what was read. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/str.h"

enum { JSON_DEPTH_MAX = 512 };

enum json_kind { JSON_NONE, JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_error {
    const char *message; /* English sentence for tr(); NULL = no error */
    ptrdiff_t at;        /* byte offset */
    int line, column;    /* from 1; columns count code points */
    str key;             /* the field being read, when one is known */
};

/* ---- pull reader ------------------------------------------------------------------------------------------------
   The first error sticks: everything after it returns false, so a decoder checks once, with json_end.

       static const str fields[] = { LIT("org"), LIT("lines") };
       uint64_t seen = 0;
       json_enter_object(&r);
       for (int f; (f = json_next_field(&r, fields, 2, &seen)) >= 0;)
           switch (f) {
           case 0: json_str(&r, &org); break;
           case 1: for (json_enter_array(&r); json_next_item(&r);) read_line(&r); break;
           }
       if (!json_end(&r)) … r.err */
struct json_reader {
    struct arena *mem;
    str in;
    ptrdiff_t at;
    int depth, depth_max;
    bool fresh; /* just inside a bracket: no comma yet */
    str key;
    struct json_error err;
};
struct json_reader json_reader_new(struct arena *mem, str in);

/* The kind of the value that comes next; JSON_NONE at the end, at a closing bracket or after an error. */
enum json_kind json_peek(struct json_reader *r);
bool json_enter_object(struct json_reader *r);
bool json_enter_array(struct json_reader *r);
/* Moves to the next member or item; false at the closing bracket, which is consumed. Its value must then be read or
   skipped. */
bool json_next_key(struct json_reader *r, str *key);
bool json_next_item(struct json_reader *r);
/* For decoders: the index of the next key in name[0..n), n <= 64; -1 at the end. An unknown key and one given twice are
   errors. *seen starts at 0 and collects the bits of the fields met. */
int json_next_field(struct json_reader *r, const str *name, int n, uint64_t *seen);

bool json_str(struct json_reader *r, str *out);
bool json_i64(struct json_reader *r, int64_t *out); /* 12 or -0; 1.0, 1e3 and what does not fit are errors */
bool json_number(struct json_reader *r, str *raw);  /* any number, as written */
bool json_bool(struct json_reader *r, bool *out);
bool json_null(struct json_reader *r);
bool json_skip(struct json_reader *r);              /* any value, checked like the others */
/* True when no error happened and only white space is left. */
bool json_end(struct json_reader *r);
/* An error of the caller's own at the place just read. Returns false. */
bool json_refuse(struct json_reader *r, const char *message);

/* ---- tree -------------------------------------------------------------------------------------------------------- */

struct json {
    enum json_kind kind;
    bool truth;        /* JSON_BOOL */
    int n;             /* children of an array or object */
    str text;          /* JSON_STRING: decoded; JSON_NUMBER: as written */
    str key;           /* of a member */
    ptrdiff_t at;      /* byte offset in the input */
    struct json *child, *next; /* first child; next sibling */
};

/* The whole input as one tree in the arena. False with *err filled (err may be NULL). Duplicate keys are kept. */
[[nodiscard]] bool json_parse(struct arena *mem, str in, struct json **out, struct json_error *err);
/* The first member of that name; NULL when absent or when v is NULL or no object. */
const struct json *json_get(const struct json *v, str key);
/* False when v is NULL or of another kind. */
bool json_as_str(const struct json *v, str *out);
bool json_as_i64(const struct json *v, int64_t *out);
bool json_as_bool(const struct json *v, bool *out);
/* The first member, anywhere in the tree, whose object has its key already; NULL when there is none. n log n. */
const struct json *json_find_duplicate(struct arena *mem, const struct json *v);
/* The first member of object v that is not in name[0..n); NULL when there is none. */
const struct json *json_find_unknown(const struct json *v, const str *name, int n);
/* Line and column of a byte offset. */
void json_locate(str in, ptrdiff_t at, int *line, int *column);

/* ---- writer: commas are its business -------------------------------------------------------------------------- */

struct json_out {
    struct buf *b;
    bool comma;
    int depth;
};
struct json_out json_out_new(struct buf *b);
void json_begin_object(struct json_out *o);
void json_end_object(struct json_out *o);
void json_begin_array(struct json_out *o);
void json_end_array(struct json_out *o);
void json_key(struct json_out *o, str key);
/* Escapes '<', U+2028 and U+2029 too, so the text can stand inside <script>. Broken bytes become U+FFFD. */
void json_put_str(struct json_out *o, str s);
void json_put_i64(struct json_out *o, int64_t v);
void json_put_id(struct json_out *o, int64_t id); /* as a string: browsers' numbers end at 2^53 */
void json_put_bool(struct json_out *o, bool v);
void json_put_null(struct json_out *o);
void json_put_raw(struct json_out *o, str json); /* already JSON */
void json_put_tree(struct json_out *o, const struct json *v);
/* Key and value in one. */
void json_member_str(struct json_out *o, str key, str v);
void json_member_i64(struct json_out *o, str key, int64_t v);
void json_member_id(struct json_out *o, str key, int64_t id);
void json_member_bool(struct json_out *o, str key, bool v);

#endif
