/* accounting: see README.md. What the room brings to the list of rooms. */
#include "features/books/accounting/accounting.h"
#include "features/books/accounting/accounting_cli.h"
#include "features/books/accounting/chart.h"
#include "features/books/accounting/command.h"

static const struct voucher_kind kinds[] = {
    { .code = "journal", .book = "PKT", .name = T("Journal voucher"), .form = "", .post = journal_post_command },
    { .code = "opening", .book = "SDD", .name = T("Opening balances"), .form = "", .post = journal_post_command },
};

const struct feature accounting_feature = {
    .name = "accounting",
    .commands = accounting_commands,
    .n_commands = N_ACCOUNTING_COMMANDS,
    .kinds = kinds,
    .n_kinds = COUNT(kinds),
    .load_reference = chart_load_reference,
};
