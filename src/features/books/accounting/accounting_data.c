/* What the pages of the books say to other programs. */
#include "features/books/accounting/accounting_pages.h"
#include "accounting.sql.h"

#include "web/list/list_data.h"

/* ---- overview, lists ---- */

static const struct data_field month_fields[] = {
    DATA(cash_month, from),
    DATA_AS("in_vnd", cash_month, in),
    DATA_AS("out_vnd", cash_month, out),
};
static const struct data month_data = DATA_OF(cash_month, month_fields);
static const struct data_field overview_fields[] = {
    DATA(overview_page, sees_books),
    DATA(overview_page, sees_stock),
    DATA(overview_page, sees_owed),
    DATA_AS("cash_vnd", overview_page, cash),
    DATA_AS("stock_vnd", overview_page, stock),
    DATA_AS("owed_vnd", overview_page, owed),
    DATA(overview_page, drafts),
    DATA_LIST("waiting", overview_page, waits.wait, waits.n, &wait_data),
    DATA_LIST("cash_months", overview_page, month, n_month, &month_data),
    DATA_LIST("first_steps", overview_page, first.step, first.n, &step_data),
    DATA_STMT("latest", overview_page, row, n, accounting_voucher_latest_stmt),
};
const struct data overview_data = DATA_OF(overview_page, overview_fields);
static const struct data_field vouchers_fields[] = LIST_FIELDS(accounting_voucher_list);
const struct data vouchers_data = LIST_DATA("vouchers", vouchers_fields);

/* ---- one voucher ---- */

static const char *const sides[] = { "", "internal", "external" };
static const char *const owners[] = { "own", "member", "processing" };
static const char *const units[] = { "g", "ml", "piece", "mm", "cm2" };

static const struct data_field line_fields[] = {
    DATA(line, account),
    DATA(line, party_id),
    DATA_AS("dr_vnd", line, dr),
    DATA_AS("cr_vnd", line, cr),
    DATA_WORD("side", line, side, sides),
    DATA(line, dim_id),
    DATA(line, currency),
    DATA(line, amount_fc_minor),
};
static const struct data line_data = DATA_OF(line, line_fields);
static const struct data_field move_fields[] = {
    DATA(move, item_id),
    DATA(move, lot_id),
    DATA(move, place_id),
    DATA_WORD("owner", move, owner, owners),
    DATA(move, owner_party_id),
    DATA_WORD("unit", move, unit, units),
    DATA(move, qty),
    DATA_AS("value_vnd", move, value),
    DATA(move, external),
};
static const struct data move_data = DATA_OF(move, move_fields);
static const struct data_field event_item_fields[] = {
    DATA(event_item, role),
    DATA(event_item, epc),
    DATA(event_item, qty),
    DATA(event_item, uom),
};
static const struct data event_item_data = DATA_OF(event_item, event_item_fields);
static const struct data_field event_fields[] = {
    DATA_AS("eventID", event, event_id),
    DATA(event, type),
    DATA(event, action),
    DATA_AS("bizStep", event, biz_step),
    DATA(event, disposition),
    DATA(event, event_at),
    DATA_AS("readPoint", event, read_point),
    DATA(event, error_at),
    DATA_AS("errorReason", event, error_reason),
    DATA_LIST("items", event, item, n_item, &event_item_data),
};
static const struct data event_data = DATA_OF(event, event_fields);
static const struct data_field use_fields[] = {
    DATA(use, party_id),
    DATA(use, service),
    DATA(use, qty),
    DATA_AS("value_vnd", use, value),
};
static const struct data use_data = DATA_OF(use, use_fields);
static const struct data_field record_fields[] = {
    DATA_AS("id", voucher_record, p.id),
    DATA_AS("number", voucher_record, p.number_text),
    DATA_AS("kind", voucher_record, v.kind),
    DATA_AS("document_on", voucher_record, v.document_on),
    DATA_AS("posting_on", voucher_record, v.posting_on),
    DATA(voucher_record, recorded_at),
    DATA_AS("request_id", voucher_record, v.request_id),
    DATA_AS("prepared_by_id", voucher_record, v.prepared_by),
    DATA_AS("posted_by_id", voucher_record, posted_by),
    DATA_AS("prepared_for_id", voucher_record, v.prepared_for),
    DATA_AS("posted_for_id", voucher_record, posted_for),
    DATA(voucher_record, reverses_id),
    DATA(voucher_record, reversed_by_id),
    DATA_AS("settles_id", voucher_record, v.settles_id),
    DATA_AS("amount_vnd", voucher_record, amount),
    DATA_AS("memo", voucher_record, v.memo),
    DATA_SHA256("leaf", voucher_record, p.leaf),
    DATA_LIST("lines", voucher_record, v.line, v.n_line, &line_data),
    DATA_LIST("moves", voucher_record, v.move, v.n_move, &move_data),
    DATA_LIST("events", voucher_record, v.event, v.n_event, &event_data),
    DATA_LIST("uses", voucher_record, v.use, v.n_use, &use_data),
};
static const struct data record_data = DATA_OF(voucher_record, record_fields);
static const struct data_field person_fields[] = { DATA(named, id), DATA(named, code), DATA_NAME("name", named, name) };
static const struct data person_data = {
    .name = "person", .field = person_fields, .n_field = COUNT(person_fields), .size = sizeof(struct named)
};
static const struct data_field named_fields[] = { DATA(named, id), DATA(named, code), DATA(named, name) };
static const struct data named_data = DATA_OF(named, named_fields);
static const struct data_field dependent_fields[] = {
    DATA(dependent, id),
    DATA(dependent, kind),
    DATA_AS("number", dependent, number_text),
    DATA(dependent, posting_on),
    DATA_AS("amount_vnd", dependent, amount),
};
static const struct data dependent_data = DATA_OF(dependent, dependent_fields);
static const struct data_field voucher_fields[] = {
    DATA_POINTER("voucher", voucher_page, r, &record_data),
    DATA(voucher_page, is_void),
    DATA_LIST("parties", voucher_page, party, n_party, &person_data),
    DATA_LIST("items", voucher_page, item, n_item, &named_data),
    DATA_LIST("users", voucher_page, user, n_user, &person_data),
    DATA_LIST("dependents", voucher_page, dep, n_dep, &dependent_data),
};
const struct data voucher_data = DATA_OF(voucher_page, voucher_fields);

/* ---- books ---- */

static const struct data_field balance_fields[] = {
    DATA(account_balance, code),
    DATA(account_balance, name_vi),
    DATA(account_balance, name_en),
    DATA(account_balance, off_balance),
    DATA(account_balance, is_leaf),
    DATA_AS("open_dr_vnd", account_balance, open_dr),
    DATA_AS("open_cr_vnd", account_balance, open_cr),
    DATA_AS("turn_dr_vnd", account_balance, turn_dr),
    DATA_AS("turn_cr_vnd", account_balance, turn_cr),
    DATA_AS("close_dr_vnd", account_balance, close_dr),
    DATA_AS("close_cr_vnd", account_balance, close_cr),
};
static const struct data account_balance_data = DATA_OF(account_balance, balance_fields);
static const struct data_field balance_page_fields[] = {
    DATA(balance_page, from),
    DATA(balance_page, to),
    DATA_LIST("rows", balance_page, row, n, &account_balance_data),
    DATA_STRUCT("total", balance_page, total, &account_balance_data),
};
const struct data balance_data = DATA_OF(balance_page, balance_page_fields);
static const struct data_field ledger_fields[] = LIST_RUN_FIELDS(accounting_journal);
const struct data ledger_data = LIST_DATA("ledger", ledger_fields);
static const struct data_field journal_fields[] = LIST_FIELDS(accounting_journal);
const struct data journal_data = LIST_DATA("journal", journal_fields);

/* ---- months and drafts ---- */

static const struct data_field period_fields[] = {
    DATA(period_state, first_on), DATA(period_state, last_on),    DATA(period_state, state),
    DATA(period_state, reason),   DATA(period_state, changed_at),
};
static const struct data period_data = DATA_OF(period_state, period_fields);
static const struct data_field periods_fields[] = { DATA_LIST("rows", periods_page, row, n, &period_data) };
const struct data periods_data = DATA_OF(periods_page, periods_fields);
static const struct data_field draft_fields[] = {
    DATA(draft, id),
    DATA(draft, kind),
    DATA(draft, note),
    DATA_AS("command", draft, command_json),
    DATA(draft, owner_user_id),
    DATA(draft, created_at),
};
static const struct data draft_inside = DATA_OF(draft, draft_fields);
static const struct data_field draft_page_fields[] = {
    DATA_POINTER("draft", draft_page, d, &draft_inside),
    DATA(draft_page, can_post),
    DATA(draft_page, waits),
};
const struct data draft_data = DATA_OF(draft_page, draft_page_fields);
static const struct data_field settings_in_fields[] = {
    DATA(settings_in, four_eyes),
    DATA(settings_in, second_factor),
    DATA(settings_in, file_mb),
    DATA(settings_in, negative_stock),
};
static const struct data settings_inside = DATA_OF(settings_in, settings_in_fields);
static const struct data_field settings_fields[] = { DATA_POINTER("settings", settings_page, in, &settings_inside) };
const struct data settings_data = DATA_OF(settings_page, settings_fields);
static const struct data_field drafts_fields[] = { DATA_LIST("rows", drafts_page, d, n, &draft_inside) };
const struct data drafts_data = DATA_OF(drafts_page, drafts_fields);
