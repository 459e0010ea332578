/* Taking back a party that was brought in by mistake, and numbers that wait for theirs. Nothing here may remove a party
   that an effect speaks of: facts keep their parties. Start with party_remove. */
#include "features/people/members/members_parts.h"
#include "features/people/members/party_search.h"
#include "members.sql.h"
#include "members_remove.sql.h"

str party_number_wrap(struct cx *cx, const struct member_seal *seal, int64_t org_id, int64_t id, str number)
{
    str sealed = seal_close(cx, seal, &(struct sealed_for){ .org_id = org_id, .id = id }, number);
    return str_to_hex(cx->mem, sealed.s, (size_t)sealed.n);
}

bool party_number_unwrap(struct cx *cx, const struct member_seal *seal, int64_t org_id, int64_t id, str hex,
                         str *number)
{
    str sealed;
    return str_from_hex(cx->mem, hex, &sealed) &&
           seal_open(cx, seal, &(struct sealed_for){ .org_id = org_id, .id = id }, sealed, number);
}

result party_uses(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, int64_t *n)
{
    struct party_use_count row;
    (void)cx;
    TRY(party_use_count(db, (struct party_use_count_args){ .org_id = org_id, .party_id = party_id }, &row));
    *n = row.n_use;
    return OK;
}
