/* What the room's pages and templates share. */
#ifndef FEATURES_ACCOUNTING_PAGES_H
#define FEATURES_ACCOUNTING_PAGES_H

#include "base/json.h"
#include "features/books/accounting/accounting.h"
#include "features/books/accounting/accounting_overview.h"
#include "web/data.h"
#include "web/pick.h"
#include "web/widgets.h"

enum { N_ACCOUNTING_ROUTES = 22 };
extern const struct route accounting_routes[N_ACCOUNTING_ROUTES];

struct void_in {
    str reason;
    date on;
    bool together;
};
struct period_in {
    str month, state, reason;
};
struct journal_row_in {
    str account, party;
    money dr, cr;
};
struct journal_in {
    date on;
    str memo, step;
    bool confirmed;    /* a warning about a similar entry was read */
    int64_t template;  /* it was filled from; 0 = none */
    str template_name; /* step "template": what to keep it as */
    bool monthly;
    struct journal_row_in *row;
    int n_row;
};
extern const struct picker account_picker;
struct draft_in {
    str step;       /* "drop"; else it is posted */
    bool confirmed; /* a warning about a similar voucher was read */
};
extern const struct form void_form, period_form, journal_form, draft_form;
extern const struct data overview_data, vouchers_data, voucher_data, balance_data, ledger_data, journal_data,
    periods_data, drafts_data, draft_data, settings_data;

struct accounting_voucher_list;
struct accounting_names;

/* A name for each id that a voucher mentions. */
struct named {
    int64_t id;
    str code, name;
};
struct voucher_page {
    html_safe csrf;
    const struct request *rq;
    const struct void_in *in;
    str org_code;
    const struct voucher_record *r;
    const struct voucher_kind *kind;
    const struct named *party, *item, *user;
    int n_party, n_item, n_user;
    const struct accounting_account_name *account;
    int n_account;
    const struct dependent *dep;
    int n_dep;
    bool can_void, is_void;
    const struct web *w;
};
/* accounting_print.c */
result voucher_pdf(struct web *w, const struct voucher_page *m, int n);
result vouchers_pdf(struct web *w); /* of the selected ones */
struct balance_page {
    str org_code;
    const struct account_balance *row; /* first level and leaves, by code */
    int n;
    struct account_balance total;
    date from, to;
};
struct periods_page {
    html_safe csrf;
    const struct request *rq;
    const struct period_in *in;
    str org_code;
    bool can_change;
    const struct period_state *row;
    int n;
};
struct entry_page {
    html_safe csrf;
    const struct request *rq;
    const struct journal_in *in;
    str org_code;
    struct sheet_choice choice[2];
    bool preview, can_post;
    money dr, cr;
};
struct templates_page {
    html_safe csrf;
    str org_code;
    const struct journal_template *t;
    int n;
    date today;
};
extern const struct data templates_data;
result templates_show(struct web *w);
result templates_post(struct web *w);

struct drafts_page {
    str org_code;
    const struct draft *d;
    const str *by;
    int n;
};
/* A list of a command: lines, moves, parts. Columns are the keys that any row has. */
struct draft_part {
    const struct json *rows;
    str *key;
    int n_key;
};
struct draft_words {
    struct fact *fact;
    struct draft_part *part;
    int n, n_part;
};
struct draft_page {
    html_safe csrf;
    const struct request *rq;
    const struct draft_in *in;
    str org_code, by, title;
    const struct draft *d;
    struct draft_words words;
    bool can_post, waits;
};

str voucher_number(struct arena *mem, str book, int64_t year, int64_t number);
const struct named *named_find(const struct named *list, int n, int64_t id);
/* "Lê Thị Mầm for Đỗ Văn Biếc"; behalf_id 0 = in the own name. */
str named_hands(struct cx *cx, const struct named *list, int n, int64_t id, int64_t behalf_id);

/* Handlers of accounting_entry_pages.c. */
result journal_new_show(struct web *w);
result journal_new_again(struct web *w);
result journal_new_post(struct web *w);
result journal_pick_accounts(struct web *w);
result journal_pick_parties(struct web *w);
struct settings_in {
    str four_eyes, negative_stock, second_factor, file_mb;
};
struct settings_page {
    html_safe csrf;
    const struct request *rq;
    const struct settings_in *in;
    str org_code;
};
extern const struct form settings_form;
result settings_show(struct web *w);
result settings_post(struct web *w);

/* Of accounting_drafts_pages.c. */
str draft_head(const struct cx *cx, str key);
str draft_cell(struct cx *cx, const struct json *row, str key);
result draft_show(struct web *w);
result drafts_show(struct web *w);
result drafts_post(struct web *w);
result periods_show(struct web *w);
result periods_post(struct web *w);
/* Handlers of accounting_books_pages.c. */
result balance_show(struct web *w);
result ledger_show(struct web *w);
result journal_show(struct web *w);

/* ---- accounting_lists.c ---- */
result accounting_vouchers_show(struct web *w);
/* The kinds that vouchers are filtered by, "All" first; room for 16. */
int accounting_kind_choices(struct web *w, struct choice *c);
/* "PC2026-00012", "pc 12", "12": a book (empty: any) and a number; number 0 when there is none. */
void accounting_number_asked(struct arena *mem, str q, str *book, int64_t *number);

/* ---- accounting_person.c: what the room brings to struct feature ---- */
result accounting_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j);
result accounting_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n);

#endif
