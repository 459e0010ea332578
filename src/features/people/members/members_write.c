/* Pages that change parties: add, change, dated changes of a membership, opening a number. Start with
   member_new_post. */
#include "features/people/members/members_pages.h"
#include "members.html.h"

struct writing {
    struct web *w;
    int64_t party_id;
    struct member_in member;
    struct member_dated at;
    struct agreement_in agreement;
    struct member_seal seal;
    struct party party;
    str class, number;
    int n_changed;
};

static struct writing writing_of(struct web *w)
{
    return (struct writing){ .w = w, .party_id = web_param_id(w, S("id")) };
}

struct member_in member_in_of(const struct member_form_in *f, const struct member_seal *seal)
{
    return (struct member_in){ .party = { .code = f->code,
                                          .kind = f->kind,
                                          .full_name = f->full_name,
                                          .phone = f->phone,
                                          .address = f->address,
                                          .hamlet = f->hamlet,
                                          .birth_on = f->birth_on,
                                          .gender = f->gender,
                                          .tax_code = f->tax_code,
                                          .is_person = f->is_person,
                                          .personal_number = f->personal_number,
                                          .duplicate_ok = f->duplicate_ok,
                                          .reason = f->reason,
                                          .seal = seal },
                               .joined_on = f->joined_on,
                               .class = f->class,
                               .is_worker = f->is_worker,
                               .agreement = { .number = f->agreement_number,
                                              .signed_on = f->agreement_on,
                                              .intake_mode = f->intake_mode,
                                              .fee_bp = f->fee_bp } };
}

static str party_path(struct web *w, int64_t id)
{
    return str_fmt(w->cx->mem, STR_FMT "/%lld", STR_ARG(party_base(w)), (long long)id);
}

static result draw_form(struct web *w, struct party_edit_page m)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    m.csrf = web_csrf_fields(w);
    if (post) {
        m.rq = w->rq;
        m.in = w->in;
    }
    party_edit_draw(&h, &m);
    str title = tr(w->cx, w->route->title);
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

/* ---- adding ---- */

result member_new_show(struct web *w)
{
    bool members = party_is_members_path(w);
    static const struct member_form_in fresh = { .class = LIT("official"), .is_person = true };
    struct member_form_in in = fresh;
    in.joined_on = date_of_instant(w->cx->now_at, ZONE_VN);
    return draw_form(w, (struct party_edit_page){ .in = &in,
                                                  .form = members ? &member_form : &party_form,
                                                  .action = party_base(w),
                                                  .back = party_base(w) });
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    if (party_is_members_path(k->w))
        return member_add(cx, db, k->w->org_id, &k->member, &k->party_id);
    return party_add(cx, db, k->w->org_id, &k->member.party, &k->party_id);
}

result member_new_post(struct web *w)
{
    struct writing k = writing_of(w);
    TRY(member_seal_get(w->cx, w->store, &k.seal));
    k.member = member_in_of(w->in, &k.seal);
    if (party_is_members_path(w))
        k.member.party.is_person = true;
    TRY(store_write(w->store, w->cx, &w->org_id, 1, add_work, &k));
    web_flash(w, tr(w->cx, "Saved."));
    return web_redirect(w, party_path(w, k.party_id));
}

/* ---- changing ---- */

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    return party_read(cx, db, k->w->org_id, k->party_id, &k->party);
}

result party_edit_show(struct web *w)
{
    struct writing k = writing_of(w);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_work, &k));
    const struct party *p = &k.party;
    struct member_form_in in = { .code = p->code,
                                 .full_name = p->full_name,
                                 .phone = p->phone,
                                 .address = p->address,
                                 .hamlet = p->hamlet,
                                 .birth_on = p->birth_on,
                                 .gender = p->gender,
                                 .tax_code = p->tax_code,
                                 .is_person = p->is_person };
    str path = party_path(w, k.party_id);
    return draw_form(w,
                     (struct party_edit_page){ .in = &in,
                                               .form = party_is_members_path(w) ? &member_edit_form : &party_edit_form,
                                               .action = str_fmt(w->cx->mem, STR_FMT "/edit", STR_ARG(path)),
                                               .back = path });
}

static result update_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    return party_update(cx, db, k->w->org_id, k->party_id, &k->member.party, &k->n_changed);
}

result party_edit_post(struct web *w)
{
    struct writing k = writing_of(w);
    TRY(member_seal_get(w->cx, w->store, &k.seal));
    k.member = member_in_of(w->in, &k.seal);
    if (party_is_members_path(w))
        k.member.party.is_person = true;
    TRY(store_write(w->store, w->cx, &w->org_id, 1, update_work, &k));
    web_flash(w, k.n_changed ? tr(w->cx, "Saved.") : tr(w->cx, "Nothing was changed."));
    return web_redirect(w, party_path(w, k.party_id));
}

/* ---- from a day on ---- */

result member_dated_show(struct web *w)
{
    static const struct {
        const char *end;
        const struct form *form;
    } table[] = {
        { "/class", &class_form }, { "/agreement", &agreement_form }, { "/leave", &leave_form }, { "/join", &join_form }
    };
    struct writing k = writing_of(w);
    int i = 0;
    while (i < COUNT(table) - 1 && !str_ends(str_of(w->route->path), str_of(table[i].end)))
        i++;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_work, &k));
    str path = party_path(w, k.party_id);
    return draw_form(w,
                     (struct party_edit_page){ .form = table[i].form,
                                               .action = str_fmt(w->cx->mem, STR_FMT "%s", STR_ARG(path), table[i].end),
                                               .back = path });
}

static result dated(struct web *w, db_work_fn fn)
{
    const struct dated_form_in *in = w->in;
    struct writing k = writing_of(w);
    k.at = (struct member_dated){ w->org_id, k.party_id, in->from, in->reason };
    k.class = in->class;
    k.agreement = (struct agreement_in){ .number = in->agreement_number,
                                         .signed_on = in->agreement_on,
                                         .intake_mode = in->intake_mode,
                                         .fee_bp = in->fee_bp };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, fn, &k));
    web_flash(w, tr(w->cx, "Saved."));
    return web_redirect(w, party_path(w, k.party_id));
}

static result class_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    return member_class_set(cx, db, &k->at, k->class);
}
static result agreement_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    return member_agreement_set(cx, db, &k->at, &k->agreement);
}
static result leave_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    return member_leave(cx, db, &k->at);
}
static result join_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    return member_join(cx, db, k->w->org_id, k->party_id, &k->member);
}

result member_class_post(struct web *w) { return dated(w, class_work); }
result member_agreement_post(struct web *w) { return dated(w, agreement_work); }
result member_leave_post(struct web *w) { return dated(w, leave_work); }

result member_join_post(struct web *w)
{
    struct writing k = writing_of(w);
    k.member = member_in_of(w->in, NULL);
    TRY(store_write(w->store, w->cx, &w->org_id, 1, join_work, &k));
    web_flash(w, tr(w->cx, "Saved."));
    return web_redirect(w, party_path(w, k.party_id));
}

/* ---- the whole number ---- */

static result number_work(struct cx *cx, struct db *db, void *arg)
{
    struct writing *k = arg;
    return party_number_open(cx, db, k->w->org_id, k->party_id, &k->seal, &k->number);
}

/* Answered in place: a number must not travel through a redirect or a flash. */
result party_number_post(struct web *w)
{
    struct writing k = writing_of(w);
    TRY(member_seal_get(w->cx, w->store, &k.seal));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, number_work, &k));
    response_header(w->rs, S("Cache-Control"), S("no-store"));
    return party_show_number(w, k.number);
}
