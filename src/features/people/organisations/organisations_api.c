/* The register for other programs: public fields as JSON, and adding one. The same use cases as the pages. */
#include "base/json.h"
#include "features/people/organisations/organisations_views.h"

static void date_member(struct json_out *j, str key, date d) { json_member_str(j, key, date_iso(j->b->mem, d)); }

void org_json(struct json_out *j, const struct organisation *o)
{
    json_begin_object(j);
    json_member_id(j, S("id"), o->org_id);
    json_member_str(j, S("code"), o->code);
    json_member_str(j, S("name"), o->name);
    json_member_str(j, S("short_name"), o->short_name);
    json_member_str(j, S("kind"), o->kind);
    json_member_bool(j, S("demo"), o->is_demo);
    json_member_str(j, S("status"), o->status);
    date_member(j, S("status_on"), o->status_on);
    json_member_str(j, S("commune"), o->commune_code);
    json_member_str(j, S("commune_name"), o->commune_name);
    json_member_str(j, S("address"), o->address);
    json_member_str(j, S("tax_code"), o->tax_code);
    json_member_str(j, S("registration_no"), o->registration_no);
    date_member(j, S("registered_on"), o->registered_on);
    date_member(j, S("founded_on"), o->founded_on);
    json_member_str(j, S("sector"), o->sector);
    json_member_str(j, S("size_class"), o->size_class);
    json_member_i64(j, S("year_first_month"), o->year_first_month);
    json_end_object(j);
}

void org_row_json(struct json_out *j, const struct org_row *r)
{
    json_begin_object(j);
    json_member_id(j, S("id"), r->org_id);
    json_member_str(j, S("code"), r->code);
    json_member_str(j, S("name"), r->name);
    json_member_str(j, S("kind"), r->kind);
    json_member_bool(j, S("demo"), r->is_demo);
    json_member_str(j, S("status"), r->status);
    json_member_str(j, S("commune"), r->commune_code);
    json_member_str(j, S("commune_name"), r->commune_name);
    json_member_str(j, S("address"), r->address);
    json_member_str(j, S("tax_code"), r->tax_code);
    date_member(j, S("registered_on"), r->registered_on);
    json_member_str(j, S("sector"), r->sector);
    json_end_object(j);
}

struct list_work {
    struct org_filter filter;
    struct org_row *row;
    int n;
    int64_t total;
};

static result read_list(struct cx *cx, struct db *db, void *arg)
{
    struct list_work *k = arg;
    return org_list(cx, db, &k->filter, &k->row, &k->n, &k->total);
}

result api_orgs(struct web *w)
{
    struct list_state state = list_state_of(w->rq);
    struct list_work k = { .filter = org_filter_of(w->rq, &state) };
    struct buf b = buf_new(w->cx->mem);
    struct json_out j = json_out_new(&b);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_list, &k));
    json_begin_object(&j);
    json_member_i64(&j, S("total"), k.total);
    json_member_i64(&j, S("page"), state.page);
    json_member_i64(&j, S("per_page"), state.per_page);
    json_key(&j, S("organisations"));
    json_begin_array(&j);
    for (int i = 0; i < k.n; i++)
        org_row_json(&j, &k.row[i]);
    json_end_array(&j);
    json_end_object(&j);
    return web_json(w, 200, buf_str(&b));
}

struct one_work {
    str code;
    const struct org_in *in;
    struct organisation o;
};

static result read_one(struct cx *cx, struct db *db, void *arg)
{
    struct one_work *k = arg;
    return org_by_code(cx, db, k->code, &k->o);
}

static result send_one(struct web *w, int status, const struct organisation *o)
{
    struct buf b = buf_new(w->cx->mem);
    struct json_out j = json_out_new(&b);
    org_json(&j, o);
    return web_json(w, status, buf_str(&b));
}

result api_org(struct web *w)
{
    struct one_work k = { .code = web_param(w, S("code")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_one, &k));
    return send_one(w, 200, &k.o);
}

static result add_one(struct cx *cx, struct db *db, void *arg)
{
    struct one_work *k = arg;
    return org_add(cx, db, k->in, &k->o);
}

result api_org_create(struct web *w)
{
    struct one_work k = { .in = w->in };
    TRY(store_write(w->store, w->cx, NULL, 0, add_one, &k));
    return send_one(w, 201, &k.o);
}

/* ---- places ---- */

struct places_work {
    struct place_filter filter;
    struct place *row;
    int n;
};

static result read_places(struct cx *cx, struct db *db, void *arg)
{
    struct places_work *k = arg;
    return place_list(cx, db, &k->filter, &k->row, &k->n);
}

static void place_json(struct json_out *j, const struct place *p)
{
    json_begin_object(j);
    json_member_str(j, S("code"), p->code);
    json_member_str(j, S("type"), p->type);
    json_member_str(j, S("name_vi"), p->name_vi);
    json_member_str(j, S("name_en"), p->name_en);
    json_member_bool(j, S("demo"), p->is_demo);
    json_member_i64(j, S("lat_microdeg"), p->lat_microdeg);
    json_member_i64(j, S("lon_microdeg"), p->lon_microdeg);
    json_member_i64(j, S("area_m2"), p->area_m2);
    json_member_str(j, S("valid_from"), date_iso(j->b->mem, p->valid_from));
    json_member_str(j, S("source"), p->source);
    json_end_object(j);
}

result api_places(struct web *w)
{
    str kind = request_query(w->rq, S("kind"));
    struct places_work k = { .filter = { .kind = kind.n ? kind : S("commune"), .demo = true } };
    struct buf b = buf_new(w->cx->mem);
    struct json_out j = json_out_new(&b);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_places, &k));
    json_begin_object(&j);
    json_key(&j, S("places"));
    json_begin_array(&j);
    for (int i = 0; i < k.n; i++)
        place_json(&j, &k.row[i]);
    json_end_array(&j);
    json_end_object(&j);
    return web_json(w, 200, buf_str(&b));
}
