/* One request: its page, and everything done from it but telling and erasing. */
#include "features/trust/privacy/privacy_pages.h"
#include "features/trust/privacy/privacy_rules.h"
#include "privacy_requests.html.h"

#include "web/pick.h"

struct asking {
    struct web *w;
    struct privacy_request_in in;
    str party;
    struct choice *choice;
    int n_choice;
    struct privacy_request r;
    const struct act_in *act;
    struct party_event *event;
    struct privacy_held *held;
    int n_event, n_held;
    int64_t id;
};

str privacy_base(const struct web *w) { return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/privacy", STR_ARG(w->org_code)); }

static str request_path(const struct web *w, int64_t id)
{
    return str_fmt(w->cx->mem, STR_FMT "/%lld", STR_ARG(privacy_base(w)), (long long)id);
}

static date today_of(const struct web *w) { return date_of_instant(w->cx->now_at, ZONE_VN); }

/* ---- a new one ---- */

static result choices_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    int64_t id;
    struct party p;
    TRY(party_picker.find(cx, db, (struct pick_ask){ k->w->org_id, S(""), PICK_LIST }, &k->choice, &k->n_choice));
    if (!str_to_i64(request_query(k->w->rq, S("party")), &id) || k->party.n)
        return OK;
    TRY(party_read(cx, db, k->w->org_id, id, &p));
    k->party = str_fmt(cx->mem, STR_FMT " · " STR_FMT, STR_ARG(p.code), STR_ARG(p.full_name));
    return OK;
}

static result draw_new(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    struct asking k = { .w = w };
    struct ask_in in = { .asked_on = today_of(w), .told_on = today_of(w) };
    if (again)
        in = *(const struct ask_in *)w->in;
    k.party = in.party;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, choices_work, &k));
    in.party = k.party;
    ask_draw(&h, &(struct ask_page){ .csrf = web_csrf_fields(w),
                                     .rq = again ? w->rq : NULL,
                                     .in = &in,
                                     .base = privacy_base(w),
                                     .party = k.choice,
                                     .n_party = k.n_choice });
    str title = tr(w->cx, "New request");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

result privacy_new_show(struct web *w) { return draw_new(w, false); }
result privacy_new_again(struct web *w) { return draw_new(w, true); }

/* A wrong code is a mistake in the form, not a missing page. */
static result find_party(struct cx *cx, struct db *db, struct asking *k)
{
    TRY(pick_resolve(cx, db, k->w->org_id, &party_picker, S("party"), &k->party));
    if (party_by_code(cx, db, k->w->org_id, k->party, &k->in.party_id).ok)
        return OK;
    struct err *e = cx->errors;
    while (e && e->next)
        e = e->next;
    if (e)
        e->kind = ERR_INVALID, e->field = S("party");
    return FAILED;
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    TRY(find_party(cx, db, k));
    return privacy_request_add(cx, db, &k->in, &k->id);
}

result privacy_new_post(struct web *w)
{
    const struct ask_in *in = w->in;
    struct asking k = { .w = w,
                        .party = in->party,
                        .in = { .org_id = w->org_id,
                                .kind = in->kind,
                                .words = in->words,
                                .asked_on = in->asked_on,
                                .told_on = in->told_on,
                                .request_id = w->request_id } };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, add_work, &k));
    web_flash(w, tr(w->cx, "The request is recorded."));
    return web_redirect(w, request_path(w, k.id));
}

/* ---- one ---- */

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    TRY(privacy_request_read(cx, db, k->w->org_id, k->id, &k->r));
    if (str_eq(k->r.kind, S("correct")))
        TRY(party_history(cx, db, k->w->org_id, k->r.party_id, &k->event, &k->n_event));
    return privacy_held(cx, db, &(struct db_party_ask){ k->w->org_id, k->r.party_id }, &k->held, &k->n_held);
}

/* What was corrected since the request, field by field, as a beginning for the answer: no values. */
static str corrected(struct web *w, const struct asking *k)
{
    struct buf b = buf_new(w->cx->mem);
    for (int i = 0; i < k->n_event; i++) {
        str label = party_field_label(w->cx, k->event[i].field);
        if (!privacy_is_correction(&k->event[i], k->r.asked_on) || str_find(buf_str(&b), label) >= 0)
            continue;
        buf_put(&b, b.n ? S(", ") : S(""));
        buf_put(&b, label);
    }
    return b.n ? TRF(w->cx, "Corrected: {1}.", buf_str(&b)) : S("");
}

static str person_path(const struct web *w, const struct privacy_request *r, const char *more)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/%s/%lld%s", STR_ARG(w->org_code),
                   str_eq(r->party_kind, S("member")) ? "members" : "parties", (long long)r->party_id, more);
}

result privacy_request_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct asking k = { .w = w, .id = web_param_id(w, S("id")) };
    struct act_in fresh = { .told_on = today_of(w) };
    bool again = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &k));
    fresh.answer = corrected(w, &k);
    struct request_page m = { .csrf = web_csrf_fields(w),
                              .rq = again ? w->rq : NULL,
                              .in = again ? w->in : &fresh,
                              .r = &k.r,
                              .held = k.held,
                              .n_held = k.n_held,
                              .base = request_path(w, k.id),
                              .today = today_of(w),
                              .is_late = privacy_is_late(&k.r, today_of(w)) };
    if (cx_can(w->cx, CAP_MEMBER_READ))
        m.person_path = person_path(w, &k.r, "");
    if (cx_can(w->cx, CAP_MEMBER_WRITE))
        m.edit_path = person_path(w, &k.r, "/edit");
    if (web_wants_json(w))
        return web_data(w, &m);
    request_draw(&h, &m);
    str title = tr(w->cx, "Request about personal data");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

/* ---- acts ---- */

static result act(struct web *w, db_work_fn fn, str said)
{
    struct asking k = { .w = w, .id = web_param_id(w, S("id")), .act = w->in };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, fn, &k));
    web_flash(w, said);
    return web_redirect(w, request_path(w, k.id));
}

static result tell_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    return privacy_request_tell(cx, db, k->w->org_id, k->id, k->act->told_on);
}

static result extend_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    return privacy_request_extend(cx, db, k->w->org_id, k->id, k->act->reason);
}

static result close_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    return privacy_request_close(cx, db, &(struct privacy_close){ k->w->org_id, k->id, k->act->state, k->act->answer });
}

result privacy_tell_post(struct web *w) { return act(w, tell_work, tr(w->cx, "Saved.")); }
result privacy_extend_post(struct web *w) { return act(w, extend_work, tr(w->cx, "The time is extended.")); }
result privacy_close_post(struct web *w) { return act(w, close_work, tr(w->cx, "The answer is recorded.")); }

static const struct data_field held_fields[] = { DATA(privacy_held, table), DATA(privacy_held, n) };
static const struct data held_data = DATA_OF(privacy_held, held_fields);
static const struct data_field page_fields[] = {
    DATA_POINTER("request", request_page, r, &privacy_request_data),
    DATA(request_page, is_late),
    DATA_LIST("held", request_page, held, n_held, &held_data),
};
const struct data privacy_request_page_data = DATA_OF(request_page, page_fields);
