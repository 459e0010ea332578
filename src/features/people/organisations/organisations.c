/* Use cases of the register: add, change with history, find, list. Rules stand in organisations_rules.c, reference data
   in organisations_reference.c. Nothing here decides what a page shows. Start with org_add. */
#include "features/people/organisations/organisations.h"

#include "base/json.h"
#include "base/text.h"
#include "features/people/organisations/organisations_parts.h"
#include "features/people/organisations/organisations_rules.h"
#include "organisations.sql.h"
#include "vouchers/audit.h"
#include "vouchers/ledger.h"

enum { ALL_ROWS = 1000000 };

const struct invariant org_invariants[N_ORG_INVARIANTS] = {
    { "organisation.has_lock", &inv_organisation_lock_stmt },
    { "organisation.demo_name", &inv_organisation_demo_name_stmt },
    { "organisation.commune_exists", &inv_organisation_commune_stmt },
    { "organisation.predecessor_exists", &inv_organisation_predecessor_stmt },
    { "organisation.scope", &inv_scope_own_stmt },
};

/* ---- reading ---- */

static struct organisation from_row(const struct organisation_by_code *r)
{
    return (struct organisation){ .org_id = r->org_id,
                                  .code = r->code,
                                  .kind = r->kind,
                                  .name = r->name,
                                  .short_name = r->short_name,
                                  .commune_code = r->commune_code,
                                  .commune_name = r->commune_name,
                                  .address = r->address,
                                  .tax_code = r->tax_code,
                                  .registration_no = r->registration_no,
                                  .registered_on = r->registered_on,
                                  .founded_on = r->founded_on,
                                  .size_class = r->size_class,
                                  .sector = r->sector,
                                  .zone_minutes = (int)r->zone_minutes,
                                  .year_first_month = (int)r->year_first_month,
                                  .is_demo = r->is_demo,
                                  .status = r->status,
                                  .status_on = r->status_on,
                                  .created_at = r->created_at };
}

static str upper_code(struct cx *cx, str code)
{
    struct org_in in = { .code = code };
    org_clean(cx, &in);
    return in.code;
}

result org_find(struct cx *cx, struct db *db, str code, struct organisation *out, bool *found)
{
    struct organisation_by_code row;
    TRY(organisation_by_code(db, (struct organisation_by_code_args){ .code = upper_code(cx, code) }, &row, found));
    if (*found)
        *out = from_row(&row);
    return OK;
}

static result not_found(struct cx *cx, str field)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("organisation.not_found"), .field = field,
                .message = tr(cx, "There is no such organisation."));
}

result org_by_code(struct cx *cx, struct db *db, str code, struct organisation *out)
{
    bool found;
    TRY(org_find(cx, db, code, out, &found));
    return found ? OK : not_found(cx, S("org"));
}

result org_get(struct cx *cx, struct db *db, int64_t org_id, struct organisation *out)
{
    struct organisation_by_code row;
    bool found;
    TRY(organisation_by_id(db, (struct organisation_by_id_args){ .org_id = org_id }, &row, &found));
    if (!found)
        return not_found(cx, S("org"));
    *out = from_row(&row);
    return OK;
}

struct org_in org_in_of(const struct organisation *o)
{
    return (struct org_in){ .code = o->code,
                            .kind = o->kind,
                            .name = o->name,
                            .short_name = o->short_name,
                            .commune_code = o->commune_code,
                            .address = o->address,
                            .tax_code = o->tax_code,
                            .registration_no = o->registration_no,
                            .registered_on = o->registered_on,
                            .founded_on = o->founded_on,
                            .size_class = o->size_class,
                            .sector = o->sector,
                            .year_first_month = o->year_first_month,
                            .status = o->status,
                            .status_on = o->status_on,
                            .is_demo = o->is_demo };
}

static int sort_index(const char *const *name, int n, str want)
{
    for (int i = 0; i < n; i++)
        if (str_eq(str_of(name[i]), want))
            return i;
    return 0;
}

result org_list(struct cx *cx, struct db *db, const struct org_filter *f, struct org_row **row, int *n, int64_t *total)
{
    struct organisation_count count;
    struct organisation_page *p;
    str q = text_fold(cx->mem, f->q);
    int64_t demo = f->demo; /* 2 = both, as the query says */
    TRY(organisation_count(
        db,
        (struct organisation_count_args){
            .q_fold = q, .kind = f->kind, .status = f->status, .commune_code = f->commune_code, .demo = demo },
        &count));
    TRY(organisation_page(
        db,
        (struct organisation_page_args){ .q_fold = q,
                                         .kind = f->kind,
                                         .commune_code = f->commune_code,
                                         .status = f->status,
                                         .demo = demo,
                                         .limit = f->limit > 0 ? f->limit : ALL_ROWS,
                                         .offset = f->offset,
                                         .desc = f->desc,
                                         .sort = (enum organisation_page_sort)sort_index(
                                             organisation_page_sort_name, N_ORGANISATION_PAGE_SORT, f->sort) },
        &p, n));
    *total = count.n_row;
    *row = new (cx->mem, struct org_row, *n);
    for (int i = 0; i < *n; i++)
        (*row)[i] = (struct org_row){ .org_id = p[i].org_id,
                                      .code = p[i].code,
                                      .kind = p[i].kind,
                                      .name = p[i].name,
                                      .short_name = p[i].short_name,
                                      .commune_code = p[i].commune_code,
                                      .commune_name = p[i].commune_name,
                                      .address = p[i].address,
                                      .tax_code = p[i].tax_code,
                                      .registration_no = p[i].registration_no,
                                      .registered_on = p[i].registered_on,
                                      .sector = p[i].sector,
                                      .size_class = p[i].size_class,
                                      .status = p[i].status,
                                      .is_demo = p[i].is_demo };
    return OK;
}

result org_history(struct cx *cx, struct db *db, int64_t org_id, struct org_change **out, int *n)
{
    struct organisation_changes *row;
    TRY(organisation_changes(db, (struct organisation_changes_args){ .org_id = org_id }, &row, n));
    *out = new (cx->mem, struct org_change, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct org_change){ .at = row[i].at,
                                         .user_id = row[i].user_id,
                                         .user_name = row[i].user_name,
                                         .field = row[i].field,
                                         .before = row[i].before,
                                         .after = row[i].after,
                                         .reason = row[i].reason };
    return OK;
}

result org_in_scope(struct cx *cx, struct db *db, int64_t scope_id, int64_t org_id, bool *in)
{
    struct org_scope_has has;
    (void)cx;
    TRY(org_scope_has(db, (struct org_scope_has_args){ .scope_id = scope_id, .org_id = org_id }, &has));
    *in = has.n_row > 0;
    return OK;
}

result organisations_name_is_real(struct cx *cx, struct db *db, str name, bool *real)
{
    struct organisation_real_names *row;
    int n;
    TRY(organisation_real_names(db, &row, &n));
    *real = false;
    for (int i = 0; i < n && !*real; i++)
        *real = org_names_meet(cx->mem, name, row[i].name_fold);
    return OK;
}

/* ---- what only the database knows: each pushes its errors and goes on, so that all are shown ---- */

static result check_code_free(struct cx *cx, struct db *db, str code)
{
    struct organisation_by_code row;
    bool taken;
    TRY(organisation_by_code(db, (struct organisation_by_code_args){ .code = code }, &row, &taken));
    if (taken)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("organisation.code_taken"), .field = S("code"),
                   .message = tr(cx, "Another organisation has this code."));
    return OK;
}

static result check_commune(struct cx *cx, struct db *db, const struct org_in *in)
{
    struct place_by_code row;
    bool found;
    if (!in->commune_code.n)
        return OK;
    TRY(place_by_code(db, (struct place_by_code_args){ .kind = S("commune"), .code = in->commune_code }, &row, &found));
    if (!found)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.commune_unknown"), .field = S("commune_code"),
                   .message = tr(cx, "There is no commune with this code."));
    else if (row.is_demo != in->is_demo)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.commune_demo"), .field = S("commune_code"),
                   .message = in->is_demo ? tr(cx, "A demo organisation stands in a demo commune.")
                                          : tr(cx, "Demo communes are for demo organisations only."));
    return OK;
}

static result check_same_name(struct cx *cx, struct db *db, const struct org_in *in, int64_t except_id)
{
    struct organisation_same_name *row;
    bool real = false;
    int n;
    if (in->is_demo)
        TRY(organisations_name_is_real(cx, db, in->name, &real));
    if (real)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.real_name"), .field = S("name"),
                   .message = tr(cx, "A real organisation bears this name: invent another one."));
    TRY(organisation_same_name(db,
                               (struct organisation_same_name_args){ .name_fold = org_name_fold(cx->mem, in->name),
                                                                     .except_id = except_id,
                                                                     .commune_code = in->commune_code },
                               &row, &n));
    if (n && !in->duplicate_ok)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("organisation.duplicate"), .field = S("name"),
                   .message = TRF(cx, "There is one of this name already: {1} ({2}).", row[0].name, row[0].code),
                   .hint =
                       tr(cx, "If it is really another organisation, tick the box “another organisation of the same "
                              "name”."));
    return OK;
}

/* Who writes what (Decree 125/2025): the city everything; a commune office the register of its commune; an organisation
   its own entry, except what its registrar decides. */
enum reach { REACH_NONE, REACH_OWN, REACH_COMMUNE, REACH_ALL };

static result reach_of(struct cx *cx, struct db *db, int64_t org_id, str commune_code, enum reach *out)
{
    struct organisation_by_code home;
    bool found, own = org_id && cx->actor.org_id == org_id;
    *out = REACH_ALL;
    if (cx->actor.local || !cx->actor.org_id)
        return OK;
    TRY(organisation_by_id(db, (struct organisation_by_id_args){ .org_id = cx->actor.org_id }, &home, &found));
    if (found && str_eq(home.kind, S("city")))
        return OK;
    bool commune = found && str_eq(home.kind, S("commune")) && str_eq(home.commune_code, commune_code);
    /* a cooperative alone on its computer has an administrator and no registrar at hand */
    if (own && cx_can(cx, CAP_ADMIN))
        return OK;
    *out = own ? REACH_OWN : commune ? REACH_COMMUNE : REACH_NONE;
    return OK;
}

static void denied(struct cx *cx, const char *field, str message)
{
    (void)fail(cx, .kind = ERR_DENIED, .code = S("organisation.reach"), .field = str_of(field), .message = message);
}

/* old NULL: a new entry. */
static result check_reach(struct cx *cx, struct db *db, const struct organisation *old, const struct org_in *in)
{
    static const char local_kinds[] = " cooperative union group enterprise association other ";
    enum reach reach;
    bool kind_new = !old || !str_eq(old->kind, in->kind);
    bool local_kind = str_find(str_of(local_kinds), str_fmt(cx->mem, " " STR_FMT " ", STR_ARG(in->kind))) >= 0;
    int before = cx->n_errors;
    TRY(reach_of(cx, db, old ? old->org_id : 0, old ? old->commune_code : in->commune_code, &reach));
    if (reach == REACH_NONE)
        denied(cx, "commune_code", tr(cx, "This organisation is not in your commune's register."));
    if (reach == REACH_COMMUNE && kind_new && !local_kind)
        denied(cx, "kind", tr(cx, "The city enters organisations of this kind."));
    if (reach == REACH_OWN && kind_new)
        denied(cx, "kind", tr(cx, "Your registrar changes this."));
    if (reach == REACH_OWN && !str_eq(old->status, in->status))
        denied(cx, "status", tr(cx, "Your registrar changes this."));
    if (reach == REACH_OWN && !str_eq(old->commune_code, in->commune_code))
        denied(cx, "commune_code", tr(cx, "Your registrar changes this."));
    return cx->n_errors > before ? FAILED : OK;
}

/* Who sees the organisation, and whom it sees, follow from its kind and commune. */
static result scopes_write(struct db *db, int64_t org_id)
{
    TRY(org_scope_drop(db, (struct org_scope_drop_args){ .org_id = org_id }));
    TRY(org_scope_of_new(db, (struct org_scope_of_new_args){ .org_id = org_id }));
    return org_scope_for_new(db, (struct org_scope_for_new_args){ .org_id = org_id });
}

/* ---- writing ---- */

static str search_fold(struct arena *mem, const struct org_in *in)
{
    const str part[] = { in->name, in->short_name, in->code, in->tax_code };
    return text_fold(mem, str_join(mem, part, COUNT(part), S(" ")));
}

static result settings_write(struct cx *cx, struct db *db, int64_t org_id, const struct org_in *in)
{
    TRY(org_setting_set(cx, db, org_id, S("year_first_month"), str_from_i64(cx->mem, in->year_first_month)));
    TRY(org_setting_set(cx, db, org_id, S("negative_stock"), S("refuse")));
    return org_setting_set(cx, db, org_id, S("four_eyes"), S("off"));
}

static result insert(struct cx *cx, struct db *db, int64_t org_id, const struct org_in *in)
{
    return organisation_insert(db, (struct organisation_insert_args){ .org_id = org_id,
                                                                      .code = in->code,
                                                                      .kind = in->kind,
                                                                      .name = in->name,
                                                                      .short_name = in->short_name,
                                                                      .name_fold = org_name_fold(cx->mem, in->name),
                                                                      .search_fold = search_fold(cx->mem, in),
                                                                      .name_sort = text_sort_key(cx->mem, in->name),
                                                                      .commune_code = in->commune_code,
                                                                      .address = in->address,
                                                                      .tax_code = in->tax_code,
                                                                      .registration_no = in->registration_no,
                                                                      .registered_on = in->registered_on,
                                                                      .founded_on = in->founded_on,
                                                                      .size_class = in->size_class,
                                                                      .sector = in->sector,
                                                                      .zone_minutes = ZONE_VN,
                                                                      .year_first_month = in->year_first_month,
                                                                      .is_demo = in->is_demo,
                                                                      .status = in->status,
                                                                      .status_on = in->status_on,
                                                                      .created_at = cx->now_at });
}

result org_add(struct cx *cx, struct db *db, const struct org_in *in, struct organisation *out)
{
    struct org_in x = *in;
    int before = cx->n_errors;
    org_clean(cx, &x);
    org_check(cx, &x, date_of_instant(cx->now_at, ZONE_VN), true);
    TRY(check_code_free(cx, db, x.code));
    TRY(check_commune(cx, db, &x));
    TRY(check_same_name(cx, db, &x, 0));
    if (cx->n_errors > before)
        return FAILED;
    TRY(check_reach(cx, db, NULL, &x));
    int64_t org_id = db_next_id(db, 0);
    if (org_id < 0)
        return FAILED;
    TRY(insert(cx, db, org_id, &x));
    TRY(organisation_lock_insert(db, (struct organisation_lock_insert_args){ .org_id = org_id }));
    TRY(settings_write(cx, db, org_id, &x));
    TRY(scopes_write(db, org_id));
    TRY(audit_write(cx, db,
                    (struct audit){ .org_id = org_id,
                                    .action = S("org.add"),
                                    .subject = S("organisation"),
                                    .subject_id = org_id,
                                    .detail = x.code }));
    return org_get(cx, db, org_id, out);
}

static result write_changes(struct cx *cx, struct db *db, int64_t org_id, const struct org_change *c, int n)
{
    for (int i = 0; i < n; i++) {
        int64_t id = db_next_id(db, org_id);
        if (id < 0)
            return FAILED;
        TRY(organisation_change_insert(db, (struct organisation_change_insert_args){ .org_id = org_id,
                                                                                     .id = id,
                                                                                     .at = cx->now_at,
                                                                                     .user_id = cx->actor.user_id,
                                                                                     .field = c[i].field,
                                                                                     .before = c[i].before,
                                                                                     .after = c[i].after,
                                                                                     .reason = c[i].reason }));
        TRY(audit_write(cx, db,
                        (struct audit){ .org_id = org_id,
                                        .action = S("org.update"),
                                        .subject = S("organisation"),
                                        .subject_id = org_id,
                                        .detail = c[i].field }));
    }
    return OK;
}

static result update(struct cx *cx, struct db *db, int64_t org_id, const struct org_in *in)
{
    TRY(organisation_update(db, (struct organisation_update_args){ .org_id = org_id,
                                                                   .kind = in->kind,
                                                                   .name = in->name,
                                                                   .short_name = in->short_name,
                                                                   .name_fold = org_name_fold(cx->mem, in->name),
                                                                   .search_fold = search_fold(cx->mem, in),
                                                                   .name_sort = text_sort_key(cx->mem, in->name),
                                                                   .commune_code = in->commune_code,
                                                                   .address = in->address,
                                                                   .tax_code = in->tax_code,
                                                                   .registration_no = in->registration_no,
                                                                   .registered_on = in->registered_on,
                                                                   .founded_on = in->founded_on,
                                                                   .size_class = in->size_class,
                                                                   .sector = in->sector,
                                                                   .year_first_month = in->year_first_month,
                                                                   .status = in->status,
                                                                   .status_on = in->status_on }));
    return org_setting_set(cx, db, org_id, S("year_first_month"), str_from_i64(cx->mem, in->year_first_month));
}

/* Code and demo mark come from the record; a new status without a day counts from today. */
static struct org_in settled(const struct org_in *in, const struct organisation *old, date today)
{
    struct org_in x = *in;
    x.code = old->code;
    x.is_demo = old->is_demo;
    if (!x.status_on.ymd)
        x.status_on = str_eq(x.status, old->status) ? old->status_on : today;
    return x;
}

result org_update(struct cx *cx, struct db *db, int64_t org_id, const struct org_in *in, int *n_changed)
{
    struct organisation old;
    struct org_change change[ORG_FIELDS_MAX];
    date today = date_of_instant(cx->now_at, ZONE_VN);
    int before = cx->n_errors;
    TRY(org_get(cx, db, org_id, &old));
    struct org_in x = *in;
    org_clean(cx, &x);
    x = settled(&x, &old, today);
    org_check(cx, &x, today, false);
    if (!str_eq(x.status, old.status) && !x.reason.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.reason"), .field = S("reason"),
                   .message = tr(cx, "A change of status needs its reason: the decision or the notice."));
    TRY(check_commune(cx, db, &x));
    TRY(check_same_name(cx, db, &x, org_id));
    if (cx->n_errors > before)
        return FAILED;
    TRY(check_reach(cx, db, &old, &x));
    *n_changed = org_diff(cx->mem, &old, &x, change);
    for (int i = 0; i < *n_changed; i++)
        change[i].reason = x.reason;
    if (*n_changed == 0)
        return OK;
    TRY(write_changes(cx, db, org_id, change, *n_changed));
    TRY(update(cx, db, org_id, &x));
    bool seen_anew = !str_eq(old.kind, x.kind) || !str_eq(old.commune_code, x.commune_code);
    return seen_anew ? scopes_write(db, org_id) : OK;
}

result org_predecessor_add(struct cx *cx, struct db *db, const struct org_predecessor *in)
{
    static const char events[] = " division separation consolidation merger conversion ";
    struct organisation a, b;
    int before = cx->n_errors;
    TRY(org_get(cx, db, in->org_id, &a));
    TRY(org_get(cx, db, in->predecessor_id, &b));
    if (in->org_id == in->predecessor_id)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.own_predecessor"), .field = S("predecessor"),
                   .message = tr(cx, "An organisation cannot come from itself."));
    if (str_find(str_of(events), str_fmt(cx->mem, " " STR_FMT " ", STR_ARG(in->event))) < 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.event"), .field = S("event"),
                   .message = tr(cx, "Choose one of the list."));
    if (cx->n_errors > before)
        return FAILED;
    int64_t id = db_next_id(db, in->org_id);
    if (id < 0)
        return FAILED;
    return organisation_predecessor_insert(
        db, (struct organisation_predecessor_insert_args){ .org_id = in->org_id,
                                                           .id = id,
                                                           .predecessor_org_id = in->predecessor_id,
                                                           .event = in->event,
                                                           .decided_on = in->decided_on,
                                                           .decision_no = in->decision_no });
}

result org_form_head(struct cx *cx, struct db *db, int64_t org_id, str purpose, date on, struct form_head *out)
{
    struct organisation o;
    struct statutory_form_on form;
    bool known;
    TRY(org_get(cx, db, org_id, &o));
    TRY(statutory_form_on(db, (struct statutory_form_on_args){ .purpose = purpose, .on = on }, &form, &known));
    *out = (struct form_head){ .demo = o.is_demo,
                               .org = { o.name, o.address, o.tax_code },
                               .on = on,
                               .created_at = on.ymd ? date_instant(on, ZONE_VN) : 0 };
    if (known) {
        out->form_code = str_fmt(cx->mem, "Mẫu số " STR_FMT, STR_ARG(form.code));
        out->form_law = str_fmt(cx->mem, "(Kèm theo " STR_FMT ")", STR_ARG(form.law_vi));
    }
    return OK;
}

result org_of_command(struct cx *cx, struct db *db, const struct json *o, int64_t *org_id)
{
    str code = { 0 };
    if (!json_as_str(json_get(o, S("org")), &code) || !code.n)
        return fail(cx, .kind = ERR_INVALID, .code = S("command.required"), .field = S("org"),
                    .message = tr(cx, "Say which organisation this is for."));
    struct organisation org;
    TRY(org_by_code(cx, db, code, &org));
    *org_id = org.org_id;
    return OK;
}
