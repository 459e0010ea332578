/* Lists: a room declares columns, names a query with :behind (docs/sql.md) and fills cells; this draws the page, reads
   it from behind a row, remembers columns and filters, adds up, selects, and writes the same rows as XLSX, CSV or JSON
   in constant memory. docs/web.md shows a whole room's list.

   ?q= searches, ?sort=name or -name orders, ?per= rows a page, ?cols=a,b columns, ?behind= and ?before= page,
   ?format=csv|xlsx|json the file; every other parameter is a filter of the room and stays in each link. */
#ifndef WEB_LIST_LIST_H
#define WEB_LIST_LIST_H

#include "db/db.h"
#include "web/feature.h"
#include "web/widgets.h"

enum list_type { LIST_TEXT, LIST_DATE, LIST_MONEY, LIST_QTY, LIST_INT, LIST_STATE };
enum list_flag {
    LIST_KEY = 1, /* leads to the row's own page */
    LIST_OFF = 2, /* shown when chosen; always in files */
    LIST_OWN = 4, /* not for outsiders (web_outside) */
};

struct list_col {
    const char *name;  /* in ?cols= and JSON */
    const char *label; /* T("Number") */
    enum list_type type;
    const char *sort;    /* an order of the query; NULL: none */
    unsigned flags;      /* enum list_flag */
    const char *sort_by; /* a second order, and what the link to it says: "name", T("by family name") */
    const char *sort_by_label;
    const char *total; /* which column of the query's -- total: is its sum, "" in an array; NULL: none */
};

/* One value. A cell that was not set is empty on the page and in files. */
struct list_cell {
    bool set;
    int64_t number, per; /* đồng, base units, YYYYMMDD, a count */
    str text;            /* the text; of a quantity its shown unit */
    str path;            /* of a text: where it leads; empty: nowhere */
    enum tone tone;
};
static inline struct list_cell list_text(str s) { return (struct list_cell){ .set = s.n > 0, .text = s }; }
static inline struct list_cell list_link(str s, str path)
{
    return (struct list_cell){ .set = s.n > 0, .text = s, .path = path };
}
static inline struct list_cell list_date(date d) { return (struct list_cell){ .set = d.ymd > 0, .number = d.ymd }; }
static inline struct list_cell list_money(money m) { return (struct list_cell){ .set = true, .number = m.dong }; }
static inline struct list_cell list_int(int64_t v) { return (struct list_cell){ .set = true, .number = v }; }
static inline struct list_cell list_qty(qty q, int64_t per, str unit)
{
    return (struct list_cell){ .set = true, .number = q.base, .per = per, .text = unit };
}
static inline struct list_cell list_state(enum tone tone, str s)
{
    return (struct list_cell){ .set = s.n > 0, .text = s, .tone = tone };
}

struct list_row {
    struct list_cell *cell; /* as many as columns */
    int64_t id;             /* what a selection names */
    bool fixed;             /* nothing can be done with it: it cannot be selected */
    str path;               /* the row's own page; empty: none */
    bool voided;            /* struck through */
    bool demo;              /* invented: says so behind the key */
};

/* Rows that a room has read already: a short list. They are searched, sorted, paged and added up here: by what stands
   in the cells; an order is a column's .sort, and .sort_by orders full names by the given name. */
struct list_array {
    const void *row;
    size_t size; /* of one */
    int n;
    bool is_found; /* what is searched was found by the room */
};

/* Rows are counted and added up to here, so that a long list opens as fast as a short one; beyond there are "more". Of
   what is searched fewer: nobody reads the number of ten thousand findings. */
enum { LIST_COUNT_MAX = 10000, LIST_FOUND_MAX = 1000 };

struct list_view;
/* A book: its rows stand in one order, and one column is what is left after each of them. */
struct list_run {
    int debit, credit, balance; /* columns */
    /* The balance before the row in the arguments' .behind_x; is_first: before all that is shown. */
    result (*before)(struct cx *cx, struct db *db, const struct list_view *v, bool is_first, money *out);
};

struct list_def {
    const char *name, *title; /* "vouchers": files and saved filters are called so; T("Vouchers") */
    const char *sort;         /* without ?sort=: "-by_date" */
    const struct list_col *col;
    int n_col;                  /* at most 64 */
    const struct db_page *page; /* NULL: list_view.array */
    /* One row of the query or array into row->cell, zeroed before; text need not be copied. */
    void (*cells)(const struct list_view *v, const void *row, struct list_row *out);
    const struct list_run *run; /* NULL: no balance */
    /* The sums of more rows than are added up, from elsewhere, into the query's row of totals (n_row stays). *known
       false: they are not known. May be NULL. */
    result (*sums)(struct cx *cx, struct db *db, const struct list_view *v, void *totals, bool *known);
    /* Takes from a row of the query what an outsider may not see, before it is written as JSON; may be NULL. */
    void (*hide)(const struct list_view *v, void *row);
    const char *search; /* T("Name, phone or code"); NULL: no search */
    bool guarded;       /* names: outsiders get no search and no order but the standard one */
    const char *empty_title, *empty_text;
};

/* What can be done with the selected rows: a page (GET) that gets their ids as ?id=… and asks before it acts. */
struct list_act {
    str label, path, name, value; /* name=value goes along; may be empty */
};

enum list_format { LIST_PAGE, LIST_CSV, LIST_XLSX, LIST_JSON };
struct list_view {
    struct web *w;
    const struct list_def *def;
    /* what was asked for */
    str q, fold; /* empty below two letters; fold is text_fold(q) */
    str sort;
    bool desc, outside, typing; /* typing: the browser asks for a part of the page while somebody types */
    int per;
    enum list_format format;
    uint64_t shown; /* bit i: column i */
    bool period;
    date from, to;
    /* set by the room before list_show; all of it must live until then */
    const struct db_page *page; /* def->page; when somebody searches, another query with the same rows and totals */
    const struct list_array *array;
    void *args; /* of the page's query, without its order, beginning and limit */
    void *room; /* whatever cells need */
    const struct list_filter *filter;
    int n_filter;
    const struct action *action;
    int n_action;
    const struct list_act *act;
    int n_act;
    const struct action *first; /* what to do when the list is empty; may be NULL */
    str title;                  /* def->title when empty */
    str part;                   /* of a file's name, behind def->name; may be empty */
    str note;                   /* a sentence above the table */
    const struct tab *tab;      /* the same thing seen otherwise */
    int n_tab;
    void (*below)(struct html *h, const struct list_view *v); /* what stands under the list; NULL: nothing */
    const void *more;                                         /* of the JSON (LIST_MORE_FIELDS) */
    str base;         /* the part of a row's address that all rows share, for cells() */
    int lead;         /* set by list_show: what finds the rows (db_page_lead) */
};

struct list_view list_begin(struct web *w, const struct list_def *def);
/* ?from= and ?to=, as people type dates, with what they are when absent; draws their fields. */
result list_period(struct list_view *v, date from, date to);
/* A filter's value: the query parameter of that name. */
str list_choice(const struct list_view *v, const char *name);
/* The digits at the end of what somebody looks for: "PC2026-00012" → 12; -1 when there are none. */
int64_t list_number(str q);
/* What somebody looks for as codes are written: "htx-1" → "HTX-1". */
str list_capitals(struct arena *mem, str q);
/* Reads and answers: the page, the rows alone while somebody types, or the file. */
result list_show(struct list_view *v);

/* The ids that a selection sent (?id=…&id=… or posted), at most n_max, without repeats. */
enum { LIST_SELECT_MAX = 200 };
int list_selected(const struct web *w, int64_t *id, int n_max);

#endif
