/* Pickers: the answer to a script that asks while somebody types, and the same search for what was sent without one.
   Which rows there are is the room's business; nothing here knows a table. */
#include "web/pick.h"
#include "web/data.h"

#include "base/text.h"

enum { NAMED = 5 };

struct asking {
    const struct picker *p;
    int64_t org_id;
    str fold;
    struct choice *c;
    int n;
};

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return a->p->find(cx, db, (struct pick_ask){ a->org_id, a->fold, PICK_SHOWN }, &a->c, &a->n);
}

static const struct data_field choice_fields[] = { DATA(choice, value), DATA(choice, label) };
static const struct data choice_data = DATA_OF(choice, choice_fields);
static const struct data_field pick_fields[] = { DATA_LIST("choices", asking, c, n, &choice_data) };
const struct data pick_data = DATA_OF(asking, pick_fields);

result web_pick(struct web *w, const struct picker *p)
{
    struct asking a = { .p = p, .org_id = w->org_id, .fold = text_fold(w->cx->mem, request_query(w->rq, S("q"))) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, find_work, &a));
    return web_data(w, &a);
}

static result several(struct cx *cx, str field, str typed, const struct choice *c, int n)
{
    struct buf b = buf_new(cx->mem);
    for (int i = 0; i < n && i < NAMED; i++) {
        buf_put(&b, i ? S("; ") : S(""));
        buf_put(&b, str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(c[i].value), STR_ARG(c[i].label)));
    }
    buf_put(&b, n > NAMED ? S(" …") : S(""));
    return fail(cx, .kind = ERR_INVALID, .code = S("pick.several"), .field = field,
                .message = TRF(cx, "Several fit “{1}”: {2}.", typed, buf_str(&b)),
                .hint = tr(cx, "Write the code of the right one."));
}

result pick_resolve(struct cx *cx, struct db *db, int64_t org_id, const struct picker *p, str field, str *typed)
{
    ptrdiff_t dot = str_find(*typed, S(" · "));
    str head = str_trim(dot < 0 ? *typed : str_sub(*typed, 0, dot)), fold = text_fold(cx->mem, head);
    struct choice *c;
    int n, same = 0, at = 0;
    bool found;
    if (!head.n)
        return OK;
    TRY(p->by_code(cx, db, org_id, head, &found));
    if (found || dot >= 0) {
        *typed = head;
        return OK;
    }
    TRY(p->find(cx, db, (struct pick_ask){ org_id, fold, NAMED + 1 }, &c, &n));
    for (int i = 0; i < n; i++) {
        if (str_eq_nocase(c[i].value, head)) {
            *typed = c[i].value;
            return OK;
        }
        if (str_eq(text_fold(cx->mem, c[i].label), fold))
            same++, at = i;
    }
    if (n == 1 || same == 1)
        *typed = c[n == 1 ? 0 : at].value;
    else if (n > 1)
        return several(cx, field, *typed, c, n);
    return OK;
}
