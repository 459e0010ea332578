/* The lists of the store: what is on hand, items, prices. Rooms read them whole: they are short. Drawing and files are
   web/list's. */
#include "features/produce/lots/lots_pages.h"
#include "lots.sql.h"
#include "web/opening.h"

#include "web/list/list_data.h"

static str path_of(const struct web *w, const char *rest)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "%s", STR_ARG(w->org_code), rest);
}

static str card_path(const struct list_view *v, int64_t item_id)
{
    return str_fmt(v->w->cx->mem, STR_FMT "/stock/%lld", STR_ARG(v->base), (long long)item_id);
}

static bool may_write(const struct web *w) { return cx_can(w->cx, CAP_POST) && w->cx->actor.org_id == w->org_id; }

/* ---- on hand ---- */

enum { S_ITEM, S_CODE, S_LOT, S_GRADE, S_MADE, S_WHOSE, S_QTY, S_VALUE, N_S };
static const struct list_col stock_col[N_S] = {
    [S_ITEM] = { "item", T("Item"), LIST_TEXT, "by_item", LIST_KEY },
    [S_CODE] = { "item_code", T("Code"), LIST_TEXT, "by_code", LIST_OFF },
    [S_LOT] = { "lot", T("Lot"), LIST_TEXT, "by_lot" },
    [S_GRADE] = { "grade", T("Grade"), LIST_TEXT, "by_grade" },
    [S_MADE] = { "made_on", T("Made on"), LIST_DATE, "by_day" },
    [S_WHOSE] = { "owner", T("Whose"), LIST_TEXT, "by_owner" },
    [S_QTY] = { "qty", T("Quantity"), LIST_QTY, "by_qty" },
    [S_VALUE] = { "value", T("Value"), LIST_MONEY, "by_value", .total = "" },
};

static void stock_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct stock_row *r = row;
    struct cx *cx = v->w->cx;
    str owner = owner_label(cx, r->owner);
    if (r->owner_name.n)
        owner = str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(owner), STR_ARG(web_name_shown(v->w, r->owner_name)));
    out->path = card_path(v, r->item_id);
    out->cell[S_ITEM] = list_text(r->item_name);
    out->cell[S_CODE] = list_text(r->item_code);
    out->cell[S_LOT] = list_text(r->lot_code);
    out->cell[S_GRADE] = list_text(r->grade);
    out->cell[S_MADE] = list_date(r->made_on);
    out->cell[S_WHOSE] = list_text(owner);
    out->cell[S_QTY] = list_qty(r->qty, r->per, r->shown_unit);
    if (r->owner == OWNER_OWN)
        out->cell[S_VALUE] = list_money(r->value);
}

static const struct list_def stock = {
    .name = "stock",
    .title = T("Stock on hand"),
    .sort = "by_item",
    .col = stock_col,
    .n_col = N_S,
    .cells = stock_cells,
    .search = T("Item, lot or grade"),
    .guarded = true,
    .empty_title = T("The store is empty"),
    .empty_text = T("What is weighed in appears here by item and lot."),
};

struct reading {
    struct web *w;
    struct stock_row *row;
    struct stock_total total;
    struct item *item;
    struct item_price_all *price;
    int n;
};

static result stock_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *k = arg;
    date last = books_last(k->w);
    return date_cmp(last, DATE_OPEN) < 0 ? stock_as_of(cx, db, k->w->org_id, last, &k->row, &k->n)
                                         : stock_on_hand(cx, db, k->w->org_id, 0, &k->row, &k->n);
}

/* Only those of the filter, and what all of ours is worth. */
static result take_stock(struct list_view *v, struct reading *k)
{
    str whose = list_choice(v, "owner");
    int n = 0;
    for (int i = 0; i < k->n; i++) {
        const struct stock_row *r = &k->row[i];
        if ((str_eq(whose, S("own")) && r->owner != OWNER_OWN) || (str_eq(whose, S("held")) && r->owner == OWNER_OWN))
            continue;
        if (r->owner == OWNER_OWN && !money_add(k->total.value, r->value, &k->total.value))
            return fail(v->w->cx, .kind = ERR_BUG, .code = S("money.overflow"),
                        .message = tr(v->w->cx, "The stock card overflows."));
        k->row[n++] = *r;
    }
    k->n = n;
    return OK;
}

result stock_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &stock);
    struct reading k = { .w = w };
    struct choice whose[] = { { S(""), tr(cx, "All") },
                              { S("own"), tr(cx, "ours") },
                              { S("held"), tr(cx, "held for others") } };
    struct list_filter filter[] = { { S("owner"), tr(cx, "Whose"), whose, COUNT(whose) } };
    struct action act = { tr(cx, "Items and prices"), path_of(w, "/items"), true };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, stock_work, &k));
    TRY(take_stock(&v, &k));
    struct list_array a = { k.row, sizeof *k.row, k.n, false };
    v.base = path_of(w, "");
    v.array = &a;
    v.more = &k.total;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = &act, v.n_action = 1;
    return list_show(&v);
}

/* ---- items ---- */

static void put_tabs(struct list_view *v, bool prices)
{
    struct cx *cx = v->w->cx;
    struct tab *t = new (cx->mem, struct tab, 2);
    struct action *act = new (cx->mem, struct action, 2);
    t[0] = (struct tab){ tr(cx, "Items"), path_of(v->w, "/items"), -1, !prices };
    t[1] = (struct tab){ tr(cx, "Intake prices"), path_of(v->w, "/items/prices"), -1, prices };
    act[0] = (struct action){ tr(cx, "Add an item"), path_of(v->w, "/items/new"), prices };
    act[1] = (struct action){ tr(cx, "Set a price"), path_of(v->w, "/items/price"), !prices };
    v->tab = t, v->n_tab = 2;
    v->action = act, v->n_action = may_write(v->w) ? 2 : 0;
    v->first = v->n_action ? &act[prices] : NULL;
}

enum { I_CODE, I_NAME, I_UNIT, I_ACCOUNT, N_I };
static const struct list_col item_col[N_I] = {
    [I_CODE] = { "code", T("Code"), LIST_TEXT, "by_code", LIST_KEY },
    [I_NAME] = { "name", T("Item"), LIST_TEXT, "by_name" },
    [I_UNIT] = { "unit", T("Unit"), LIST_TEXT, "by_unit" },
    [I_ACCOUNT] = { "account", T("Account"), LIST_TEXT, "by_account" },
};

static void item_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct item *r = row;
    out->path = card_path(v, r->id);
    out->cell[I_CODE] = list_text(r->code);
    out->cell[I_NAME] = list_text(item_name(v->w->cx, r));
    out->cell[I_UNIT] = list_text(r->shown_unit);
    out->cell[I_ACCOUNT] = list_text(r->account);
}

static const struct list_def items = {
    .name = "items",
    .title = T("Items and prices"),
    .sort = "by_name",
    .col = item_col,
    .n_col = N_I,
    .cells = item_cells,
    .search = T("Name or code"),
    .empty_title = T("No items yet"),
    .empty_text = T("Add what is bought and sold; each item has its unit and its account."),
};

static result items_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *k = arg;
    return item_list(cx, db, k->w->org_id, &k->item, &k->n);
}

result items_show(struct web *w)
{
    struct list_view v = list_begin(w, &items);
    struct reading k = { .w = w };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, items_work, &k));
    struct list_array a = { k.item, sizeof *k.item, k.n, false };
    v.base = path_of(w, "");
    v.array = &a;
    put_tabs(&v, false);
    return list_show(&v);
}

/* ---- prices ---- */

enum { P_ITEM, P_CODE, P_GRADE, P_FROM, P_UNTIL, P_PRICE, P_UNIT, N_P };
static const struct list_col price_col[N_P] = {
    [P_ITEM] = { "item", T("Item"), LIST_TEXT, "by_item", LIST_KEY },
    [P_CODE] = { "item_code", T("Code"), LIST_TEXT, "by_code" },
    [P_GRADE] = { "grade", T("Grade"), LIST_TEXT, "by_grade" },
    [P_FROM] = { "from", T("From"), LIST_DATE, "by_from" },
    [P_UNTIL] = { "until", T("Until"), LIST_DATE, "by_until" },
    [P_PRICE] = { "price", T("Price"), LIST_MONEY, "by_price" },
    [P_UNIT] = { "unit", T("Unit"), LIST_TEXT, NULL },
};

static void price_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct item_price_all *r = row;
    bool en = v->w->cx->lang == LANG_EN && r->name_en.n;
    out->path = card_path(v, r->item_id);
    out->cell[P_ITEM] = list_text(en ? r->name_en : r->name_vi);
    out->cell[P_CODE] = list_text(r->code);
    out->cell[P_GRADE] = list_text(r->grade);
    out->cell[P_FROM] = list_date(r->valid_from_on);
    out->cell[P_UNTIL] = list_date(date_cmp(r->valid_to_on, DATE_OPEN) < 0 ? r->valid_to_on : (date){ 0 });
    out->cell[P_PRICE] = list_money(r->price_vnd);
    out->cell[P_UNIT] = list_text(r->shown_unit);
}

static const struct list_def prices = {
    .name = "prices",
    .title = T("Items and prices"),
    .sort = "by_item",
    .col = price_col,
    .n_col = N_P,
    .cells = price_cells,
    .search = T("Item, code or grade"),
    .empty_title = T("No prices yet"),
    .empty_text = T("Set what is paid for one unit of an item; a slip without a price waits for one."),
};

static result prices_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *k = arg;
    (void)cx;
    return item_price_all(db, (struct item_price_all_args){ .org_id = k->w->org_id }, &k->price, &k->n);
}

/* Those of today, those before or still to come. */
static void take_prices(const struct list_view *v, struct reading *k)
{
    date today = date_of_instant(v->w->cx->now_at, ZONE_VN);
    str when = list_choice(v, "when");
    int n = 0;
    for (int i = 0; i < k->n; i++) {
        const struct item_price_all *p = &k->price[i];
        bool now = date_cmp(p->valid_from_on, today) <= 0 && date_cmp(p->valid_to_on, today) >= 0;
        if (!when.n || now == str_eq(when, S("now")))
            k->price[n++] = *p;
    }
    k->n = n;
}

result prices_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &prices);
    struct reading k = { .w = w };
    struct choice when[] = { { S(""), tr(cx, "All") },
                             { S("now"), tr(cx, "Of today") },
                             { S("other"), tr(cx, "Before or to come") } };
    struct list_filter filter[] = { { S("when"), tr(cx, "In force"), when, COUNT(when) } };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, prices_work, &k));
    take_prices(&v, &k);
    struct list_array a = { k.price, sizeof *k.price, k.n, false };
    v.base = path_of(w, "");
    v.array = &a;
    v.filter = filter, v.n_filter = COUNT(filter);
    put_tabs(&v, true);
    return list_show(&v);
}
