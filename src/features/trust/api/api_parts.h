/* What the room's files share among themselves. */
#ifndef FEATURES_API_PARTS_H
#define FEATURES_API_PARTS_H

#include "features/trust/api/api.h"
#include "web/data.h"
#include "web/widgets.h"

#define TOKEN_START "hpt_"

enum { N_API_ROUTES = 4, N_API_COMMANDS = 3 };
extern const struct route api_routes[N_API_ROUTES];
extern const struct command api_commands[N_API_COMMANDS];

struct token_in {
    str name;
    date until;
    bool scope[CAP_COUNT];
};
struct token_id_in {
    int64_t id;
};
extern const struct form token_form, token_id_form;
extern const struct data token_data;
/* The field of a capability in token_form; NULL when nobody thought of it. */
const char *token_scope_field(enum cap c);

struct tokens_page {
    html_safe csrf;
    const struct request *rq;
    const struct token_in *in;
    str org_code, fresh; /* the token just made */
    const struct token *row;
    int n;
    bool of_all; /* also other people's */
    uint64_t caps;
};

#endif
