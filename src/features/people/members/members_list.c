/* The lists of members and of partners: one description each, columns shared. Reading, drawing and files are
   web/list's. Outsiders get initials, and neither search nor another order: both would tell whom initials hide. */
#include "features/people/members/members_pages.h"
#include "features/people/members/party_search.h"
#include "features/trust/files/files.h"
#include "party_search.sql.h"

#include "web/list/list.h"

enum {
    C_CODE,
    C_NAME,
    C_KIND,
    C_CLASS,
    C_MODE,
    C_PHONE,
    C_HAMLET,
    C_STATE,
    C_BIRTH,
    C_GENDER,
    C_ADDRESS,
    C_TAX,
    C_NUMBER,
    C_JOINED,
    C_LEFT,
    C_AGREEMENT,
    N_C
};
#define COLUMNS(member, other)                                                                                         \
    {                                                                                                                  \
        [C_CODE] = { "code", T("Code"), LIST_TEXT, "code", LIST_KEY }, [C_NAME] = { "full_name",                       \
                                                                                    T("Full name"),                    \
                                                                                    LIST_TEXT,                         \
                                                                                    "given",                           \
                                                                                    0,                                 \
                                                                                    "name",                            \
                                                                                    T("by family name") },             \
        [C_KIND] = { "kind", T("Kind of partner"), LIST_TEXT, NULL, other },                                           \
        [C_CLASS] = { "class", T("Class of membership"), LIST_TEXT, NULL, member },                                    \
        [C_MODE] = { "intake_mode", T("How produce is taken in"), LIST_TEXT, NULL, member },                           \
        [C_PHONE] = { "phone", T("Phone"), LIST_TEXT, NULL, LIST_OWN },                                                \
        [C_HAMLET] = { "hamlet", T("Hamlet"), LIST_TEXT, "hamlet", LIST_OWN },                                         \
        [C_STATE] = { "state", T("State"), LIST_STATE, NULL, member },                                                 \
        [C_BIRTH] = { "birth_on", T("Date of birth"), LIST_DATE, NULL, LIST_OFF | LIST_OWN },                          \
        [C_GENDER] = { "gender", T("Gender"), LIST_TEXT, NULL, LIST_OFF | LIST_OWN },                                  \
        [C_ADDRESS] = { "address", T("Address"), LIST_TEXT, NULL, LIST_OFF | LIST_OWN },                               \
        [C_TAX] = { "tax_code", T("Tax code"), LIST_TEXT, NULL, LIST_OFF | LIST_OWN },                                 \
        [C_NUMBER] = { "last_digits", T("Personal number"), LIST_TEXT, NULL, LIST_OFF | LIST_OWN },                    \
        [C_JOINED] = { "joined_on", T("Joined on"), LIST_DATE, "joined", LIST_OFF },                                   \
        [C_LEFT] = { "left_on", T("Left after"), LIST_DATE, NULL, LIST_OFF },                                          \
        [C_AGREEMENT] = { "agreement_number", T("Number of the agreement"), LIST_TEXT, NULL, LIST_OFF },               \
    }
static const struct list_col member_col[N_C] = COLUMNS(0, LIST_OFF), partner_col[N_C] = COLUMNS(LIST_OFF, 0);

struct asking {
    bool members;
    date on;
    struct party_list_args all;
    struct party_find_args some;
    str *hamlet;
    int n_hamlet;
    const struct list_view *v;
};

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct party_list *r = row;
    const struct asking *k = v->room;
    struct cx *cx = v->w->cx;
    bool is_member = r->joined_on.ymd && date_cmp(r->joined_on, k->on) <= 0 && date_cmp(r->left_on, k->on) >= 0;
    bool partner = !v->outside || !r->is_person;
    out->id = r->id;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)r->id);
    out->cell[C_CODE] = list_text(r->code);
    out->cell[C_NAME] = list_text(partner ? r->full_name : name_initials(cx->mem, r->full_name));
    out->cell[C_KIND] = list_text(org_label(cx, &party_kinds, r->kind));
    out->cell[C_CLASS] = list_text(org_label(cx, &member_classes, r->class));
    if (k->members)
        out->cell[C_MODE] =
            list_text(r->intake_mode.n ? org_label(cx, &intake_modes, r->intake_mode) : tr(cx, "No written agreement"));
    out->cell[C_PHONE] = list_text(r->phone);
    out->cell[C_HAMLET] = list_text(r->hamlet);
    if (k->members)
        out->cell[C_STATE] =
            list_state(is_member ? TONE_OK : TONE_PLAIN, is_member ? tr(cx, "member") : tr(cx, "left"));
    out->cell[C_BIRTH] = list_date(r->birth_on);
    out->cell[C_GENDER] = list_text(r->gender.n ? org_label(cx, &party_genders, r->gender) : S(""));
    out->cell[C_ADDRESS] = list_text(r->address);
    out->cell[C_TAX] = list_text(r->tax_code);
    out->cell[C_NUMBER] = list_text(r->last_digits.n ? party_number_masked(cx->mem, r->last_digits) : S(""));
    out->cell[C_JOINED] = list_date(r->joined_on);
    out->cell[C_LEFT] = list_date(r->left_on.ymd == DATE_OPEN.ymd ? (date){ 0 } : r->left_on);
    out->cell[C_AGREEMENT] = list_text(r->agreement_number);
}

/* The name itself becomes initials where every name does (web/data.c). */
static void hide(const struct list_view *v, void *row)
{
    struct party_list *r = row;
    (void)v;
    r->phone = r->address = r->hamlet = r->gender = r->tax_code = r->last_digits = S("");
    r->birth_on = (date){ 0 };
}

#define PARTIES(list_name, list_title, columns, nothing)                                                               \
    {                                                                                                                  \
        .name = list_name, .title = list_title, .sort = "code", .col = columns, .n_col = N_C,                          \
        .page = &party_list_page, .cells = cells, .hide = hide, .search = T("Name, phone or code"), .guarded = true,   \
        .empty_title = nothing,                                                                                        \
        .empty_text = T("Everybody you trade with stands here once, so that every slip finds them.")                   \
    }
static const struct list_def member_list = PARTIES("members", T("Members"), member_col, T("No members yet")),
                             partner_list = PARTIES("partners", T("Partners"), partner_col, T("No partners yet"));

/* ---- filters ---- */

static int options_as_choices(struct cx *cx, const struct option_list *o, struct choice *out)
{
    int n = 0;
    out[n++] = (struct choice){ S(""), tr(cx, "All") };
    for (int i = 0; i < o->n; i++)
        if (o->option[i].value[0] && strcmp(o->option[i].value, "member") != 0)
            out[n++] = (struct choice){ str_of(o->option[i].value), tr(cx, o->option[i].label) };
    return n;
}

static int filters(struct web *w, const struct asking *k, struct list_filter *out)
{
    struct cx *cx = w->cx;
    struct choice *c = new (cx->mem, struct choice, 8), *s = new (cx->mem, struct choice, 3),
                  *h = new (cx->mem, struct choice, k->n_hamlet + 1);
    if (!k->members) {
        out[0] =
            (struct list_filter){ S("kind"), tr(cx, "Kind of partner"), c, options_as_choices(cx, &party_kinds, c) };
        return 1;
    }
    out[0] = (struct list_filter){ S("class"), tr(cx, "Class of membership"), c,
                                   options_as_choices(cx, &member_classes, c) };
    s[0] = (struct choice){ S(""), tr(cx, "All") };
    s[1] = (struct choice){ S("active"), tr(cx, "Members now") };
    s[2] = (struct choice){ S("left"), tr(cx, "Have left") };
    out[1] = (struct list_filter){ S("state"), tr(cx, "State"), s, 3 };
    if (web_outside(w))
        return 2;
    h[0] = (struct choice){ S(""), tr(cx, "All") };
    for (int i = 0; i < k->n_hamlet; i++)
        h[i + 1] = (struct choice){ k->hamlet[i], k->hamlet[i] };
    out[2] = (struct list_filter){ S("hamlet"), tr(cx, "Hamlet"), h, k->n_hamlet + 1 };
    return 3;
}

/* ---- the page ---- */

static result prepare(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    struct party_seek s = { 0 };
    if (k->v->q.n)
        TRY(party_seek(cx, db, k->all.org_id, k->v->fold, &s));
    k->some = (struct party_find_args){ .org_id = k->all.org_id,
                                        .members = k->all.members,
                                        .on_on = k->all.on_on,
                                        .kind = k->all.kind,
                                        .class = k->all.class,
                                        .hamlet = k->all.hamlet,
                                        .is_active = k->all.is_active,
                                        .is_left = k->all.is_left,
                                        .tag_fold = k->all.tag_fold,
                                        .word_from = s.from,
                                        .word_to = s.to,
                                        .rest = s.rest,
                                        .rest_more = s.rest_more };
    return party_hamlets(cx, db, k->all.org_id, &k->hamlet, &k->n_hamlet);
}

result parties_show(struct web *w)
{
    bool members = party_is_members_path(w), own = !web_outside(w);
    struct list_view v = list_begin(w, members ? &member_list : &partner_list);
    struct list_filter filter[4];
    struct asking k = { .members = members, .on = date_of_instant(w->cx->now_at, ZONE_VN), .v = &v };
    v.base = party_base(w);
    struct action add = { members ? tr(w->cx, "Add a member") : tr(w->cx, "Add a partner"),
                          str_fmt(w->cx->mem, STR_FMT "/new", STR_ARG(v.base)), false };
    k.all = (struct party_list_args){ .org_id = w->org_id,
                                      .members = members,
                                      .on_on = k.on,
                                      .kind = list_choice(&v, "kind"),
                                      .class = list_choice(&v, "class"),
                                      .hamlet = own ? list_choice(&v, "hamlet") : S(""),
                                      .is_active = str_eq(list_choice(&v, "state"), S("active")),
                                      .is_left = str_eq(list_choice(&v, "state"), S("left")),
                                      .tag_fold = own ? list_choice(&v, "tag") : S("") };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, prepare, &k));
    v.args = &k.all;
    if (v.q.n) {
        v.args = &k.some, v.page = &party_find_page;
        if (!list_choice(&v, "sort").n)
            v.sort = S("found"), v.desc = false;
    }
    v.room = &k;
    v.filter = filter, v.n_filter = filters(w, &k, filter);
    TRY(tags_filter(w, "party", filter, &v.n_filter));
    v.action = &add, v.n_action = own && cx_can(w->cx, CAP_MEMBER_WRITE);
    v.first = v.n_action ? &add : NULL;
    return list_show(&v);
}
