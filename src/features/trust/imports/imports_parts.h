/* What the room's files share among themselves. */
#ifndef FEATURES_IMPORTS_PARTS_H
#define FEATURES_IMPORTS_PARTS_H

#include "features/people/members/members.h"
#include "features/produce/lots/lots.h"
#include "features/trust/imports/imports.h"

#include "web/sheet/sheet.h"

enum { IMPORT_ROWS_MAX = 100000, IMPORT_BALANCES_MAX = 5000, IMPORT_PAGE = 500, IMPORT_COLUMNS_MAX = 14 };

struct import_column {
    const char *title, *help; /* T("…") */
    const char *field;        /* what rules call it */
    enum sheet_type type;
    int64_t per;
    bool required;
    const struct option_list *list;
};
enum {
    M_CODE,
    M_NAME,
    M_PHONE,
    M_BIRTH,
    M_GENDER,
    M_ADDRESS,
    M_HAMLET,
    M_NUMBER,
    M_JOINED,
    M_CLASS,
    M_AGREEMENT,
    M_SIGNED,
    M_MODE,
    M_FEE
};
enum { P_KIND, P_CODE, P_NAME, P_WHO, P_TAX, P_PHONE, P_ADDRESS, P_HAMLET };
enum { I_CODE, I_NAME, I_NAME_EN, I_UNIT, I_ACCOUNT };
enum { B_ACCOUNT, B_PARTY, B_ITEM, B_QTY, B_DEBIT, B_CREDIT };
struct import_list;
struct import_kind {
    str name;
    const char *title; /* T("…") */
    const struct import_column *column;
    int n, rows_max;
    const struct import_list *list; /* NULL: all rows together are one voucher */
};
extern const struct option_list import_who;                   /* "person" "organisation" */
const struct import_kind *import_kind_find(str name);         /* NULL = none */
int import_column_of(const struct import_kind *k, str field); /* -1 = none */

struct import_row {
    struct sheet_row cells;
    str error;
    int64_t made_id;
};
struct import_rows {
    struct import_row *row;
    int n;
};
/* Called for each row below the heading that has content. Its memory is given back after the call; fn may ask for more
   that stays in `stay`, which runs then. */
struct import_reader {
    result (*row)(struct cx *cx, void *arg, const struct sheet_row *row);
    void (*stay)(struct cx *cx, void *arg);
    void *arg;
};
result import_read(struct cx *cx, const struct import_kind *k, const struct import_file *in,
                   const struct import_reader *to);
/* How a row is kept until it is applied. seal hides the personal number of members. */
str import_cells_write(struct cx *cx, const struct import_kind *k, const struct sheet_row *r,
                       const struct import_apply *at, const struct member_seal *seal);
result import_cells_read(struct cx *cx, const struct import_kind *k, str json, const struct import_apply *at,
                         const struct member_seal *seal, struct sheet_row *out);

/* ---- errors of a row ---- */
struct import_mark {
    struct err **from;
    int before;
};
struct import_mark import_mark(struct cx *cx);
/* Gives the errors since the mark their cells' names: fields of rules become "B7". */
void import_name_cells(struct cx *cx, struct import_mark m, const struct import_kind *k, int row_no);
/* Moves them into the text, a line each. Fails, leaving them, when one is not about what was filled in. */
result import_take_errors(struct cx *cx, struct import_mark m, str *text);

/* ---- making. Inside a write transaction: errors go into the rows, ids of what was made too ---- */
struct import_making {
    int64_t org_id;
    const struct import_kind *kind;
    const struct member_seal *seal;
    struct import_rows rows;
    date on;
    str request_id;
    str error; /* of the whole */
    struct party_series series;
};
/* What rows so far have said. */
struct import_seen {
    struct member_batch party;
    struct item_batch item;
};
struct import_seen import_seen_new(struct arena *mem, int64_t room);
void import_seen_more(struct import_seen *seen, struct arena *mem, int more);

/* A list whose rows stand on their own. */
struct import_list {
    const char *made, *path; /* "party", "members": where one of them is shown; NULL = no page of its own */
    int ids;                 /* a row takes at most */
    result (*look)(struct cx *cx, struct db *db, const struct import_making *m, const struct sheet_row *r,
                   struct import_seen *seen); /* pushes mistakes, writes nothing */
    result (*make)(struct cx *cx, struct db *db, struct import_making *m, const struct sheet_row *r, int64_t *id);
    result (*used)(struct cx *cx, struct db *db, int64_t org_id, int64_t **id, int *n); /* ascending */
    result (*tell)(struct cx *cx, struct db *db, int64_t org_id, int64_t id);           /* pushes why it cannot go */
    result (*remove)(struct cx *cx, struct db *db, int64_t org_id, const int64_t *id, int n);
};
extern const struct import_list import_members, import_partners, import_items;
result import_in_use(struct cx *cx, str message);

/* Looks for the mistakes of a row. */
result import_try_row(struct cx *cx, struct db *db, const struct import_making *m, struct import_row *r,
                      struct import_seen *seen);
result import_make_rows(struct cx *cx, struct db *db, struct import_making *m);
result import_make_balances(struct cx *cx, struct db *db, struct import_making *m);

/* Posts balances in a transaction that is taken back; the rows keep what was wrong. */
result import_try_balances(struct cx *cx, struct store *s, struct import_making *m);
struct import_batch_get;
result import_batch_one(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct import_batch_get *row);
result import_wrong_state(struct cx *cx);
/* "B7" → column 1, row 7. */
bool import_cell_parse(str name, int *col, int64_t *row_no);
#define IMPORT_HIDDEN "••••••" /* stands for a personal number */

/* ---- imports_forget.c ---- */
/* Takes a person out of the files that wait, and out of their names. */
result import_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n);
/* The job "imports.forget": drops files that have waited thirty days. */
result import_forget(struct cx *cx, struct store *s);

enum { N_IMPORTS_ROUTES = 10, N_IMPORTS_COMMANDS = 5 };
extern const struct route imports_routes[N_IMPORTS_ROUTES];
extern const struct command imports_commands[N_IMPORTS_COMMANDS];

#endif
