/* Invented members, customers and suppliers of the demo cooperatives: every name says DEMO and no number is a real
   person's. Codes follow the order here, so other rooms' demo work may count on them. */
#include "features/people/members/members_parts.h"
#include "features/people/organisations/organisations.h"

#define OFF "official"
#define CAP "affiliate_capital"
#define USE "affiliate_use"
#define BUY "bought"
#define HALF "on_behalf"
#define WORK "processing"

struct demo_member {
    const char *name, *gender;
    int32_t joined, birth;
    const char *class, *mode; /* mode "" = no written agreement */
    int hamlet, fee_bp;
};
struct demo_org {
    const char *code, *hamlet;
    const struct demo_member *member;
    int n;
    const char *customer[2], *supplier;
};

static const struct demo_member rau[] = {
    { "DEMO Nguyễn Thị Mướp", "f", 20180510, 19750313, OFF, BUY, 1, 0 },
    { "DEMO Trần Văn Ngót", "m", 20180510, 19810103, OFF, BUY, 2, 0 },
    { "DEMO Lê Thị Dền", "f", 20180510, 19740212, OFF, BUY, 3, 0 },
    { "DEMO Phạm Văn Bầu", "m", 20180510, 19770117, OFF, BUY, 1, 0 },
    { "DEMO Hoàng Thị Sả", "f", 20180510, 19680103, OFF, BUY, 2, 0 },
    { "DEMO Đỗ Văn Gừng", "m", 20180510, 19820703, OFF, HALF, 3, 500 },
    { "DEMO Vũ Thị Nghệ", "f", 20180510, 19700218, OFF, HALF, 1, 500 },
    { "DEMO Bùi Văn Hẹ", "m", 20180510, 19820127, CAP, BUY, 2, 0 },
    { "DEMO Đặng Thị Tía", "f", 20180510, 19760208, USE, "", 3, 0 },
    { "DEMO Ngô Văn Rút", "m", 20180510, 19801119, OFF, BUY, 1, 0 },
    { "DEMO Dương Thị Cần", "f", 20200915, 19581019, OFF, BUY, 2, 0 },
    { "DEMO Phan Văn Bí", "m", 20201001, 19800108, OFF, HALF, 3, 600 },
    { "DEMO Mai Thị Ngổ", "f", 20210115, 19570928, OFF, BUY, 1, 0 },
    { "DEMO Lý Văn Lang", "m", 20210301, 19630514, OFF, WORK, 2, 0 },
    { "DEMO Đinh Thị Sen", "f", 20220410, 19640904, USE, "", 3, 0 },
    { "DEMO Tạ Văn Ngô", "m", 20220601, 19760518, OFF, "", 1, 0 },
};

static const struct demo_member lua[] = {
    { "DEMO Nguyễn Văn Trĩu", "m", 20160301, 19830304, OFF, BUY, 3, 0 },
    { "DEMO Trần Thị Bông", "f", 20160301, 19771021, OFF, BUY, 4, 0 },
    { "DEMO Lê Văn Mạ", "m", 20160301, 19670604, OFF, BUY, 5, 0 },
    { "DEMO Phạm Thị Rơm", "f", 20160301, 19751203, OFF, BUY, 3, 0 },
    { "DEMO Hoàng Văn Bừa", "m", 20160301, 19760120, OFF, BUY, 4, 0 },
    { "DEMO Đỗ Thị Gặt", "f", 20160301, 19680822, OFF, BUY, 5, 0 },
    { "DEMO Vũ Văn Cày", "m", 20160301, 19740725, OFF, BUY, 3, 0 },
    { "DEMO Bùi Thị Nếp", "f", 20160301, 19750819, OFF, BUY, 4, 0 },
    { "DEMO Đặng Văn Tẻ", "m", 20160301, 19840610, OFF, WORK, 5, 800 },
    { "DEMO Ngô Thị Liềm", "f", 20160301, 19700323, OFF, WORK, 3, 800 },
    { "DEMO Dương Văn Mương", "m", 20160301, 19700219, OFF, WORK, 4, 800 },
    { "DEMO Phan Thị Thóc", "f", 20181001, 19740916, CAP, BUY, 5, 0 },
    { "DEMO Mai Văn Bờ", "m", 20190115, 19761215, OFF, "", 3, 0 },
    { "DEMO Lý Thị Đụn", "f", 20190301, 19731003, OFF, BUY, 4, 0 },
    { "DEMO Đinh Văn Nước", "m", 20200410, 19620914, USE, "", 5, 0 },
    { "DEMO Tạ Thị Vụ", "f", 20200601, 19650605, USE, "", 3, 0 },
    { "DEMO Hồ Văn Cấy", "m", 20210915, 19710702, OFF, HALF, 4, 400 },
    { "DEMO Cao Thị Sào", "f", 20211001, 19820225, OFF, BUY, 5, 0 },
};

static const struct demo_member ca[] = {
    { "DEMO Nguyễn Văn Lưới", "m", 20200908, 19751026, OFF, BUY, 5, 0 },
    { "DEMO Trần Thị Chép", "f", 20200908, 19750623, OFF, BUY, 6, 0 },
    { "DEMO Lê Văn Trắm", "m", 20200908, 19771016, OFF, BUY, 7, 0 },
    { "DEMO Phạm Thị Mè", "f", 20200908, 19770803, OFF, BUY, 5, 0 },
    { "DEMO Hoàng Văn Đăng", "m", 20200908, 19600516, OFF, HALF, 6, 300 },
    { "DEMO Đỗ Thị Nơm", "f", 20200908, 19841103, OFF, HALF, 7, 300 },
    { "DEMO Vũ Văn Ao", "m", 20200908, 19581223, OFF, BUY, 5, 0 },
    { "DEMO Bùi Thị Diếc", "f", 20200908, 19741119, CAP, BUY, 6, 0 },
    { "DEMO Đặng Văn Rô", "m", 20210410, 19830810, USE, "", 7, 0 },
    { "DEMO Ngô Thị Vịt", "f", 20210601, 19791112, OFF, BUY, 5, 0 },
    { "DEMO Dương Văn Chuôm", "m", 20220915, 19560812, OFF, WORK, 6, 700 },
    { "DEMO Phan Thị Bèo", "f", 20221001, 19651004, OFF, "", 7, 0 },
    { "DEMO Mai Văn Vó", "m", 20230115, 19710107, OFF, BUY, 5, 0 },
};

static const struct demo_member gom[] = {
    { "DEMO Nguyễn Thị Xoay", "f", 20260105, 19730324, OFF, WORK, 8, 0 },
    { "DEMO Trần Văn Nung", "m", 20260105, 19700713, OFF, WORK, 9, 0 },
    { "DEMO Lê Thị Men", "f", 20260105, 19710206, OFF, WORK, 10, 0 },
    { "DEMO Phạm Văn Lò", "m", 20260105, 19830718, OFF, WORK, 8, 0 },
    { "DEMO Hoàng Thị Đất", "f", 20260105, 19720327, OFF, WORK, 9, 0 },
    { "DEMO Đỗ Văn Vuốt", "m", 20260105, 19820909, OFF, BUY, 10, 0 },
    { "DEMO Vũ Thị Chum", "f", 20260105, 19810622, OFF, BUY, 8, 0 },
    { "DEMO Bùi Văn Vại", "m", 20260105, 19790405, OFF, HALF, 9, 1000 },
    { "DEMO Đặng Thị Bình", "f", 20260223, 19600305, CAP, WORK, 10, 0 },
    { "DEMO Ngô Văn Khuôn", "m", 20260227, 19691108, USE, "", 8, 0 },
    { "DEMO Dương Thị Ấm", "f", 20260202, 19550827, OFF, WORK, 9, 0 },
    { "DEMO Phan Văn Củi", "m", 20260209, 19770309, OFF, "", 10, 0 },
};

static const struct demo_org demo[] = {
    { "DEMO-RAU",
      "Xóm DEMO",
      rau,
      COUNT(rau),
      { "Siêu thị DEMO Giỏ Tre Xanh", "Bếp ăn DEMO trường Mắt Lá" },
      "Cửa hàng vật tư DEMO Hạt Nảy" },
    { "DEMO-LUA",
      "Xóm DEMO",
      lua,
      COUNT(lua),
      { "Cơ sở xay xát DEMO Cối Đá Tròn", "Bếp ăn DEMO xưởng May Chỉ Vàng" },
      "Đại lý phân bón DEMO Đất Tơi" },
    { "DEMO-CA",
      "Ngõ DEMO",
      ca,
      COUNT(ca),
      { "Nhà hàng DEMO Bè Nổi", "Chợ đầu mối DEMO Quầy Mười Hai" },
      "Đại lý thức ăn chăn nuôi DEMO Hạt Viên" },
    { "DEMO-GOM",
      "Ngõ DEMO",
      gom,
      COUNT(gom),
      { "Cửa hàng lưu niệm DEMO Kệ Gỗ Thơm", "Khách sạn DEMO Hiên Nắng" },
      "Xưởng đất DEMO Sét Mịn" },
};

static date not_later(date d, date today) { return date_cmp(d, today) > 0 ? today : d; }

/* A clock that stands before the demo's days must not stop it. */
static struct member_in member_of(struct cx *cx, const struct demo_org *o, int i)
{
    const struct demo_member *m = &o->member[i];
    date today = date_of_instant(cx->now_at, ZONE_VN), joined = not_later((date){ m->joined }, today);
    struct member_in in = { .party = { .full_name = str_of(m->name),
                                       .gender = str_of(m->gender),
                                       .birth_on = { m->birth },
                                       .hamlet = str_fmt(cx->mem, "%s %d", o->hamlet, m->hamlet),
                                       .is_person = true },
                            .joined_on = joined,
                            .class = str_of(m->class) };
    if (*m->mode)
        in.agreement = (struct agreement_in){ .number = str_fmt(cx->mem, "TT-%02d/DEMO", i + 1),
                                              .signed_on = joined,
                                              .from = joined,
                                              .intake_mode = str_of(m->mode),
                                              .fee_bp = m->fee_bp };
    return in;
}

static result add_other(struct cx *cx, struct db *db, int64_t org_id, str kind, const char *name)
{
    int64_t id;
    return party_add(cx, db, org_id, &(struct party_in){ .kind = kind, .full_name = str_of(name) }, &id);
}

struct loading {
    const struct demo_org *demo;
    struct organisation org;
};

static result find(struct cx *cx, struct db *db, void *arg)
{
    struct loading *l = arg;
    return org_by_code(cx, db, str_of(l->demo->code), &l->org);
}

static result load(struct cx *cx, struct db *db, void *arg)
{
    const struct loading *l = arg;
    const struct demo_org *o = l->demo;
    int64_t id;
    for (int i = 0; i < o->n; i++) {
        struct member_in in = member_of(cx, o, i);
        TRY(member_add(cx, db, l->org.org_id, &in, &id));
    }
    for (int i = 0; i < COUNT(o->customer); i++)
        TRY(add_other(cx, db, l->org.org_id, S("customer"), o->customer[i]));
    return add_other(cx, db, l->org.org_id, S("supplier"), o->supplier);
}

result members_load_demo(struct cx *cx, struct store *s)
{
    for (int i = 0; i < COUNT(demo); i++) {
        struct loading l = { .demo = &demo[i] };
        TRY(store_read(s, cx, DB_SCOPE_ALL, find, &l));
        TRY(store_write(s, cx, &l.org.org_id, 1, load, &l));
    }
    return OK;
}
