/* What the room's files share among themselves. */
#ifndef FEATURES_PASSBOOK_PARTS_H
#define FEATURES_PASSBOOK_PARTS_H

#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/people/passbook/passbook.h"
#include "features/produce/intake/intake.h"
#include "web/data.h"
#include "web/opening.h"
#include "web/widgets.h"

enum { N_PASSBOOK_ROUTES = 6, N_PASSBOOK_COMMANDS = 1 };
extern const struct route passbook_routes[N_PASSBOOK_ROUTES];
extern const struct command passbook_commands[N_PASSBOOK_COMMANDS];

struct link_in {
    str org, member;
};
struct unlink_in {
    str org;
};
extern const struct form link_form, unlink_form;
extern const struct data own_data, links_data;

/* What was delivered of one item. */
struct own_sum {
    str item, unit;
    int64_t per;
    qty net;
    money amount;
};
struct own_page {
    str org_code, org_name;
    bool linked;
    const struct party *p;
    const struct passbook *book;
    date from, to;
    const struct intake_record *slip;
    int n_slip;
    const struct own_sum *sum;
    int n_sum;
    money delivered; /* of what has a price */
    const struct own_opening *opening;
    int n_opening;
};
/* Together by item, in the order of the first one. Voided slips do not count. */
result own_sums(struct cx *cx, const struct intake_record *r, int n, struct own_page *out);

struct links_page {
    html_safe csrf;
    const struct request *rq;
    const struct link_in *in;
    int64_t user_id;
    str login, full_name;
    const struct own_link_row *row;
    int n;
};

#endif
