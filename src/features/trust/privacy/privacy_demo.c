/* Requests of two demo members: one waits, one was answered. */
#include "features/people/members/members.h"
#include "features/trust/privacy/privacy_requests.h"

#include "os/os.h"

struct demo {
    struct organisation org;
};

static result add(struct cx *cx, struct db *db, const struct demo *d, const char *code, struct privacy_request_in in,
                  int64_t *id)
{
    in.org_id = d->org.org_id;
    in.request_id = os_uuid7(cx->mem);
    TRY(party_by_code(cx, db, in.org_id, str_of(code), &in.party_id));
    return privacy_request_add(cx, db, &in, id);
}

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    return org_by_code(cx, db, S("DEMO-RAU"), &((struct demo *)arg)->org);
}

static result work(struct cx *cx, struct db *db, void *arg)
{
    const struct demo *d = arg;
    date today = date_of_instant(cx->now_at, ZONE_VN);
    int64_t id;
    TRY(add(cx, db, d, "TV005",
            (struct privacy_request_in){
                .kind = S("export"), .asked_on = date_add_days(today, -3), .told_on = date_add_days(today, -2) },
            &id));
    TRY(add(cx, db, d, "TV007",
            (struct privacy_request_in){ .kind = S("object"),
                                         .words = S("DEMO: không muốn số điện thoại in trên bảng kê dán ở kho."),
                                         .asked_on = date_add_days(today, -20),
                                         .told_on = date_add_days(today, -20) },
            &id));
    return privacy_request_close(cx, db,
                                 &(struct privacy_close){ d->org.org_id, id, S("done"),
                                                          S("DEMO: bảng kê dán ở kho từ nay chỉ ghi mã và tên.") });
}

result privacy_load_demo(struct cx *cx, struct store *s)
{
    struct demo d = { 0 };
    TRY(store_read(s, cx, DB_SCOPE_ALL, find_work, &d));
    return store_write(s, cx, &d.org.org_id, 1, work, &d);
}
