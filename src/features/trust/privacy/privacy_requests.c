/* Use cases of requests. The caller locks the organisation before it writes. Nothing here erases or tells data: that is
   told.c and erase.c. Start with privacy_request_add. */
#include "features/people/members/members.h"
#include "features/trust/privacy/privacy_rules.h"
#include "privacy.sql.h"

#include "base/text.h"
#include "web/data.h"

static const struct option kinds[] = { { "export", T("to get the own data") },
                                       { "correct", T("to have them corrected") },
                                       { "erase", T("to have them erased") },
                                       { "object", T("objects to their use") } };
static const struct option states[] = { { "open", T("in hand") }, { "done", T("met") }, { "refused", T("declined") } };
const struct option_list privacy_kinds = { kinds, COUNT(kinds) }, privacy_states = { states, COUNT(states) };

static date today_of(const struct cx *cx) { return date_of_instant(cx->now_at, ZONE_VN); }

result privacy_rule_on(struct cx *cx, struct db *db, str purpose, date on, struct privacy_term_rule *out)
{
    struct privacy_rule_get row;
    bool found;
    *out = (struct privacy_term_rule){ 0 };
    TRY(privacy_rule_get(db, (struct privacy_rule_get_args){ .purpose = purpose, .on_on = on }, &row, &found));
    if (found)
        *out = (struct privacy_term_rule){ row.amount, row.unit, cx->lang == LANG_EN ? row.law_en : row.law_vi };
    return OK;
}

static result rule_of(struct cx *cx, struct db *db, const char *stem, str kind, date on, struct privacy_term_rule *out)
{
    return privacy_rule_on(cx, db, str_fmt(cx->mem, "%s." STR_FMT, stem, STR_ARG(kind)), on, out);
}

/* ---- recording ---- */

static result check_party(struct cx *cx, struct db *db, const struct privacy_request_in *in)
{
    struct party p;
    TRY(party_read(cx, db, in->org_id, in->party_id, &p));
    if (!p.is_person)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.no_person"), .field = S("party"),
                   .message = tr(cx, "This partner is an organisation: only people ask about their data."));
    if (p.is_erased)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.erased"), .field = S("party"),
                   .message = tr(cx, "The data of this person were erased: nothing is left to ask about."));
    return cx_result(cx);
}

static result insert(struct cx *cx, struct db *db, const struct privacy_request_in *in, int64_t id)
{
    struct privacy_term_rule due, reply;
    TRY(rule_of(cx, db, "request", in->kind, in->asked_on, &due));
    TRY(privacy_rule_on(cx, db, S("request.reply"), in->asked_on, &reply));
    return privacy_request_insert(
        db, (struct privacy_request_insert_args){ .org_id = in->org_id,
                                                  .id = id,
                                                  .party_id = in->party_id,
                                                  .kind = in->kind,
                                                  .asked_on = in->asked_on,
                                                  .due_on = privacy_term(in->asked_on, &due),
                                                  .reply_by_on = privacy_term(in->asked_on, &reply),
                                                  .told_on = in->told_on,
                                                  .words = in->words,
                                                  .user_id = cx->actor.user_id,
                                                  .made_at = cx->now_at,
                                                  .request_key = in->request_id });
}

result privacy_request_add(struct cx *cx, struct db *db, const struct privacy_request_in *in, int64_t *id)
{
    struct privacy_request_by_key known;
    bool found;
    TRY(privacy_request_by_key(
        db, (struct privacy_request_by_key_args){ .org_id = in->org_id, .request_key = in->request_id }, &known,
        &found));
    *id = known.id;
    if (found)
        return OK;
    privacy_request_check(cx, in, today_of(cx));
    TRY(check_party(cx, db, in));
    *id = db_next_id(db, in->org_id);
    if (*id < 0)
        return FAILED;
    TRY(insert(cx, db, in, *id));
    return audit_write(cx, db, (struct audit){ in->org_id, S("privacy.ask"), S("party"), in->party_id, 0, in->kind });
}

/* ---- reading ---- */

static result missing(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("privacy.not_found"),
                .message = tr(cx, "There is no such request."));
}

/* Becoming a member is no correction, though it stands in the history too. */
bool privacy_is_correction(const struct party_event *e, date asked_on)
{
    bool begins = str_eq(e->field, S("joined")) || str_eq(e->field, S("class")) || str_eq(e->field, S("agreement"));
    return e->at >= date_instant(asked_on, ZONE_VN) && (e->before.n || !begins);
}

/* Changes of the record since the day of the request: what a correction is met by. */
static result count_changes(struct cx *cx, struct db *db, struct privacy_request *r)
{
    struct party_event *e;
    int n;
    TRY(party_history(cx, db, r->org_id, r->party_id, &e, &n));
    for (int i = 0; i < n; i++)
        r->n_change += privacy_is_correction(&e[i], r->asked_on);
    return OK;
}

result privacy_request_read(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct privacy_request *out)
{
    struct privacy_request_get r;
    struct privacy_term_rule due;
    bool found;
    TRY(privacy_request_get(db, (struct privacy_request_get_args){ .org_id = org_id, .id = id }, &r, &found));
    if (!found)
        return missing(cx);
    TRY(rule_of(cx, db, "request", r.kind, r.asked_on, &due));
    *out = (struct privacy_request){ .id = id,
                                     .org_id = org_id,
                                     .party_id = r.party_id,
                                     .kind = r.kind,
                                     .state = r.state,
                                     .words = r.words,
                                     .answer = r.answer,
                                     .extension_reason = r.extension_reason,
                                     .user_name = r.user_name,
                                     .done_by_name = r.done_by_name,
                                     .party_code = r.party_code,
                                     .party_name = r.party_name,
                                     .party_kind = r.party_kind,
                                     .asked_on = r.asked_on,
                                     .told_on = r.told_on,
                                     .reply_by_on = r.reply_by_on,
                                     .due_on = r.due_on,
                                     .first_due_on = r.first_due_on,
                                     .made_at = r.made_at,
                                     .done_at = r.done_at,
                                     .exported_at = r.exported_at,
                                     .law = due.law };
    return str_eq(r.kind, S("correct")) ? count_changes(cx, db, out) : OK;
}

/* ---- going on ---- */

static result noted(struct cx *cx, struct db *db, const struct privacy_request *r, const char *action, str detail)
{
    return audit_write(cx, db, (struct audit){ r->org_id, str_of(action), S("privacy_request"), r->id, 0, detail });
}

static result read_open(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct privacy_request *out)
{
    TRY(privacy_request_read(cx, db, org_id, id, out));
    if (str_eq(out->state, S("open")))
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.closed"),
                .message = tr(cx, "This request was answered already."));
}

result privacy_request_tell(struct cx *cx, struct db *db, int64_t org_id, int64_t id, date told_on)
{
    struct privacy_request r;
    TRY(read_open(cx, db, org_id, id, &r));
    if (!told_on.ymd || date_cmp(told_on, r.asked_on) < 0 || date_cmp(told_on, today_of(cx)) > 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("privacy.told_on"), .field = S("told_on"),
                    .message = tr(cx, "The receipt is confirmed between the day of the request and today."));
    TRY(privacy_request_put_told(
        db, (struct privacy_request_put_told_args){ .org_id = org_id, .id = id, .told_on = told_on }));
    return noted(cx, db, &r, "privacy.tell", S(""));
}

static result check_extension(struct cx *cx, const struct privacy_request *r, const struct privacy_term_rule *more)
{
    if (r->extension_reason.n)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.extended"),
                   .message = tr(cx, "The time was extended already; the law allows it once."));
    if (!more->amount || !r->due_on.ymd)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.no_extension"),
                   .message = tr(cx, "The law known here allows no extension for this request."));
    if (privacy_is_late(r, today_of(cx)))
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.late"),
                   .message = tr(cx, "The time is over: it cannot be extended any more."));
    return cx_result(cx);
}

result privacy_request_extend(struct cx *cx, struct db *db, int64_t org_id, int64_t id, str reason)
{
    struct privacy_request r;
    struct privacy_term_rule more;
    TRY(read_open(cx, db, org_id, id, &r));
    TRY(rule_of(cx, db, "extension", r.kind, r.asked_on, &more));
    if (!reason.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("privacy.reason"), .field = S("reason"),
                   .message = tr(cx, "Write down why more time is needed; the person must be told."));
    TRY(check_extension(cx, &r, &more));
    TRY(privacy_request_put_due(
        db, (struct privacy_request_put_due_args){
                .org_id = org_id, .id = id, .due_on = privacy_term(r.due_on, &more), .reason_text = reason }));
    return noted(cx, db, &r, "privacy.extend", S(""));
}

result privacy_request_close(struct cx *cx, struct db *db, const struct privacy_close *c)
{
    struct privacy_request r;
    TRY(privacy_request_read(cx, db, c->org_id, c->id, &r));
    privacy_close_check(cx, &r, c);
    TRY(cx_result(cx));
    TRY(privacy_request_put_closed(db, (struct privacy_request_put_closed_args){ .org_id = c->org_id,
                                                                                 .id = c->id,
                                                                                 .state = c->state,
                                                                                 .answer = c->answer,
                                                                                 .done_at = cx->now_at,
                                                                                 .done_by_id = cx->actor.user_id }));
    return noted(cx, db, &r, "privacy.close", c->state);
}

static const struct data_field fields[] = {
    DATA(privacy_request, id),
    DATA(privacy_request, party_id),
    DATA(privacy_request, party_code),
    DATA_NAME("party_name", privacy_request, party_name),
    DATA(privacy_request, kind),
    DATA(privacy_request, state),
    DATA(privacy_request, words),
    DATA(privacy_request, asked_on),
    DATA(privacy_request, told_on),
    DATA(privacy_request, reply_by_on),
    DATA(privacy_request, due_on),
    DATA(privacy_request, first_due_on),
    DATA(privacy_request, extension_reason),
    DATA(privacy_request, exported_at),
    DATA(privacy_request, n_change),
    DATA(privacy_request, answer),
    DATA(privacy_request, done_at),
    DATA(privacy_request, user_name),
    DATA(privacy_request, done_by_name),
    DATA(privacy_request, law),
};
const struct data privacy_request_data = DATA_OF(privacy_request, fields);
