/* Roles as a table. */
#include "features/people/identity/identity.h"

const struct role roles[] = {
#define ROLE(key, label, caps) { key, label, caps },
#include "features/people/identity/roles.def"
#undef ROLE
};
const int n_roles = COUNT(roles);

const struct role *role_find(str key)
{
    for (int i = 0; i < n_roles; i++)
        if (str_eq(key, str_of(roles[i].key)))
            return &roles[i];
    return NULL;
}
