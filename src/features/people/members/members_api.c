/* Members for other programs: the list as filtered, one, adding. The same use cases as the pages; a personal number is
   never sent. */
#include "features/people/members/members_pages.h"

#include "base/json.h"

static void date_member(struct json_out *j, str key, date d) { json_member_str(j, key, date_iso(j->b->mem, d)); }

void party_json(struct json_out *j, const struct party *p)
{
    json_begin_object(j);
    json_member_id(j, S("id"), p->id);
    json_member_str(j, S("code"), p->code);
    json_member_str(j, S("name"), p->full_name);
    json_member_str(j, S("kind"), p->kind);
    json_member_bool(j, S("is_member"), p->is_member);
    json_member_str(j, S("class"), p->class);
    date_member(j, S("joined_on"), p->joined_on);
    date_member(j, S("left_on"), p->left_on);
    json_member_str(j, S("agreement_number"), p->agreement_number);
    json_member_str(j, S("intake_mode"), p->intake_mode);
    json_member_i64(j, S("fee_bp"), p->fee_bp);
    json_member_str(j, S("phone"), p->phone);
    json_member_str(j, S("address"), p->address);
    json_member_str(j, S("hamlet"), p->hamlet);
    date_member(j, S("birth_on"), p->birth_on);
    json_member_str(j, S("gender"), p->gender);
    json_member_str(j, S("personal_number"), party_number_masked(j->b->mem, p->last_digits));
    json_end_object(j);
}

struct reading {
    struct party_filter f;
    struct party_list list;
    struct party party;
    struct member_seal seal;
    struct member_in in;
    int64_t org_id, party_id;
};

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *r = arg;
    return party_list_read(cx, db, &r->f, &r->list);
}

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *r = arg;
    return party_read(cx, db, r->org_id, r->party_id, &r->party);
}

result members_api_list(struct web *w)
{
    struct list_state state = list_state_of(w->rq);
    struct reading r = { .f = party_filter_of(w, &state) };
    struct buf b = buf_new(w->cx->mem);
    struct json_out j = json_out_new(&b);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, list_work, &r));
    json_begin_object(&j);
    json_member_bool(&j, S("demo"), w->org_demo);
    json_member_i64(&j, S("total"), r.list.total);
    json_key(&j, S("members"));
    json_begin_array(&j);
    for (int i = 0; i < r.list.n; i++) {
        party_hide(w, &r.list.row[i]);
        party_json(&j, &r.list.row[i]);
    }
    json_end_array(&j);
    json_end_object(&j);
    return web_json(w, 200, buf_str(&b));
}

static result answer(struct web *w, struct reading *r, int status)
{
    struct buf b = buf_new(w->cx->mem);
    struct json_out j = json_out_new(&b);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, r));
    party_hide(w, &r->party);
    party_json(&j, &r->party);
    return web_json(w, status, buf_str(&b));
}

result members_api_one(struct web *w)
{
    return answer(w, &(struct reading){ .org_id = w->org_id, .party_id = web_param_id(w, S("id")) }, 200);
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *r = arg;
    return member_add(cx, db, r->org_id, &r->in, &r->party_id);
}

result members_api_add(struct web *w)
{
    struct reading r = { .org_id = w->org_id };
    TRY(member_seal_get(w->cx, w->store, &r.seal));
    r.in = member_in_of(w->in, &r.seal);
    r.in.party.is_person = true;
    TRY(store_write(w->store, w->cx, &w->org_id, 1, add_work, &r));
    return answer(w, &r, 201);
}
