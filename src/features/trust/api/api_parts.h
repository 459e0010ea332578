/* What the room's files share among themselves. */
#ifndef FEATURES_API_PARTS_H
#define FEATURES_API_PARTS_H

#include "features/trust/api/api.h"
#include "web/data.h"
#include "web/widgets.h"

#define TOKEN_START "hpt_"

enum { N_API_ROUTES = 6, N_API_COMMANDS = 3 };
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

/* Whoever gives access to the books also sees and withdraws other people's tokens. */
int64_t tokens_whose(const struct web *w);
/* "/orgs/X/tokens" */
str tokens_path(const struct web *w);
str token_state_label(struct cx *cx, str state);
result tokens_show(struct web *w); /* tokens_list.c */
extern const struct data tokens_data;

struct token_new_page {
    html_safe csrf;
    const struct request *rq;
    const struct token_in *in;
    str path;
    uint64_t caps;
};
struct token_page {
    html_safe csrf;
    str path, may_do;
    struct token token;
};

#endif
