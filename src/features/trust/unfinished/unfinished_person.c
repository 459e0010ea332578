/* Entries not sent yet in which a person is named: told, and dropped when the person is erased. Only whether somebody
   is named is looked at; nobody is shown another's entry. */
#include "features/people/identity/identity.h"
#include "features/trust/unfinished/unfinished_pages.h"
#include "unfinished.sql.h"

#include "base/json.h"

struct entries {
    struct unfinished_below *row;
    int n;
};

static bool names(struct cx *cx, const uint8_t key[32], const struct person *who, const struct unfinished_below *r)
{
    struct kept k = { 0 };
    struct person any = *who;
    any.is_alone = true; /* an entry about somebody of the same name can be typed again */
    size_t mark = arena_mark(cx->mem);
    bool found = false;
    if (unfinished_unseal(cx, key, r->sealed_bytes, &k))
        for (int i = 0; i < k.n; i++)
            found = found || person_named_in(cx->mem, &any, k.pair[i].value);
    arena_reset(cx->mem, mark);
    return found;
}

/* Those of the organisation's forms that name the person, moved to the front. */
static result find(struct cx *cx, struct db *db, const struct person *who, struct entries *e)
{
    uint8_t key[32];
    bool found;
    int n = 0;
    *e = (struct entries){ 0 };
    TRY(secret_peek(cx, db, S("unfinished"), key, &found));
    if (!found)
        return OK;
    str prefix = str_fmt(cx->mem, "/orgs/" STR_FMT "/", STR_ARG(who->org_code));
    TRY(unfinished_below(db, (struct unfinished_below_args){ .prefix = prefix }, &e->row, &e->n));
    for (int i = 0; i < e->n; i++)
        if (names(cx, key, who, &e->row[i]))
            e->row[n++] = e->row[i];
    e->n = n;
    return OK;
}

result unfinished_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct entries e;
    TRY(find(cx, db, who, &e));
    json_key(j, S("unfinished"));
    json_begin_array(j);
    for (int i = 0; i < e.n; i++) {
        json_begin_object(j);
        json_member_str(j, S("form"), e.row[i].path);
        json_member_str(j, S("typed_at"), instant_iso(cx->mem, e.row[i].changed_at));
        json_end_object(j);
    }
    json_end_array(j);
    return OK;
}

result unfinished_forget_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct entries e;
    TRY(find(cx, db, who, &e));
    for (int i = 0; i < e.n; i++)
        TRY(unfinished_erase(db, (struct unfinished_erase_args){ .id = e.row[i].id }));
    *n += e.n;
    return OK;
}
