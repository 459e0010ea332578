/* People of the demo organisations, and who opened their books to whom. Names are invented and say DEMO. */
#include "features/people/identity/identity.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/organisations/organisations.h"

static const struct {
    const char *org, *login, *name, *role;
} people[] = {
    { "DEMO-RAU", "ketoan.rau", "DEMO Lê Thị Mầm (kế toán)", "accountant" },
    { "DEMO-RAU", "giamdoc.rau", "DEMO Đỗ Văn Biếc (giám đốc)", "director" },
    { "DEMO-RAU", "thukho.rau", "DEMO Vũ Thị Cân (thủ kho)", "warehouse" },
    { "DEMO-RAU", "thuquy.rau", "DEMO Phạm Văn Quỹ (thủ quỹ)", "cashier" },
    { "DEMO-RAU", "thumua.rau", "DEMO Chu Văn Gánh (thu mua)", "collector" },
    { "DEMO-RAU", "kiemsoat.rau", "DEMO Hồ Thị Soi (ban kiểm soát)", "supervisor" },
    { "DEMO-RAU", "dulieu.rau", "DEMO Cao Thị Kín (bảo vệ dữ liệu cá nhân)", "privacy_officer" },
    { "DEMO-RAU", "thanhvien.rau", "DEMO Nguyễn Thị Mướp (thành viên)", "member" },
    { "DEMO-LUA", "ketoan.lua", "DEMO Trần Thị Trĩu (kế toán)", "accountant" },
    { "DEMO-LUA", "giamdoc.lua", "DEMO Bùi Văn Đồng (giám đốc)", "director" },
    { "DEMO-CA", "ketoan.ca", "DEMO Hoàng Thị Vũng (kế toán)", "accountant" },
    { "DEMO-CA", "giamdoc.ca", "DEMO Ngô Văn Lưới (giám đốc)", "director" },
    { "DEMO-GOM", "ketoan.gom", "DEMO Đặng Thị Xoay (kế toán)", "accountant" },
    { "DEMO-GOM", "giamdoc.gom", "DEMO Mai Văn Nung (giám đốc)", "director" },
    { "HANOI-DEMO", "canbo.tp", "DEMO Nguyễn Thị Phố (cán bộ thành phố)", "city_officer" },
    { "HANOI-DEMO", "dieuphoi.tp", "DEMO Dương Thị Làng (văn phòng điều phối)", "coordinator" },
    { "HANOI-DEMO", "kiemtoan.tp", "DEMO Vương Văn Rà (kiểm toán)", "auditor" },
    { "HANOI-DEMO", "quantri", "DEMO Quản trị hệ thống", "admin" },
    { "DEMO-XA", "canbo.xa", "DEMO Lý Văn Xã (cán bộ xã)", "commune_officer" },
    { "DEMO-XA", "dangky.xa", "DEMO Tạ Thị Sổ (đăng ký hợp tác xã)", "registrar" },
};

static result add_person(struct cx *cx, struct db *db, int i)
{
    struct organisation org;
    int64_t id;
    TRY(org_by_code(cx, db, str_of(people[i].org), &org));
    return user_add(cx, db,
                    &(struct user_in){ .org_id = org.org_id,
                                       .login = str_of(people[i].login),
                                       .full_name = str_of(people[i].name),
                                       .role = str_of(people[i].role),
                                       .is_demo = true },
                    &id);
}

static result people_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    for (int i = 0; i < COUNT(people); i++)
        TRY(add_person(cx, db, i));
    return OK;
}

struct showing {
    str code;
    struct organisation org, city;
};

/* Both are read before the writing: a transaction that locks one cooperative sees only that one. */
static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct showing *o = arg;
    TRY(org_by_code(cx, db, S("HANOI-DEMO"), &o->city));
    return org_by_code(cx, db, o->code, &o->org);
}

/* DEMO-RAU has opened its books to the city for this year; DEMO-LUA had, until last month; the others have not. */
static result grant_work(struct cx *cx, struct db *db, void *arg)
{
    const struct showing *o = arg;
    date today = date_of_instant(cx->now_at, ZONE_VN);
    int64_t id;
    bool rau = str_eq(o->code, S("DEMO-RAU"));
    return grant_give(
        cx, db,
        &(struct grant_in){ .org_id = o->org.org_id,
                            .grantee_org_id = o->city.org_id,
                            .purpose = rau ? S("DEMO: theo dõi kế hoạch năm") : S("DEMO: khảo sát đã xong"),
                            .from = date_add_months(today, -6),
                            .until = rau ? date_add_months(today, 6) : date_add_days(today, -20) },
        &id);
}

static result demo_grant(struct cx *cx, struct store *s, str code)
{
    struct showing o = { .code = code };
    TRY(store_read(s, cx, DB_SCOPE_ALL, find_work, &o));
    return store_write(s, cx, &o.org.org_id, 1, grant_work, &o);
}

result identity_load_demo(struct cx *cx, struct store *s)
{
    TRY(store_write(s, cx, NULL, 0, people_work, NULL));
    TRY(demo_grant(cx, s, S("DEMO-RAU")));
    return demo_grant(cx, s, S("DEMO-LUA"));
}
