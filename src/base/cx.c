/* Errors for people first, and translation by binary search in a table made at build time. */
#include "base/cx.h"

#include <assert.h>

static const struct {
    int http, exit;
} kinds[] = {
    [ERR_INVALID] = { 422, 1 },   [ERR_CONFLICT] = { 409, 1 }, [ERR_USAGE] = { 400, 2 },
    [ERR_NOT_FOUND] = { 404, 3 }, [ERR_DENIED] = { 403, 3 },   [ERR_LOGIN] = { 401, 3 },
    [ERR_BUSY] = { 503, 4 },      [ERR_ENV] = { 500, 4 },      [ERR_BUG] = { 500, 4 },
};

int err_http_status(enum err_kind k) { return kinds[k].http; }
int err_exit_code(enum err_kind k) { return kinds[k].exit; }

struct cx cx_new(struct arena *mem, enum lang lang, int64_t now_at)
{
    return (struct cx){ .mem = mem, .lang = lang, .now_at = now_at };
}

void cx_clear_errors(struct cx *cx)
{
    cx->errors = NULL;
    cx->tail = NULL;
    cx->n_errors = 0;
}

void cx_blame_field(struct cx *cx, int before, const char *field)
{
    int i = 0;
    for (struct err *e = cx->errors; e; e = e->next, i++)
        if (i >= before && e->kind == ERR_NOT_FOUND) {
            e->kind = ERR_INVALID;
            e->field = str_of(field);
        }
}

void cx_rename_field(struct cx *cx, const char *from, const char *to)
{
    for (struct err *e = cx->errors; e; e = e->next)
        if (str_eq(e->field, str_of(from)))
            e->field = str_of(to);
}

static bool told_before(const struct cx *cx, const struct err *e)
{
    for (const struct err *x = cx->errors; x != e; x = x->next)
        if (e->field.n && str_eq(x->field, e->field))
            return true;
    return false;
}

void cx_first_of_each_field(struct cx *cx)
{
    struct err **at = &cx->errors;
    while (*at)
        if (told_before(cx, *at)) {
            *at = (*at)->next;
            cx->n_errors--;
        } else {
            at = &(*at)->next;
        }
    cx->tail = cx->errors ? at : NULL;
}

result cx_fail(struct cx *cx, struct err e)
{
    struct err *p = new (cx->mem, struct err, 1);
    assert(e.code.n > 0);
    *p = e;
    p->next = NULL;
    if (cx->tail)
        *cx->tail = p;
    else
        cx->errors = p;
    cx->tail = &p->next;
    cx->n_errors++;
    return FAILED;
}

str tr_lang(enum lang lang, const char *english)
{
    int lo = 0, hi = tr_count;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        int c = strcmp(english, tr_table[mid].id);
        if (c == 0)
            return str_of(tr_table[mid].text[lang]);
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return str_of(english);
}

str tr(const struct cx *cx, const char *english) { return tr_lang(cx->lang, english); }

str tr_fill(struct arena *mem, str text, const str *arg, int n)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        bool hole = text.s[i] == '{' && i + 2 < text.n && text.s[i + 2] == '}';
        int k = hole ? text.s[i + 1] - '1' : -1;
        if (k >= 0 && k < n) {
            buf_put(&b, arg[k]);
            i += 2;
        } else {
            buf_byte(&b, text.s[i]);
        }
    }
    return buf_str(&b);
}
