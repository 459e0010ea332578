/* Where a page of a list begins: the values of the order's columns in the last row seen, packed into one word. The word
   holds nothing that the reader did not see, and a forged one only begins elsewhere: walls are bound by the query. */
#include "base/base64url.h"
#include "base/text.h"
#include "web/list/list_parts.h"

static bool order_named(const struct db_page *page, str name, int *out)
{
    for (int i = 0; i < page->n_sort; i++)
        if (str_eq(str_of(page->sort_name[i]), name)) {
            *out = i;
            return true;
        }
    return false;
}

int list_order(const struct list_view *v)
{
    int i = 0;
    str standard = str_of(v->def->sort);
    if (!order_named(v->page, v->sort, &i))
        (void)order_named(v->page, str_sub(standard, str_starts(standard, S("-")), standard.n), &i);
    return i;
}

const struct db_stmt *list_stmt(const struct list_view *v, bool flipped, bool behind)
{
    int place = v->lead * v->page->n_sort + list_order(v);
    return &v->page->stmt[(place * 2 + (v->desc != flipped)) * 2 + behind];
}

static const struct db_field *column_of(const struct db_stmt *st, const struct db_field *param)
{
    for (int i = 0; i < st->n_col; i++)
        if (str_eq(str_of(st->col[i].name), str_sub(str_of(param->name), 7, 100)))
            return &st->col[i];
    return NULL;
}

static bool is_key(const struct db_field *param) { return str_starts(str_of(param->name), S("behind_")); }

static int64_t get_number(const struct db_field *f, const char *at)
{
    int64_t v;
    int32_t ymd;
    if (f->type == DB_BOOL)
        return *at != 0;
    if (f->type == DB_DATE) {
        memcpy(&ymd, at, sizeof ymd);
        return ymd;
    }
    memcpy(&v, at, sizeof v);
    return v;
}

static void put_number(const struct db_field *f, char *at, int64_t v)
{
    int32_t ymd = (int32_t)v;
    if (f->type == DB_BOOL)
        *at = v != 0;
    else if (f->type == DB_DATE)
        memcpy(at, &ymd, sizeof ymd);
    else
        memcpy(at, &v, sizeof v);
}

/* Text: its length in two bytes, then it; numbers: eight bytes. */
str list_cursor(struct arena *mem, const struct db_stmt *behind, const void *row)
{
    struct buf b = buf_new(mem);
    for (int i = 0; i < behind->n_param; i++) {
        const struct db_field *p = &behind->param[i], *c = is_key(p) ? column_of(behind, p) : NULL;
        if (!c)
            continue;
        const char *at = (const char *)row + c->offset;
        if (c->type == DB_TEXT) {
            str s;
            memcpy(&s, at, sizeof s);
            s = str_sub(s, 0, 0xFFFF);
            buf_byte(&b, (char)(s.n >> 8));
            buf_byte(&b, (char)(s.n & 0xFF));
            buf_put(&b, s);
        } else {
            int64_t v = get_number(c, at);
            buf_put(&b, (str){ (const char *)&v, sizeof v });
        }
    }
    return base64url_encode(mem, b.s, (size_t)b.n);
}

static bool take_text(str *rest, str *out)
{
    if (rest->n < 2)
        return false;
    ptrdiff_t n = ((unsigned char)rest->s[0] << 8) | (unsigned char)rest->s[1];
    if (rest->n < 2 + n)
        return false;
    *out = str_sub(*rest, 2, 2 + n);
    *rest = str_sub(*rest, 2 + n, rest->n);
    return true;
}

bool list_cursor_take(struct arena *mem, const struct db_stmt *behind, str cursor, void *args)
{
    str rest;
    if (!cursor.n || !base64url_decode(mem, cursor, &rest))
        return false;
    for (int i = 0; i < behind->n_param; i++) {
        const struct db_field *p = &behind->param[i];
        char *at = (char *)args + p->offset;
        int64_t v;
        str s;
        if (!is_key(p))
            continue;
        if (p->type == DB_TEXT) {
            if (!take_text(&rest, &s) || !text_valid_utf8(s) || (s.n && memchr(s.s, 0, (size_t)s.n)))
                return false;
            memcpy(at, &s, sizeof s);
        } else {
            if (rest.n < (ptrdiff_t)sizeof v)
                return false;
            memcpy(&v, rest.s, sizeof v);
            put_number(p, at, v);
            rest = str_sub(rest, sizeof v, rest.n);
        }
    }
    return rest.n == 0;
}

void list_limit(const struct db_stmt *st, void *args, int64_t limit)
{
    for (int i = 0; i < st->n_param; i++)
        if (strcmp(st->param[i].name, "limit") == 0)
            memcpy((char *)args + st->param[i].offset, &limit, sizeof limit);
}
