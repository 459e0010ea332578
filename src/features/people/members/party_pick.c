/* Parties to choose from while one types a name or a code. Only of one organisation; nothing is written here. */
#include "features/people/members/members.h"
#include "members.sql.h"

#include "base/text.h"

/* Codes are kept in capitals. */
static str capitals(struct arena *mem, str s)
{
    char *out = arena_bytes(mem, (size_t)s.n + 1, 1);
    for (ptrdiff_t i = 0; i < s.n; i++)
        out[i] = (char)(s.s[i] >= 'a' && s.s[i] <= 'z' ? s.s[i] - 'a' + 'A' : s.s[i]);
    return (str){ out, s.n };
}

static result seek(struct cx *cx, struct db *db, struct pick_ask s, bool seller, struct choice **out, int *n)
{
    struct party_pick_first *row;
    struct party_seek k;
    if (!s.fold.n) {
        TRY(party_pick_first(
            db, (struct party_pick_first_args){ .org_id = s.org_id, .is_seller = seller, .n_limit = s.limit }, &row,
            n));
    } else {
        TRY(party_seek(cx, db, s.org_id, s.fold, &k));
        TRY(party_pick(db,
                       (struct party_pick_args){ .org_id = s.org_id,
                                                 .is_seller = seller,
                                                 .word_from = k.from,
                                                 .word_to = k.to,
                                                 .rest = k.rest,
                                                 .rest_more = k.rest_more,
                                                 .part_code = capitals(cx->mem, s.fold),
                                                 .n_limit = s.limit },
                       &row, n));
    }
    *out = new (cx->mem, struct choice, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct choice){ row[i].code, row[i].full_name };
    return OK;
}

static result find_any(struct cx *cx, struct db *db, struct pick_ask ask, struct choice **out, int *n)
{
    return seek(cx, db, ask, false, out, n);
}

static result find_seller(struct cx *cx, struct db *db, struct pick_ask ask, struct choice **out, int *n)
{
    return seek(cx, db, ask, true, out, n);
}

static result by_code(struct cx *cx, struct db *db, int64_t org_id, str code, bool *found)
{
    struct party_id_by_code row;
    (void)cx;
    return party_id_by_code(db, (struct party_id_by_code_args){ .org_id = org_id, .code = code }, &row, found);
}

const struct picker party_picker = { find_any, by_code }, seller_picker = { find_seller, by_code };
