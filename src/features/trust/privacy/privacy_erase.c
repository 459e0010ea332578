/* Deciding and doing an erasure. Rooms take their own away (feature.h, erase_person); afterwards everything declared as
   free words is looked through again, so that a room that forgot some makes the erasure fail. */
#include "features/trust/privacy/privacy_erase.h"
#include "features/trust/privacy/privacy_rules.h"
#include "features/trust/privacy/privacy_rules.h"
#include "privacy.sql.h"

#include "vouchers/words.h"

static date today_of(const struct cx *cx) { return date_of_instant(cx->now_at, ZONE_VN); }

/* ---- what stands against it ---- */

static result check_balance(struct cx *cx, struct db *db, const struct privacy_erase_in *in)
{
    struct passbook b;
    struct passbook_query q = { in->org_id, in->party_id, { 19000101 }, DATE_OPEN };
    TRY(passbook_read(cx, db, &q, &b));
    if (b.close.dong)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.balance"),
                   .message = TRF(cx, "Between this person and the cooperative {1} đ stand open.",
                                  money_text(cx->mem, (money){ b.close.dong < 0 ? -b.close.dong : b.close.dong },
                                             cx->lang == LANG_EN)),
                   .hint = tr(cx, "Settle it first: whom one owes, or who owes, cannot be forgotten."));
    return OK;
}

static result check_party(struct cx *cx, struct db *db, const struct privacy_erase_in *in, struct privacy_plan *plan)
{
    struct party p;
    int before = cx->n_errors;
    TRY(party_read(cx, db, in->org_id, in->party_id, &p));
    plan->restricted_on = p.restricted_on;
    if (p.is_erased)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.erased"),
                    .message = tr(cx, "The data of this person were erased: nothing is left to ask about."));
    if (!p.is_person)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.no_person"),
                   .message = tr(cx, "This partner is an organisation: only people ask about their data."));
    if (p.joined_on.ymd && !p.left_on.ymd)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.member"),
                   .message = tr(cx, "This person is a member; the law wants members in the register."),
                   .hint = tr(cx, "Record first that the person leaves."));
    TRY(check_balance(cx, db, in));
    return (result){ cx->n_errors == before };
}

/* ---- until when what must be kept ---- */

struct last_words {
    const struct person *who;
    date on;
};

static result later(struct cx *cx, void *arg, const struct voucher_words *w)
{
    struct last_words *l = arg;
    if (date_cmp(w->posting_on, l->on) > 0 && (w->is_own || person_named_in(cx->mem, l->who, w->memo)))
        l->on = w->posting_on;
    return OK;
}

static result keeping(struct cx *cx, struct db *db, struct privacy_plan *plan)
{
    struct privacy_term_rule rule;
    struct organisation org;
    struct last_words last = { .who = &plan->who };
    date today = today_of(cx);
    TRY(org_get(cx, db, plan->who.org_id, &org));
    plan->who.org_code = org.code;
    TRY(privacy_rule_on(cx, db, S("retention.voucher"), today, &rule));
    TRY(voucher_last_of_party(db, plan->who.org_id, plan->who.party_id, &last.on));
    TRY(voucher_words_each(db, plan->who.org_id, plan->who.party_id, later, &last));
    plan->last_on = last.on;
    if (!last.on.ymd)
        return OK;
    if (!rule.amount)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.no_rule"),
                    .message = tr(cx, "It is not known here how long vouchers must be kept."));
    date until = privacy_kept_until(last.on, org.year_first_month, rule.amount);
    plan->years = rule.amount;
    plan->law = rule.law;
    if (date_cmp(until, today) < 0)
        return OK;
    plan->keep_until = until;
    plan->who.kept_from = privacy_kept_from(today, org.year_first_month, rule.amount);
    return OK;
}

/* ---- words that name the person ---- */

static result note(struct cx *cx, void *arg, const struct privacy_mention *m)
{
    struct privacy_plan *plan = arg;
    if (plan->n_found < FOUND_MAX)
        plan->found[plan->n_found] =
            (struct privacy_found){ tr(cx, m->field->name), str_dup(cx->mem, m->words), m->field->end,
                                    person_named_in(cx->mem, &plan->who, m->words) };
    plan->n_found++;
    return OK;
}

result privacy_plan(struct cx *cx, struct db *db, const struct privacy_erase_in *in, struct privacy_plan *out)
{
    *out = (struct privacy_plan){ 0 };
    TRY(check_party(cx, db, in, out));
    TRY(party_person(cx, db, &(struct person_ask){ in->org_id, in->party_id, in->seal }, &out->who));
    out->code = out->who.code;
    out->name = out->who.full_name;
    TRY(keeping(cx, db, out));
    if (out->restricted_on.ymd && out->keep_until.ymd)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.waits"),
                    .message = TRF(cx, "All that may go is erased; the rest goes by itself after {1}.",
                                   date_text(cx->mem, out->keep_until)));
    struct person any = out->who;
    any.is_alone = true;
    return privacy_mentions(cx, db, &any, note, out);
}

/* ---- doing it ---- */

struct remaining {
    const struct person *who;
    const struct personal_field *field; /* the first that was left */
};

static result remains(struct cx *cx, void *arg, const struct privacy_mention *m)
{
    struct remaining *r = arg;
    bool law = m->field->end == PERSONAL_LAW && r->who->kept_from.ymd && !person_by_digits(cx->mem, r->who, m->words);
    bool stays = m->field->end == PERSONAL_STAYS || m->field->end == PERSONAL_TIMED;
    if (!law && !stays && !r->field)
        r->field = m->field;
    return OK;
}

static result check_gone(struct cx *cx, struct db *db, const struct person *who)
{
    struct remaining r = { .who = who };
    TRY(privacy_mentions(cx, db, who, remains, &r));
    if (!r.field)
        return OK;
    return fail(cx, .kind = ERR_BUG, .code = S("privacy.remains"),
                .field = str_join(cx->mem, (const str[]){ str_of(r.field->table), str_of(r.field->column) }, 2, S(".")),
                .message = TRF(cx, "A part of the program keeps words that name the person: {1}. Nothing was erased.",
                               tr(cx, r.field->name)));
}

static result take_away(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    for (int f = 0; f < n_features; f++)
        if (features[f]->erase_person)
            TRY(features[f]->erase_person(cx, db, who, n));
    return check_gone(cx, db, who);
}

static str answer_of(struct cx *cx, const struct privacy_plan *plan)
{
    if (!plan->keep_until.ymd)
        return TRF(cx, "Everything was erased; vouchers name only the code {1}.", plan->code);
    return TRF(cx,
               "Erased but for name, address and tax code on vouchers: they must be kept until {1} ({2}) and go by "
               "themselves then.",
               date_text(cx->mem, plan->keep_until), plan->law);
}

/* The request that is met; the others of the person are answered too when nothing is left to ask about. */
static result answer(struct cx *cx, struct db *db, const struct privacy_erase_in *in, const struct privacy_plan *plan)
{
    struct privacy_request_open_of *r;
    int n;
    TRY(privacy_request_open_of(
        db, (struct privacy_request_open_of_args){ .org_id = in->org_id, .party_id = in->party_id }, &r, &n));
    for (int i = 0; i < n; i++) {
        bool met = r[i].id == in->request_id;
        if (!met && plan->keep_until.ymd)
            continue;
        TRY(privacy_request_put_closed(
            db, (struct privacy_request_put_closed_args){ .org_id = in->org_id,
                                                          .id = r[i].id,
                                                          .state = met ? S("done") : S("refused"),
                                                          .answer = met ? answer_of(cx, plan)
                                                                        : tr(cx, "The data were erased meanwhile."),
                                                          .done_at = cx->now_at,
                                                          .done_by_id = cx->actor.user_id }));
    }
    return OK;
}

static result check_request(struct cx *cx, struct db *db, const struct privacy_erase_in *in)
{
    struct privacy_request r;
    TRY(privacy_request_read(cx, db, in->org_id, in->request_id, &r));
    if (str_eq(r.state, S("open")) && str_eq(r.kind, S("erase")) && r.party_id == in->party_id)
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.closed"),
                .message = tr(cx, "This request was answered already."));
}

/* The open request to erase, or a new one of today. */
static result find_request(struct cx *cx, struct db *db, struct privacy_erase_in *in)
{
    struct privacy_request_open_of *r;
    int n;
    if (in->request_id)
        return check_request(cx, db, in);
    TRY(privacy_request_open_of(
        db, (struct privacy_request_open_of_args){ .org_id = in->org_id, .party_id = in->party_id }, &r, &n));
    for (int i = 0; i < n && !in->request_id; i++)
        if (str_eq(r[i].kind, S("erase")))
            in->request_id = r[i].id;
    if (in->request_id)
        return OK;
    return privacy_request_add(cx, db,
                               &(struct privacy_request_in){ .org_id = in->org_id,
                                                             .party_id = in->party_id,
                                                             .kind = S("erase"),
                                                             .asked_on = today_of(cx),
                                                             .told_on = today_of(cx) },
                               &in->request_id);
}

static result record(struct cx *cx, struct db *db, const struct privacy_erase_in *in, const struct privacy_erased *e)
{
    int64_t id = db_next_id(db, in->org_id);
    if (id < 0)
        return FAILED;
    TRY(privacy_erasure_insert(
        db, (struct privacy_erasure_insert_args){ .org_id = in->org_id,
                                                  .id = id,
                                                  .party_id = in->party_id,
                                                  .request_id = in->request_id,
                                                  .user_id = cx->actor.user_id,
                                                  .erased_at = cx->now_at,
                                                  .n_row = e->n,
                                                  .keep_until_on = e->keep_until,
                                                  .finished_at = e->keep_until.ymd ? 0 : cx->now_at }));
    return audit_write(cx, db, (struct audit){ in->org_id, S("privacy.erase"), S("party"), in->party_id, 0, S("") });
}

struct erasing {
    struct privacy_erase_in in;
    struct privacy_erased *out;
    struct person who;
    int n; /* of what users kept */
};

static result look_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *e = arg;
    struct privacy_plan plan;
    TRY(privacy_plan(cx, db, &e->in, &plan));
    e->who = plan.who;
    return e->in.request_id ? check_request(cx, db, &e->in) : OK;
}

static result forget_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *e = arg;
    for (int f = 0; f < n_features; f++)
        if (features[f]->forget_person)
            TRY(features[f]->forget_person(cx, db, &e->who, &e->n));
    return OK;
}

static result erase_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *e = arg;
    struct privacy_plan plan;
    *e->out = (struct privacy_erased){ .n = e->n };
    TRY(privacy_plan(cx, db, &e->in, &plan)); /* nothing may have come in between */
    TRY(find_request(cx, db, &e->in));
    TRY(take_away(cx, db, &plan.who, &e->out->n));
    e->out->keep_until = plan.keep_until;
    TRY(answer(cx, db, &e->in, &plan));
    return record(cx, db, &e->in, e->out);
}

static result scrub(struct cx *cx, struct store *s);

result privacy_erase(struct cx *cx, struct store *s, const struct privacy_erase_in *in, struct privacy_erased *out)
{
    struct erasing e = { .in = *in, .out = out };
    TRY(store_read(s, cx, DB_SCOPE_ALL, look_work, &e));
    TRY(store_write(s, cx, NULL, 0, forget_work, &e));
    TRY(store_write(s, cx, &in->org_id, 1, erase_work, &e));
    return scrub(cx, s);
}

/* ---- time ---- */

struct finishing {
    struct privacy_erasure_due *row;
    int n;
    const struct privacy_erasure_due *one;
    struct erasing e; /* whom forget_work looks for */
    int64_t n_unscrubbed;
};

static result due_work(struct cx *cx, struct db *db, void *arg)
{
    struct finishing *f = arg;
    struct privacy_erasure_unscrubbed left;
    TRY(privacy_erasure_unscrubbed(db, (struct privacy_erasure_unscrubbed_args){ .before_at = cx->now_at }, &left));
    f->n_unscrubbed = left.n_row;
    return privacy_erasure_due(db, (struct privacy_erasure_due_args){ .today_on = today_of(cx) }, &f->row, &f->n);
}

static result who_work(struct cx *cx, struct db *db, void *arg)
{
    struct finishing *f = arg;
    struct organisation org;
    TRY(org_get(cx, db, f->one->org_id, &org));
    TRY(party_person(cx, db, &(struct person_ask){ f->one->org_id, f->one->party_id, NULL }, &f->e.who));
    f->e.who.org_code = org.code;
    return OK;
}

/* Later vouchers may have put the day off: then it is looked at again after them. */
static result rest_work(struct cx *cx, struct db *db, void *arg)
{
    const struct privacy_erasure_due *e = ((struct finishing *)arg)->one;
    struct privacy_plan plan = { 0 };
    int n = 0;
    TRY(party_person(cx, db, &(struct person_ask){ e->org_id, e->party_id, NULL }, &plan.who));
    TRY(keeping(cx, db, &plan));
    if (!plan.keep_until.ymd)
        TRY(take_away(cx, db, &plan.who, &n));
    TRY(privacy_erasure_put_rest(
        db, (struct privacy_erasure_put_rest_args){ .org_id = e->org_id,
                                                    .id = e->id,
                                                    .keep_until_on = plan.keep_until,
                                                    .finished_at = plan.keep_until.ymd ? 0 : cx->now_at }));
    if (plan.keep_until.ymd)
        return OK;
    TRY(answer(cx, db, &(struct privacy_erase_in){ e->org_id, e->party_id, 0, NULL }, &plan));
    return audit_write(cx, db, (struct audit){ e->org_id, S("privacy.finish"), S("party"), e->party_id, 0, S("") });
}

static result scrubbed_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return privacy_erasure_put_scrubbed(db, (struct privacy_erasure_put_scrubbed_args){ .before_at = cx->now_at });
}

static result scrub(struct cx *cx, struct store *s)
{
    if (!store_scrub(cx, s).ok) {
        if (cx_kind(cx) != ERR_BUSY)
            return FAILED;
        cx_clear_errors(cx);
        return OK;
    }
    return store_write(s, cx, NULL, 0, scrubbed_work, NULL);
}

result privacy_finish(struct cx *cx, struct store *s)
{
    struct finishing f = { 0 };
    TRY(store_read(s, cx, DB_SCOPE_ALL, due_work, &f));
    for (int i = 0; i < f.n; i++) {
        f.one = &f.row[i];
        TRY(store_read(s, cx, DB_SCOPE_ALL, who_work, &f));
        TRY(store_write(s, cx, NULL, 0, forget_work, &f.e));
        TRY(store_write(s, cx, &f.one->org_id, 1, rest_work, &f));
    }
    return f.n || f.n_unscrubbed ? scrub(cx, s) : OK;
}

/* ---- the room's own ---- */

result privacy_erase_words(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct privacy_request_words *r;
    int n_row;
    TRY(privacy_request_words(db, (struct privacy_request_words_args){ .org_id = who->org_id }, &r, &n_row));
    for (int i = 0; i < n_row; i++) {
        /* what an erasure answers is written by the program and names nobody */
        bool own = r[i].party_id == who->party_id, own_answer = own && !(str_eq(r[i].kind, S("erase")) && r[i].done_at);
        bool words = own || person_named_in(cx->mem, who, r[i].words),
             said = own_answer || person_named_in(cx->mem, who, r[i].answer),
             reason = own || person_named_in(cx->mem, who, r[i].extension_reason);
        if (!words && !said && !reason)
            continue;
        TRY(privacy_request_put_words(
            db, (struct privacy_request_put_words_args){
                    .org_id = who->org_id,
                    .id = r[i].id,
                    .words = words ? S("") : r[i].words,
                    .answer = said && r[i].answer.n ? S(PERSON_GONE) : r[i].answer,
                    .reason_text = reason && r[i].extension_reason.n ? S(PERSON_GONE) : r[i].extension_reason }));
        ++*n;
    }
    return OK;
}
