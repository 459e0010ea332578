/* A room. */
#include "features/people/identity/identity.h"
#include "features/people/members/members.h"
#include "features/people/members/rules.h"
#include "features/produce/lots/lots.h"
#include "members.sql.h"
#include "web/page.h"

static const struct route routes[] = {
    { METHOD_GET, "/orgs/:org/members", CAP_MEMBER_READ, WALL_OWN, NULL, list, T("Members {") },
    { .method = METHOD_POST, .cap = CAP_MEMBER_WRITE, .form = &(struct form){ 0 } },
};
const struct route *route_first(const struct route routes[], int n) { return n ? routes : NULL; }
