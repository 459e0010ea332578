/* Pages that show parties: the list, one party with its passbook, the passbook on paper. Must not write. */
#include "features/people/members/members_pages.h"
#include "web/opening.h"
#include "features/trust/files/files.h"
#include "members.html.h"

/* Partners that are organisations keep their name; whoever is a person keeps nothing but initials. */
void party_hide(const struct web *w, struct party *p)
{
    if (!web_outside(w))
        return;
    if (p->is_person)
        p->full_name = name_initials(w->cx->mem, p->full_name);
    p->phone = p->address = p->hamlet = p->gender = p->tax_code = p->last_digits = p->left_reason = S("");
    p->birth_on = (date){ 0 };
}

bool party_is_members_path(const struct web *w) { return str_find(str_of(w->route->path), S("/members")) >= 0; }

str party_base(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/%s", STR_ARG(w->org_code),
                   party_is_members_path(w) ? "members" : "parties");
}

str party_field_label(const struct cx *cx, str field)
{
    static const struct {
        const char *field, *label;
    } table[] = { { "code", T("Code") },
                  { "full_name", T("Full name") },
                  { "phone", T("Phone") },
                  { "address", T("Address") },
                  { "hamlet", T("Hamlet") },
                  { "birth_on", T("Date of birth") },
                  { "gender", T("Gender") },
                  { "tax_code", T("Tax code") },
                  { "personal_number", T("Personal number") },
                  { "class", T("Class of membership") },
                  { "agreement", T("Agreement") },
                  { "joined", T("Joined on") },
                  { "left", T("Left after") },
                  { "erased", T("Personal data") },
                  { "restricted", T("Personal data") } };
    for (int i = 0; i < COUNT(table); i++)
        if (str_eq(str_of(table[i].field), field))
            return tr(cx, table[i].label);
    return field;
}

str party_value_label(const struct cx *cx, str field, str value)
{
    date d;
    if (str_eq(field, S("class")))
        return org_label(cx, &member_classes, value);
    if (str_eq(field, S("gender")))
        return org_label(cx, &party_genders, value);
    return date_parse_iso(value, &d) ? date_text(cx->mem, d) : value;
}

/* ---- one ---- */

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct party_query *q = arg;
    TRY(party_read(cx, db, q->q.org_id, q->q.party_id, &q->party));
    TRY(org_get(cx, db, q->q.org_id, &q->org));
    TRY(passbook_read(cx, db, &q->q, &q->book));
    TRY(party_openings(cx, db, q->q.org_id, q->q.party_id, &q->opening, &q->n_opening));
    return party_history(cx, db, q->q.org_id, q->q.party_id, &q->event, &q->n_event);
}

static result asked(struct web *w, struct party_query *q)
{
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    struct days d = { { date_year(today) * 10000 + 101 }, today };
    TRY(books_days(w, &d));
    *q = (struct party_query){ .w = w, .q = { w->org_id, web_param_id(w, S("id")), d.from, d.to } };
    return OK;
}

static result read_one(struct web *w, struct party_query *q)
{
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, q));
    party_hide(w, &q->party);
    return OK;
}

/* A party that is shown under the other path keeps its own links. */
static str own_base(const struct web *w, const struct party *p)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/%s", STR_ARG(w->org_code),
                   str_eq(p->kind, S("member")) ? "members" : "parties");
}

result party_show_number(struct web *w, str number)
{
    struct html h = html_new(w->cx);
    struct party_query one, *q = &one;
    bool outside = web_outside(w);
    TRY(asked(w, q));
    TRY(read_one(w, q));
    struct party_page_view m = { .csrf = web_csrf_fields(w),
                                 .w = w,
                                 .p = &q->party,
                                 .book = &q->book,
                                 .q = &q->q,
                                 .event = q->event,
                                 .n_event = q->n_event,
                                 .base = own_base(w, &q->party),
                                 .may_write = !outside && cx_can(w->cx, CAP_MEMBER_WRITE),
                                 .may_open = !outside && cx_can(w->cx, CAP_MEMBER_ID),
                                 .outside = outside,
                                 .members = str_eq(q->party.kind, S("member")),
                                 .opening = q->opening,
                                 .n_opening = outside ? 0 : q->n_opening,
                                 .may_ask = !outside && cx_can(w->cx, CAP_PRIVACY) && q->party.is_person,
                                 .whole_number = number };
    if (web_wants_json(w))
        return web_data(w, &m);
    party_draw(&h, &m);
    TRY(files_block(w, &h, m.members ? "members" : "parties", q->party.id));
    party_history_draw(&h, &m);
    return web_page(w, q->party.code, &h);
}

static result party_show(struct web *w) { return party_show_number(w, S("")); }

result passbook_print(struct web *w, const struct passbook_query *q)
{
    struct party_query one = { .w = w, .q = *q };
    TRY(read_one(w, &one));
    return passbook_pdf(w, &one);
}

static result passbook_show(struct web *w)
{
    struct party_query q;
    TRY(asked(w, &q));
    return passbook_print(w, &q.q);
}

#define MEMBERS "/orgs/:org/members"
#define PARTIES "/orgs/:org/parties"
const struct route member_routes[N_MEMBER_ROUTES] = {
    { METHOD_GET, MEMBERS, CAP_MEMBER_READ, WALL_GRANT, NULL, parties_show, T("Members"), NULL, &parties_data },
    { METHOD_GET, MEMBERS "/new", CAP_MEMBER_WRITE, WALL_OWN, NULL, member_new_show, T("Add a member"), NULL },
    { METHOD_POST, MEMBERS, CAP_MEMBER_WRITE, WALL_OWN, &member_form, member_new_post, T("Add a member"),
      member_new_show },
    { METHOD_GET, MEMBERS "/:id", CAP_MEMBER_READ, WALL_GRANT, NULL, party_show, T("Member"), NULL, &party_data },
    { METHOD_GET, MEMBERS "/:id/edit", CAP_MEMBER_WRITE, WALL_OWN, NULL, party_edit_show, T("Change"), NULL },
    { METHOD_POST, MEMBERS "/:id/edit", CAP_MEMBER_WRITE, WALL_OWN, &member_edit_form, party_edit_post, T("Change"),
      party_edit_show },
    { METHOD_GET, MEMBERS "/:id/class", CAP_MEMBER_WRITE, WALL_OWN, NULL, member_dated_show, T("Another class"), NULL },
    { METHOD_POST, MEMBERS "/:id/class", CAP_MEMBER_WRITE, WALL_OWN, &class_form, member_class_post, T("Another class"),
      member_dated_show },
    { METHOD_GET, MEMBERS "/:id/agreement", CAP_MEMBER_WRITE, WALL_OWN, NULL, member_dated_show, T("Another agreement"),
      NULL },
    { METHOD_POST, MEMBERS "/:id/agreement", CAP_MEMBER_WRITE, WALL_OWN, &agreement_form, member_agreement_post,
      T("Another agreement"), member_dated_show },
    { METHOD_GET, MEMBERS "/:id/leave", CAP_MEMBER_WRITE, WALL_OWN, NULL, member_dated_show,
      T("Leaves the cooperative"), NULL },
    { METHOD_POST, MEMBERS "/:id/leave", CAP_MEMBER_WRITE, WALL_OWN, &leave_form, member_leave_post,
      T("Leaves the cooperative"), member_dated_show },
    { METHOD_GET, MEMBERS "/:id/join", CAP_MEMBER_WRITE, WALL_OWN, NULL, member_dated_show, T("Becomes a member"),
      NULL },
    { METHOD_POST, MEMBERS "/:id/join", CAP_MEMBER_WRITE, WALL_OWN, &join_form, member_join_post, T("Becomes a member"),
      member_dated_show },
    { METHOD_POST, MEMBERS "/:id/number", CAP_MEMBER_ID, WALL_OWN, &form_empty, party_number_post, T("Personal number"),
      NULL, &party_data },
    { METHOD_GET, MEMBERS "/:id/passbook", CAP_MEMBER_READ, WALL_GRANT, NULL, passbook_show, T("Passbook"), NULL,
      &data_file },
    { METHOD_GET, PARTIES, CAP_MEMBER_READ, WALL_GRANT, NULL, parties_show, T("Partners"), NULL, &parties_data },
    { METHOD_GET, PARTIES "/new", CAP_MEMBER_WRITE, WALL_OWN, NULL, member_new_show, T("Add a partner"), NULL },
    { METHOD_POST, PARTIES, CAP_MEMBER_WRITE, WALL_OWN, &party_form, member_new_post, T("Add a partner"),
      member_new_show },
    { METHOD_GET, PARTIES "/:id", CAP_MEMBER_READ, WALL_GRANT, NULL, party_show, T("Partner"), NULL, &party_data },
    { METHOD_GET, PARTIES "/:id/edit", CAP_MEMBER_WRITE, WALL_OWN, NULL, party_edit_show, T("Change"), NULL },
    { METHOD_POST, PARTIES "/:id/edit", CAP_MEMBER_WRITE, WALL_OWN, &party_edit_form, party_edit_post, T("Change"),
      party_edit_show },
    { METHOD_POST, PARTIES "/:id/number", CAP_MEMBER_ID, WALL_OWN, &form_empty, party_number_post, T("Personal number"),
      NULL, &party_data },
    { METHOD_GET, PARTIES "/:id/passbook", CAP_MEMBER_READ, WALL_GRANT, NULL, passbook_show, T("Passbook"), NULL,
      &data_file },
};
