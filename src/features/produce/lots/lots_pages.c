/* Pages of the store: what is there, the card of an item, items and their prices. */
#include "features/produce/lots/lots_pages.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/files/files.h"
#include "lots.html.h"
#include "lots.sql.h"

#include "base/csv.h"
#include "web/opening.h"
#include "web/print/forms.h"

static const struct option unit_options[] = { { "kg", "kg" },   { "tạ", "tạ" }, { "tấn", "tấn" }, { "g", "g" },
                                              { "l", "l" },     { "ml", "ml" }, { "cái", "cái" }, { "con", "con" },
                                              { "quả", "quả" }, { "bộ", "bộ" }, { "m", "m" },     { "m²", "m²" },
                                              { "sào", "sào" } };
const struct option_list item_units = { unit_options, COUNT(unit_options) };
static const struct option account_options[] = { { "156", "156" }, { "152", "152" } };
#define AT(m) offsetof(struct item_form_in, m)
static const struct field item_fields[] = {
    { .name = "code",
      .label = T("Code"),
      .type = FIELD_TEXT,
      .at = AT(code),
      .required = true,
      .max = 20,
      .help = T("Capital letters and digits, like CAIMO.") },
    { .name = "name_vi",
      .label = T("Name in Vietnamese"),
      .type = FIELD_TEXT,
      .at = AT(name_vi),
      .required = true,
      .max = 100 },
    { .name = "name_en", .label = T("Name in English"), .type = FIELD_TEXT, .at = AT(name_en), .max = 100 },
    { .name = "unit",
      .label = T("Unit"),
      .type = FIELD_CHOICE,
      .at = AT(unit),
      .required = true,
      .options = unit_options,
      .n_options = COUNT(unit_options) },
    { .name = "account",
      .label = T("Account"),
      .type = FIELD_CHOICE,
      .at = AT(account),
      .required = true,
      .options = account_options,
      .n_options = COUNT(account_options) },
};
const struct form item_form = {
    .name = "item", .fields = item_fields, .n_fields = COUNT(item_fields), .size = sizeof(struct item_form_in)
};
#undef AT
#define AT(m) offsetof(struct price_set_in, m)
static const struct field price_fields[] = {
    { .name = "item", .label = T("Item"), .type = FIELD_TEXT, .at = AT(item), .required = true },
    { .name = "grade",
      .label = T("Grade"),
      .type = FIELD_TEXT,
      .at = AT(grade),
      .max = 20,
      .help = T("Empty: the price serves every grade without one of its own.") },
    { .name = "from", .label = T("From"), .type = FIELD_DATE, .at = AT(from), .required = true },
    { .name = "price",
      .label = T("Price for one unit"),
      .type = FIELD_MONEY,
      .at = AT(price),
      .required = true,
      .min = 1,
      .max = 1000000000 },
};
const struct form price_set_form = {
    .name = "price_set", .fields = price_fields, .n_fields = COUNT(price_fields), .size = sizeof(struct price_set_in)
};
#undef AT

str owner_label(const struct cx *cx, enum owner o)
{
    if (o == OWNER_OWN)
        return tr(cx, "ours");
    return o == OWNER_FOR_MEMBER ? tr(cx, "held for") : tr(cx, "being processed for");
}

struct job {
    struct web *w;
    struct stock_row *row;
    struct card_query q;
    struct card card;
    struct form_head head;
    struct item *item;
    struct item_price_all *price;
    struct item_in in;
    struct price_in set;
    str code;
    int64_t id;
    int n, n_price;
};

static result stock_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    date last = books_last(j->w);
    return date_cmp(last, DATE_OPEN) < 0 ? stock_as_of(cx, db, j->w->org_id, last, &j->row, &j->n)
                                         : stock_on_hand(cx, db, j->w->org_id, 0, &j->row, &j->n);
}

static result stock_csv(struct web *w, const struct job *j)
{
    struct buf b = buf_new(w->cx->mem);
    struct csv_out o = csv_out_new(&b, ',', true);
    const char *const head[] = { T("Code"),  T("Item"),     T("Lot"),  T("Grade"),
                                 T("Whose"), T("Quantity"), T("Unit"), T("Value") };
    for (int i = 0; i < COUNT(head); i++)
        csv_put(&o, tr(w->cx, head[i]));
    csv_end_row(&o);
    for (int i = 0; i < j->n; i++) {
        const struct stock_row *r = &j->row[i];
        csv_put(&o, r->item_code);
        csv_put(&o, r->item_name);
        csv_put(&o, r->lot_code);
        csv_put(&o, r->grade);
        csv_put(&o, owner_label(w->cx, r->owner));
        csv_put(&o, qty_text(w->cx->mem, r->qty, r->per, w->cx->lang == LANG_EN));
        csv_put(&o, r->shown_unit);
        csv_put_i64(&o, r->value.dong);
        csv_end_row(&o);
    }
    return web_file(w, S("stock.csv"), S("text/csv; charset=utf-8"), buf_str(&b), false);
}

static result stock_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct job j = { .w = w };
    money total = { 0 };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, stock_work, &j));
    if (str_eq(request_query(w->rq, S("format")), S("csv")))
        return stock_csv(w, &j);
    for (int i = 0; i < j.n; i++)
        if (!money_add(total, j.row[i].value, &total))
            return fail(w->cx, .kind = ERR_BUG, .code = S("money.overflow"),
                        .message = tr(w->cx, "The stock card overflows."));
    struct stock_page m = { .org_code = w->org_code, .row = j.row, .n = j.n, .total = total, .w = w };
    if (web_wants_json(w))
        return web_data(w, &m);
    stock_draw(&h, &m);
    return web_page(w, tr(w->cx, "Stock on hand"), &h);
}

static result card_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_form_head(cx, db, j->w->org_id, S("book.goods_detail"), j->q.to, &j->head));
    return stock_card(cx, db, j->q, &j->card);
}

static result card_pdf(struct web *w, const struct job *j)
{
    const struct card *c = &j->card;
    struct form_card_line *l = new (w->cx->mem, struct form_card_line, c->n);
    struct form_card f = { .head = j->head,
                           .values = true,
                           .item = c->item.name_vi,
                           .code = c->item.code,
                           .unit = c->item.shown_unit,
                           .per = c->item.per,
                           .open = c->open_qty,
                           .open_value = c->open_value,
                           .left = c->open_qty,
                           .left_value = c->open_value,
                           .line = l,
                           .n_line = c->n };
    struct print_doc doc;
    str pdf;
    f.head.from = j->q.from, f.head.to = j->q.to;
    for (int i = 0; i < c->n; i++) {
        const struct card_row *r = &c->row[i];
        bool in = r->qty.base > 0 || (r->qty.base == 0 && r->value.dong > 0);
        l[i] = (struct form_card_line){
            .on = r->on, .explanation = r->lot_code, .left = r->balance_qty, .left_value = r->balance_value
        };
        if (in)
            l[i].number_in = r->number_text, l[i].in = r->qty, l[i].in_value = r->value;
        else
            l[i].number_out = r->number_text, l[i].out = qty_neg(r->qty), l[i].out_value = money_neg(r->value);
        f.in.base += l[i].in.base, f.out.base += l[i].out.base;
        f.in_value.dong += l[i].in_value.dong, f.out_value.dong += l[i].out_value.dong;
        f.left = r->balance_qty, f.left_value = r->balance_value;
    }
    doc = form_card(w->cx, &f);
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, S("the-kho.pdf"), S("application/pdf"), pdf, true);
}

static result card_show(struct web *w)
{
    struct html h = html_new(w->cx);
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    struct days d = { { date_year(today) * 10000 + 101 }, today };
    TRY(books_days(w, &d));
    struct job j = { .w = w,
                     .q = { .org_id = w->org_id, .item_id = web_param_id(w, S("id")), .from = d.from, .to = d.to } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, card_work, &j));
    if (str_eq(request_query(w->rq, S("format")), S("pdf")))
        return card_pdf(w, &j);
    struct card_page m = { .org_code = w->org_code, .card = &j.card, .from = j.q.from, .to = j.q.to };
    if (web_wants_json(w))
        return web_data(w, &m);
    card_draw(&h, &m);
    TRY(files_block(w, &h, "stock", j.q.item_id));
    return web_page(w, TRF(w->cx, "Stock card: {1}", item_name(w->cx, &j.card.item)), &h);
}

static result items_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(item_list(cx, db, j->w->org_id, &j->item, &j->n));
    return item_price_all(db, (struct item_price_all_args){ .org_id = j->w->org_id }, &j->price, &j->n_price);
}

static result items_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct job j = { .w = w };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, items_work, &j));
    struct choice *c = new (w->cx->mem, struct choice, j.n);
    for (int i = 0; i < j.n; i++)
        c[i] = (struct choice){ j.item[i].code, item_name(w->cx, &j.item[i]) };
    struct price_set_in fresh = { .from = date_of_instant(w->cx->now_at, ZONE_VN) };
    struct items_page m = { .csrf = web_csrf_fields(w),
                            .rq = post ? w->rq : NULL,
                            .org_code = w->org_code,
                            .item_in = w->route->form == &item_form ? w->in : NULL,
                            .price_in = w->route->form == &price_set_form ? w->in : &fresh,
                            .can_write = cx_can(w->cx, CAP_POST) && w->cx->actor.org_id == w->org_id,
                            .item = j.item,
                            .n = j.n,
                            .price = j.price,
                            .n_price = j.n_price,
                            .choice = c,
                            .n_choice = j.n };
    if (web_wants_json(w))
        return web_data(w, &m);
    items_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Items and prices"), &h) : web_page(w, tr(w->cx, "Items and prices"), &h);
}

static str items_path(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/items", STR_ARG(w->org_code));
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return item_add(cx, db, j->w->org_id, &j->in, &j->id);
}

static result items_post(struct web *w)
{
    const struct item_form_in *in = w->in;
    struct job j = { .w = w, .in = { in->code, in->name_vi, in->name_en, in->unit, in->account } };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, add_work, &j));
    web_flash(w, TRF(w->cx, "{1} was added.", in->name_vi));
    return web_redirect(w, items_path(w));
}

static result price_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    struct item it;
    int before = cx->n_errors;
    if (!item_by_code(cx, db, j->w->org_id, j->code, &it).ok) {
        cx_blame_field(cx, before, "item");
        return FAILED;
    }
    j->set.item_id = it.id;
    return price_set(cx, db, j->w->org_id, j->set);
}

static result price_post(struct web *w)
{
    const struct price_set_in *in = w->in;
    struct job j = { .w = w, .code = in->item, .set = { .grade = in->grade, .from = in->from, .price = in->price } };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, price_work, &j));
    web_flash(w, tr(w->cx, "The price is set."));
    return web_redirect(w, items_path(w));
}

const struct route lots_routes[N_LOTS_ROUTES] = {
    { METHOD_GET, "/orgs/:org/stock", CAP_STOCK_READ, WALL_GRANT, NULL, stock_show, T("Stock on hand"), NULL,
      &stock_data },
    { METHOD_GET, "/orgs/:org/stock/:id", CAP_STOCK_READ, WALL_GRANT, NULL, card_show, T("Stock card"), NULL,
      &card_data },
    { METHOD_GET, "/orgs/:org/items", CAP_STOCK_READ, WALL_GRANT, NULL, items_show, T("Items and prices"), NULL,
      &items_data },
    { METHOD_POST, "/orgs/:org/items", CAP_POST, WALL_OWN, &item_form, items_post, T("Items and prices"), items_show },
    { METHOD_POST, "/orgs/:org/items/price", CAP_POST, WALL_OWN, &price_set_form, price_post, T("Items and prices"),
      items_show },
    { METHOD_GET, "/orgs/:org/items/price", CAP_STOCK_READ, WALL_OWN, NULL, items_show, T("Items and prices"), NULL,
      &items_data },
};
