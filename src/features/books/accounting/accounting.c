/* accounting: see README.md. What the room brings to the list of rooms. */
#include "features/books/accounting/accounting.h"
#include "features/books/accounting/accounting_cli.h"
#include "features/books/accounting/accounting_pages.h"
#include "features/books/accounting/chart.h"
#include "features/books/accounting/command.h"

static const struct voucher_kind kinds[] = {
    { .code = "journal", .book = "PKT", .name = T("Journal voucher"), .post = journal_post_command },
    { .code = "opening", .book = "SDD", .name = T("Opening balances"), .post = journal_post_command },
};

static const struct menu menu[] = {
    { "/orgs/:org", T("Overview"), CAP_ORG_READ, 5, true },
    { "/orgs/:org/vouchers", T("Vouchers"), CAP_BOOKS_READ, 50, true },
    { "/orgs/:org/journal", T("General journal"), CAP_BOOKS_READ, 55, true },
    { "/orgs/:org/accounts", T("Trial balance"), CAP_BOOKS_READ, 60, true },
    { "/orgs/:org/drafts", T("Drafts"), CAP_PREPARE, 65, true },
    { "/orgs/:org/periods", T("Months"), CAP_BOOKS_READ, 70, true },
};

const struct feature accounting_feature = {
    .name = "accounting",
    .routes = accounting_routes,
    .n_routes = N_ACCOUNTING_ROUTES,
    .menu = menu,
    .n_menu = COUNT(menu),
    .commands = accounting_commands,
    .n_commands = N_ACCOUNTING_COMMANDS,
    .kinds = kinds,
    .n_kinds = COUNT(kinds),
    .load_reference = chart_load_reference,
};
