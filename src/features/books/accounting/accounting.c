/* accounting: see README.md. What the room brings to the list of rooms. */
#include "features/books/accounting/accounting.h"
#include "features/books/accounting/accounting_cli.h"
#include "features/books/accounting/accounting_pages.h"
#include "features/books/accounting/chart.h"
#include "features/books/accounting/command.h"
#include "features/books/accounting/template.h"
#include "accounting.sql.h"

#include "vouchers/words.h"

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
    { "/orgs/:org/settings", T("Rules of the books"), CAP_ORG_WRITE, 91, true },
};

#define BOOKS T("Law on Accounting 88/2015/QH13: vouchers name who took part")
#define BOOK_READERS T("Whoever may read the voucher")
static const struct personal_field personal[] = {
    { "line", "party_id", T("Amounts owed and paid, under the person's code"), T("To know what is owed either way"),
      BOOKS, BOOK_READERS, T("As long as the vouchers are kept; it stays when the person is erased"), false,
      PERSONAL_STAYS },
    { "member_use", "party_id", T("Degree of use, under the person's code"),
      T("To share the surplus as the charter says"), T("Law on Cooperatives 17/2023/QH15: degree of use"), BOOK_READERS,
      T("As long as the vouchers are kept; it stays when the person is erased"), false, PERSONAL_STAYS },
    { "voucher_memo", "memo", T("Free words of a voucher"), T("To explain a voucher in free words"), BOOKS,
      BOOK_READERS, T("As long as the vouchers are kept; removed when the person is erased"), false, PERSONAL_LAW,
      .words = true },
    { "draft", "command_json", T("Free words of a draft"), T("To prepare a voucher"), BOOKS,
      T("Whoever prepares or posts vouchers"), T("Until the draft is posted or dropped"), false, .words = true },
    { "draft", "note", T("Note on a draft"), T("To prepare a voucher"), BOOKS, T("Whoever prepares or posts vouchers"),
      T("Until the draft is posted or dropped"), false, .words = true },
    { "journal_template", "name", T("Name of a template"), T("To enter again what comes again"), BOOKS,
      T("Whoever prepares or posts vouchers"), T("Until the template is deleted"), false, .words = true },
    { "journal_template", "memo", T("Free words of a template"), T("To enter again what comes again"), BOOKS,
      T("Whoever prepares or posts vouchers"), T("Until the template is deleted"), false, .words = true },
    { "journal_template", "lines_json", T("Codes of persons in a template"), T("To enter again what comes again"),
      BOOKS, T("Whoever prepares or posts vouchers"), T("Until the template is deleted"), false, .words = true },
    { "period", "reason", T("Reason for closing or opening a month"),
      T("To see why a month was closed or opened again"), BOOKS, BOOK_READERS, T("As long as the vouchers are kept"),
      false, .words = true },
};

static result waits_drafts(struct web *w, struct db *db, int64_t *n)
{
    struct draft_waiting row;
    TRY(draft_waiting(db, (struct draft_waiting_args){ .org_id = w->org_id }, &row));
    *n = row.n_draft;
    return OK;
}

static result waits_recurring(struct web *w, struct db *db, int64_t *n)
{
    return template_due(w->cx, db, w->org_id, date_of_instant(w->cx->now_at, ZONE_VN), n);
}

static const struct waiting waits[] = {
    { T("{1} drafts wait for approval"), "/orgs/:org/drafts", CAP_PREPARE, 30, waits_drafts },
    { T("{1} recurring entries are due"), "/orgs/:org/journal/templates", CAP_PREPARE, 40, waits_recurring },
};

static const struct feature_event events[] = {
    { "voucher.posted", "voucher.post", T("A voucher was posted"), "/orgs/:org/vouchers/:id" },
    { "voucher.voided", "voucher.void", T("A voucher was voided"), "/orgs/:org/vouchers/:id" },
    { "period.closed", "period.closed", T("A month was closed"), "/orgs/:org/periods" },
    { "period.opened", "period.open", T("A month was opened again"), "/orgs/:org/periods" },
};

static const struct feature_job jobs[] = { { "accounting.fold_words", 1, voucher_words_fold } };

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
    .personal = personal,
    .n_personal = COUNT(personal),
    .waits = waits,
    .n_waits = COUNT(waits),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tell_person = accounting_tell_person,
    .erase_person = accounting_erase_person,
    .events = events,
    .n_events = COUNT(events),
    .load_reference = chart_load_reference,
};
