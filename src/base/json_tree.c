/* The tree over the pull reader: what arrives whole and is looked at more than once. */
#include "base/json.h"

#include "base/arena.h"

#include <assert.h>

static struct json *build(struct json_reader *r);

static void append(struct json *parent, struct json **last, struct json *v)
{
    if (*last)
        (*last)->next = v;
    else
        parent->child = v;
    *last = v;
    parent->n++;
}

static bool build_children(struct json_reader *r, struct json *v)
{
    struct json *last = NULL;
    bool object = v->kind == JSON_OBJECT;
    str key = { 0 };
    if (!(object ? json_enter_object(r) : json_enter_array(r)))
        return false;
    while (object ? json_next_key(r, &key) : json_next_item(r)) {
        struct json *child = build(r);
        if (!child)
            return false;
        child->key = key;
        append(v, &last, child);
    }
    return !r->err.message;
}

/* Recursion is bounded by the reader's depth. NULL after an error. */
static struct json *build(struct json_reader *r)
{
    enum json_kind kind = json_peek(r);
    struct json *v = new(r->mem, struct json, 1);
    bool ok = false;
    v->kind = kind;
    v->at = r->at;
    switch (kind) {
    case JSON_NONE:
    case JSON_NULL:
        ok = json_skip(r);
        break;
    case JSON_BOOL:
        ok = json_bool(r, &v->truth);
        break;
    case JSON_NUMBER:
        ok = json_number(r, &v->text);
        break;
    case JSON_STRING:
        ok = json_str(r, &v->text);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        ok = build_children(r, v);
        break;
    }
    return ok ? v : NULL;
}

bool json_parse(struct arena *mem, str in, struct json **out, struct json_error *err)
{
    struct json_reader r = json_reader_new(mem, in);
    struct json *v = build(&r);
    bool ok = json_end(&r);
    if (err)
        *err = r.err;
    if (ok)
        *out = v;
    return ok;
}

const struct json *json_get(const struct json *v, str key)
{
    if (!v || v->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *c = v->child; c; c = c->next)
        if (str_eq(c->key, key))
            return c;
    return NULL;
}

bool json_as_str(const struct json *v, str *out)
{
    if (!v || v->kind != JSON_STRING)
        return false;
    *out = v->text;
    return true;
}

bool json_as_i64(const struct json *v, int64_t *out) { return v && v->kind == JSON_NUMBER && str_to_i64(v->text, out); }

bool json_as_bool(const struct json *v, bool *out)
{
    if (!v || v->kind != JSON_BOOL)
        return false;
    *out = v->truth;
    return true;
}

const struct json *json_find_unknown(const struct json *v, const str *name, int n)
{
    for (const struct json *c = v->child; c; c = c->next) {
        int i = 0;
        while (i < n && !str_eq(name[i], c->key))
            i++;
        if (i == n)
            return c;
    }
    return NULL;
}

/* By key, then by place, so that the later of two equals comes second. */
static int member_cmp(const struct json *a, const struct json *b)
{
    int c = str_cmp(a->key, b->key);
    return c ? c : (a->at > b->at) - (a->at < b->at);
}

static void sift(const struct json **v, int from, int n)
{
    for (int child; (child = 2 * from + 1) < n; from = child) {
        if (child + 1 < n && member_cmp(v[child], v[child + 1]) < 0)
            child++;
        if (member_cmp(v[from], v[child]) >= 0)
            return;
        const struct json *t = v[from];
        v[from] = v[child];
        v[child] = t;
    }
}

/* Heap sort: no memory, no bad case that a sender could choose. */
static void sort_members(const struct json **v, int n)
{
    for (int i = n / 2; i-- > 0;)
        sift(v, i, n);
    for (int i = n; --i > 0;) {
        const struct json *t = v[0];
        v[0] = v[i];
        v[i] = t;
        sift(v, 0, i);
    }
}

static const struct json *duplicate_here(struct arena *mem, const struct json *v)
{
    size_t mark = arena_mark(mem);
    const struct json **member = new(mem, const struct json *, v->n), *found = NULL;
    int n = 0;
    for (const struct json *c = v->child; c; c = c->next)
        member[n++] = c;
    sort_members(member, n);
    for (int i = 1; i < n; i++)
        if (str_eq(member[i - 1]->key, member[i]->key) && (!found || member[i]->at < found->at))
            found = member[i];
    arena_reset(mem, mark);
    return found;
}

const struct json *json_find_duplicate(struct arena *mem, const struct json *v)
{
    const struct json *found = v->kind == JSON_OBJECT ? duplicate_here(mem, v) : NULL;
    for (const struct json *c = v->child; c && !found; c = c->next)
        found = json_find_duplicate(mem, c);
    return found;
}
