/* Items and intake prices of the demo cooperatives. Prices are invented and in the range of what markets published. */
#include "features/people/organisations/organisations.h"
#include "features/produce/lots/lots_pages.h"

static const struct {
    const char *org, *code, *vi, *en, *unit;
    int64_t price, grade_a; /* đồng for one shown unit; 0 = no price of its own */
} items[] = {
    { "DEMO-RAU", "CAIMO", "Cải mơ", "Mustard greens", "kg", 12000, 13500 },
    { "DEMO-RAU", "RAUMUONG", "Rau muống", "Water spinach", "kg", 9000, 10000 },
    { "DEMO-RAU", "CACHUA", "Cà chua", "Tomatoes", "kg", 15000, 18000 },
    { "DEMO-RAU", "BAPCAI", "Bắp cải", "Cabbage", "kg", 7500, 0 },
    { "DEMO-RAU", "SUHAO", "Su hào", "Kohlrabi", "kg", 6500, 0 },
    { "DEMO-LUA", "THOC", "Thóc tẻ", "Paddy rice", "kg", 8500, 9000 },
    { "DEMO-LUA", "GAO", "Gạo", "Rice", "kg", 18000, 0 },
    { "DEMO-CA", "CACHEP", "Cá chép", "Carp", "kg", 52000, 56000 },
    { "DEMO-CA", "CATRAM", "Cá trắm cỏ", "Grass carp", "kg", 58000, 0 },
    { "DEMO-GOM", "BATGOM", "Bát gốm men nâu", "Brown-glazed bowl", "cái", 14000, 17000 },
    { "DEMO-GOM", "LOHOA", "Lọ hoa gốm", "Ceramic vase", "cái", 65000, 0 },
};

struct one {
    int i;
    struct organisation org;
};

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    return org_by_code(cx, db, str_of(items[o->i].org), &o->org);
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    const struct one *o = arg;
    int64_t id, org = o->org.org_id;
    date from = { 20260101 };
    struct item_in in = { str_of(items[o->i].code), str_of(items[o->i].vi), str_of(items[o->i].en),
                          str_of(items[o->i].unit), S("156") };
    TRY(item_add(cx, db, org, &in, &id));
    TRY(price_set(cx, db, org, (struct price_in){ id, S(""), from, { items[o->i].price } }));
    if (items[o->i].grade_a == 0)
        return OK;
    return price_set(cx, db, org, (struct price_in){ id, S("A"), from, { items[o->i].grade_a } });
}

result lots_load_demo(struct cx *cx, struct store *s)
{
    for (int i = 0; i < COUNT(items); i++) {
        struct one o = { .i = i };
        TRY(store_read(s, cx, DB_SCOPE_ALL, find_work, &o));
        TRY(store_write(s, cx, &o.org.org_id, 1, add_work, &o));
    }
    return OK;
}
