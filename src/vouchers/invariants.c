/* The list of the spine's invariants. */
#include "vouchers/ledger.h"
#include "invariants.sql.h"

const struct invariant voucher_invariants[] = {
    { "voucher.lines_balance", &inv_lines_balance_stmt },
    { "voucher.number_gap", &inv_number_gap_stmt },
    { "log.leaf_missing", &inv_leaf_missing_stmt },
    { "log.leaf_gap", &inv_leaf_gap_stmt },
    { "log.leaf_orphan", &inv_leaf_orphan_stmt },
    { "sum.account", &inv_sum_account_stmt },
    { "sum.party", &inv_sum_party_stmt },
    { "sum.stock", &inv_stock_stmt },
    { "move.conserved", &inv_move_conserved_stmt },
    { "void.mirror_line", &inv_void_mirror_line_stmt },
    { "void.mirror_move", &inv_void_mirror_move_stmt },
    { "void.event_declared", &inv_void_event_stmt },
    { "period.closed", &inv_closed_period_stmt },
    { "voucher.link_missing", &inv_link_missing_stmt },
};
const int n_voucher_invariants = sizeof voucher_invariants / sizeof *voucher_invariants;
