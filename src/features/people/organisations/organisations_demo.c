/* Four demo cooperatives, a city department and a commune office, in two invented communes, so that no invented figure
   is attached to a real name or place. Members, prices and work belong to other rooms. */
#include "features/people/organisations/organisations_parts.h"

#include "base/text.h"
#include "organisations.sql.h"

#define DEMO_DAU "DEMO1"
#define DEMO_DA "DEMO2"

static const struct place demo_place[] = {
    { .code = LIT(DEMO_DAU),
      .type = LIT("commune"),
      .name_vi = LIT("Xã DEMO Bãi Dâu"),
      .name_en = LIT("DEMO Bai Dau Commune") },
    { .code = LIT(DEMO_DA),
      .type = LIT("ward"),
      .name_vi = LIT("Phường DEMO Gốc Đa"),
      .name_en = LIT("DEMO Goc Da Ward") },
};

const struct org_in demo_org[] = {
    { .code = LIT("HANOI-DEMO"),
      .kind = LIT("city"),
      .name = LIT("DEMO Phòng theo dõi kinh tế tập thể"),
      .short_name = LIT("DEMO Thành phố") },
    { .code = LIT("DEMO-XA"),
      .kind = LIT("commune"),
      .name = LIT("DEMO Ủy ban nhân dân xã Bãi Dâu"),
      .short_name = LIT("DEMO UBND Bãi Dâu"),
      .commune_code = LIT(DEMO_DAU) },
    { .code = LIT("DEMO-RAU"),
      .kind = LIT("cooperative"),
      .name = LIT("HTX DEMO Rau an toàn Mầm Biếc"),
      .short_name = LIT("DEMO Mầm Biếc"),
      .commune_code = LIT(DEMO_DAU),
      .address = LIT("Xóm DEMO 1, xã DEMO Bãi Dâu"),
      .sector = LIT("agriculture"),
      .founded_on = { 20180510 },
      .registered_on = { 20180604 } },
    { .code = LIT("DEMO-LUA"),
      .kind = LIT("cooperative"),
      .name = LIT("HTX DEMO Lúa và dịch vụ đồng ruộng Bông Trĩu"),
      .short_name = LIT("DEMO Bông Trĩu"),
      .commune_code = LIT(DEMO_DAU),
      .address = LIT("Xóm DEMO 3, xã DEMO Bãi Dâu"),
      .sector = LIT("agriculture"),
      .founded_on = { 20160301 },
      .registered_on = { 20160329 } },
    { .code = LIT("DEMO-CA"),
      .kind = LIT("cooperative"),
      .name = LIT("HTX DEMO Thủy sản và chăn nuôi Vũng Lấp Lánh"),
      .short_name = LIT("DEMO Vũng Lấp Lánh"),
      .commune_code = LIT(DEMO_DA),
      .address = LIT("Ngõ DEMO 5, phường DEMO Gốc Đa"),
      .sector = LIT("agriculture"),
      .founded_on = { 20200908 },
      .registered_on = { 20201001 } },
    { .code = LIT("DEMO-GOM"),
      .kind = LIT("cooperative"),
      .name = LIT("HTX DEMO Gốm Bàn Xoay Nâu"),
      .short_name = LIT("DEMO Bàn Xoay Nâu"),
      .commune_code = LIT(DEMO_DA),
      .address = LIT("Ngõ DEMO 9, phường DEMO Gốc Đa"),
      .sector = LIT("industry"),
      .founded_on = { 20260105 },
      .registered_on = { 20260120 } },
};
const int n_demo_org = COUNT(demo_org);

static result add_place(struct cx *cx, struct db *db, const struct place *p)
{
    struct place_by_code row;
    bool found;
    TRY(place_by_code(db, (struct place_by_code_args){ .kind = S("commune"), .code = p->code }, &row, &found));
    if (found)
        return OK;
    int64_t id = db_next_id(db, 0);
    if (id < 0)
        return FAILED;
    return place_insert(db, (struct place_insert_args){ .org_id = 0,
                                                        .id = id,
                                                        .code = p->code,
                                                        .kind = S("commune"),
                                                        .type = p->type,
                                                        .name_vi = p->name_vi,
                                                        .name_en = p->name_en,
                                                        .name_fold = text_fold(cx->mem, p->name_vi),
                                                        .name_sort = text_sort_key(cx->mem, p->name_vi),
                                                        .is_demo = true,
                                                        .source = S("DEMO"),
                                                        .as_of = S(""),
                                                        .valid_from_on = { 20160101 } });
}

static result add_org(struct cx *cx, struct db *db, struct org_in in)
{
    struct organisation o;
    bool found;
    TRY(org_find(cx, db, in.code, &o, &found));
    if (found)
        return OK;
    /* a clock that stands before the demo's days must not stop it */
    date today = date_of_instant(cx->now_at, ZONE_VN);
    in.is_demo = true;
    in.founded_on = date_cmp(in.founded_on, today) > 0 ? today : in.founded_on;
    in.registered_on = date_cmp(in.registered_on, today) > 0 ? today : in.registered_on;
    return org_add(cx, db, &in, &o);
}

static result load(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    for (int i = 0; i < COUNT(demo_place); i++)
        TRY(add_place(cx, db, &demo_place[i]));
    for (int i = 0; i < n_demo_org; i++)
        TRY(add_org(cx, db, demo_org[i]));
    return OK;
}

result organisations_load_demo(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, load, NULL); }
