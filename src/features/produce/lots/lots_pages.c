/* Pages of the store: the card of an item, new items and prices. */
#include "features/produce/lots/lots_pages.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/files/files.h"
#include "lots.html.h"
#include "lots.sql.h"

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
    struct card_query q;
    struct card card;
    struct form_head head;
    struct item *item;
    struct item_in in;
    struct price_in set;
    str code;
    int64_t id;
    int n;
};

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
    return item_list(cx, db, j->w->org_id, &j->item, &j->n);
}

static result item_draw(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    struct item_page m = {
        .csrf = web_csrf_fields(w), .rq = again ? w->rq : NULL, .org_code = w->org_code, .in = again ? w->in : NULL
    };
    item_new_draw(&h, &m);
    str title = tr(w->cx, "Add an item");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result item_new_show(struct web *w) { return item_draw(w, false); }
static result item_new_again(struct web *w) { return item_draw(w, true); }

static result price_draw(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    struct job j = { .w = w };
    struct price_set_in fresh = { .from = date_of_instant(w->cx->now_at, ZONE_VN),
                                  .item = request_query(w->rq, S("item")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, items_work, &j));
    struct choice *c = new (w->cx->mem, struct choice, j.n);
    for (int i = 0; i < j.n; i++)
        c[i] = (struct choice){ j.item[i].code, item_name(w->cx, &j.item[i]) };
    struct price_page m = { .csrf = web_csrf_fields(w),
                            .rq = again ? w->rq : NULL,
                            .org_code = w->org_code,
                            .in = again ? w->in : &fresh,
                            .choice = c,
                            .n_choice = j.n };
    price_set_draw(&h, &m);
    str title = tr(w->cx, "Set a price");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result price_new_show(struct web *w) { return price_draw(w, false); }
static result price_new_again(struct web *w) { return price_draw(w, true); }

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
    return web_redirect(w, str_fmt(w->cx->mem, STR_FMT "/prices", STR_ARG(items_path(w))));
}

const struct route lots_routes[N_LOTS_ROUTES] = {
    { METHOD_GET, "/orgs/:org/stock", CAP_STOCK_READ, WALL_GRANT, NULL, stock_show, T("Stock on hand"), NULL,
      &stock_data },
    { METHOD_GET, "/orgs/:org/stock/:id", CAP_STOCK_READ, WALL_GRANT, NULL, card_show, T("Stock card"), NULL,
      &card_data },
    { METHOD_GET, "/orgs/:org/items", CAP_STOCK_READ, WALL_GRANT, NULL, items_show, T("Items and prices"), NULL,
      &items_data },
    { METHOD_GET, "/orgs/:org/items/prices", CAP_STOCK_READ, WALL_GRANT, NULL, prices_show, T("Intake prices"), NULL,
      &prices_data },
    { METHOD_GET, "/orgs/:org/items/new", CAP_POST, WALL_OWN, NULL, item_new_show, T("Add an item"), NULL },
    { METHOD_POST, "/orgs/:org/items", CAP_POST, WALL_OWN, &item_form, items_post, T("Add an item"), item_new_again },
    { METHOD_GET, "/orgs/:org/items/price", CAP_POST, WALL_OWN, NULL, price_new_show, T("Set a price"), NULL },
    { METHOD_POST, "/orgs/:org/items/price", CAP_POST, WALL_OWN, &price_set_form, price_post, T("Set a price"),
      price_new_again },
};
