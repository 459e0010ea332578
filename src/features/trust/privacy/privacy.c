/* privacy: see README.md. What the room brings. */
#include "features/trust/privacy/privacy_erase.h"
#include "privacy.sql.h"
#include "web/waits.h"

#define LAW T("Law on the protection of personal data 91/2025/QH15")
#define ANSWERERS T("Whoever answers requests; the person")
#define DISPUTED T("As long as the answer may be disputed")
static const struct personal_field personal[] = {
    { "privacy_request", "answer", T("What the person was told"), T("To prove that the request was answered"), LAW,
      ANSWERERS, DISPUTED, false, .words = true },
    { "privacy_request", "words", T("What the person asked, in own words"), T("To do what was asked"), LAW, ANSWERERS,
      DISPUTED, false, .words = true },
    { "privacy_request", "extension_reason", T("Why more time was needed"), T("To prove that the request was answered"),
      LAW, ANSWERERS, DISPUTED, false, .words = true },
};
static const struct invariant invariants[] = {
    { "privacy.answered", &inv_privacy_answer_stmt }, { "privacy.of_party", &inv_privacy_party_stmt },
    { "privacy.due", &inv_privacy_due_stmt },         { "privacy.erased", &inv_privacy_erased_stmt },
    { "privacy.rest", &inv_privacy_rest_stmt },
};
static result waits_work(struct web *w, struct db *db, int64_t *n, bool late)
{
    struct privacy_waiting_count row;
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    TRY(privacy_waiting_count(db, (struct privacy_waiting_count_args){ .org_id = w->org_id, .today_on = today }, &row));
    *n = late ? row.n_late : row.n_open;
    return OK;
}
static result waits_late(struct web *w, struct db *db, int64_t *n) { return waits_work(w, db, n, true); }
static result waits_open(struct web *w, struct db *db, int64_t *n) { return waits_work(w, db, n, false); }
static const struct waiting waits[] = {
    { T("{1} requests about personal data are overdue"), "/orgs/:org/privacy?state=late", CAP_PRIVACY, 12, waits_late },
    { T("{1} requests about personal data wait"), "/orgs/:org/privacy?state=open", CAP_PRIVACY, 25, waits_open },
};
static const struct feature_job jobs[] = {
    { "privacy.finish", 60, privacy_finish },
};
static const struct menu menu[] = {
    { "/orgs/:org/privacy", T("Requests about personal data"), CAP_PRIVACY, 93, true },
    { "/orgs/:org/privacy/views", T("Openings of personal numbers"), CAP_PRIVACY_READ, 94, true },
    { "/privacy/fields", T("Personal fields"), CAP_PRIVACY_READ, 93, false },
};

const struct feature privacy_feature = { .name = "privacy",
                                         .routes = privacy_routes,
                                         .n_routes = N_PRIVACY_ROUTES,
                                         .commands = privacy_commands,
                                         .n_commands = N_PRIVACY_COMMANDS,
                                         .menu = menu,
                                         .n_menu = COUNT(menu),
                                         .invariants = invariants,
                                         .n_invariants = COUNT(invariants),
                                         .personal = personal,
                                         .n_personal = COUNT(personal),
                                         .waits = waits,
                                         .n_waits = COUNT(waits),
                                         .jobs = jobs,
                                         .n_jobs = COUNT(jobs),
                                         .erase_person = privacy_erase_words,
                                         .load_reference = privacy_load_reference,
                                         .load_demo = privacy_load_demo };
