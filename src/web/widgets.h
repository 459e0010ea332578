/* What pages are made of, drawn the same everywhere (docs/design.md shows when to use which). Everything here only
   draws: it reads no database and keeps nothing. Texts are str already in the reader's language: tr(), TRF(). Writes
   UTF-8 HTML that fits a Content-Security-Policy without inline style or script; charts are SVG with their figures in
   words. */
#ifndef WEB_WIDGETS_H
#define WEB_WIDGETS_H

#include "web/form.h"
#include "web/html.h"
#include "web/http.h"

/* State is never told by colour alone: the text says it, the tone repeats it. */
enum tone {
    TONE_PLAIN,
    TONE_OK,   /* done, posted, within limits */
    TONE_WAIT, /* somebody has to act, a date comes near */
    TONE_BAD,  /* refused, voided, overdue */
    TONE_INFO, /* good to know */
    TONE_DEMO  /* invented; ui_demo draws it */
};

/* ---- pieces ---- */
/* URL of an embedded asset ("app.css"), with its hash so that browsers may keep it for ever. */
str asset_url(struct arena *mem, str name);
/* Decoration beside a word, hidden from screen readers: search menu close plus download print check warn stop info next
   back up down sort user leave file calendar help lock mark (assets/src/icons.svg). */
void ui_icon(struct html *h, str name);
void ui_badge(struct html *h, enum tone tone, str text);
void ui_demo(struct html *h); /* the DEMO badge beside an invented name in a list */
void ui_note(struct html *h, enum tone tone, str text);

struct action {
    str label, path;
    bool quiet; /* outlined; the page's main action is not */
};
/* Heading of the page with its actions on the right. A page without it gets its title as heading by itself. */
void ui_head(struct html *h, str title, const struct action *a, int n);
/* Nothing here yet: what this page will hold, why that helps, and what to do first. action may be NULL. */
void ui_empty(struct html *h, str title, str text, const struct action *a);

struct tab {
    str label, path;
    int64_t count; /* shown behind the label; -1 = none */
    bool current;
};
void ui_tabs(struct html *h, const struct tab *t, int n, str label);

struct fact {
    str name, value;
    str path; /* the value as a link; empty = plain text */
};
/* Key-value list; facts with an empty value are left out. */
/* A text as a picture for a camera; nothing when it does not fit. title is its accessible name. */
void ui_qr(struct html *h, str text, str title);
void ui_facts(struct html *h, const struct fact *f, int n);

/* ---- lists ---- */
struct list_state {
    str q;        /* as typed; the room folds it with text_fold before it asks */
    int page;     /* from 1 */
    int per_page; /* 25, 50, 100 or 200 */
    str sort;     /* one of the room's names; empty = its default */
    bool desc;
};
/* Whatever stands in the query is answered by something sensible; never fails. ?q= &page= &per= &sort=name or -name */
struct list_state list_state_of(const struct request *rq);
static inline int64_t list_offset(const struct list_state *s) { return (int64_t)(s->page - 1) * s->per_page; }

struct list_filter {
    str name, label;             /* query parameter; what stands above the select */
    const struct choice *choice; /* the first one means "all" and has an empty value */
    int n;
};
struct list {
    const struct request *rq; /* every link keeps its path and its other parameters */
    struct list_state state;
    int64_t total;    /* rows that match, all pages */
    str search_label; /* "Name, phone or code"; empty = no search box */
    const struct list_filter *filter;
    int n_filter;
    bool can_export; /* the handler answers ?format=csv and ?format=xlsx, all pages, as filtered */
};
/* Around the table: list_open draws search, filters, the count and export links, list_close the pager. Between the two
   the room draws <table>, or ui_empty when total is 0 and nothing was searched for. Where script runs, typing searches
   at once. */
void list_open(struct html *h, const struct list *l);
void list_close(struct html *h, const struct list *l);
/* True when the emptiness is the filter's doing: then list_open has said so already and the room draws nothing. */
bool list_filtered(const struct list *l);
/* <th> with a link that sorts by `sort`; numeric columns stand right. */
void list_th(struct html *h, const struct list *l, str label, str sort, bool numeric);
/* The request's address with one parameter replaced ("" = removed), page reset unless it is the one replaced. */
str list_url(struct arena *mem, const struct request *rq, str name, str value);

/* ---- figures ---- */
/* part of whole as a bar; more than whole fills it. whole <= 0 draws an empty bar. label says it in words. */
void ui_progress(struct html *h, int64_t part, int64_t whole, str label);
/* A line of n >= 2 values, oldest first; label says what it shows, first and last value included. */
void ui_spark(struct html *h, const int64_t *value, int n, str label);
struct bar {
    str label, figure; /* "Sóc Sơn", "1.234.567 đ" */
    str path;          /* label as a link; may be empty */
    int64_t value;     /* >= 0 */
};
/* One bar a line, each with its name and figure, all to the same scale. */
void ui_bars(struct html *h, const struct bar *b, int n);

struct column {
    str label, says; /* "11"; "November 2026: in 12.000.000 đ, out 3.000.000 đ" */
    str path;        /* what it is made of */
    int64_t in, out; /* a negative one is drawn as nothing */
};
/* Two bars side by side for each month or week, oldest first, all to one scale; a legend says which is which. */
void ui_columns(struct html *h, const struct column *c, int n, str in, str out);

struct tile {
    str label, value, unit, note; /* "Revenue this month", "12.400.000", "đ", "3 of 4 reporting" */
    str path;                     /* the figure leads to what it is made of; may be empty */
    int64_t part, whole;          /* progress to a target when whole > 0; progress_label in words */
    str progress_label;
    const int64_t *trend; /* n_trend >= 2 draws a line; trend_label in words */
    int n_trend;
    str trend_label;
};
void ui_tiles(struct html *h, const struct tile *t, int n);
/* A voucher's number: a link for whoever may read the books. */
void ui_voucher(struct html *h, str org_code, int64_t voucher_id, str number);

/* ---- what happened, what will happen ---- */
struct moment {
    str when, who, what, note; /* note may be empty: the reason of a void */
    str path;                  /* `what` as a link; may be empty */
    bool bad;                  /* a void, a refusal */
};
void ui_history(struct html *h, const struct moment *m, int n); /* newest first */

/* Acts with a figure each, as a list that a narrow screen shows without a table. */
struct act_line {
    str what, note;   /* "Cải mơ 412,5 kg" · "02/03/2026 · PNK2026-00012" */
    str path;         /* note leads there; may be empty */
    str figure, under; /* "1.234.567 đ" · "owed 500.000 đ"; may be empty */
    enum tone tone;   /* of badge */
    str badge;        /* a state; may be empty */
    bool voided;
};
void ui_entries(struct html *h, const struct act_line *e, int n);

/* A sentence about what a book will say. Those of one book stand together, in the order given. */
struct effect_line {
    str book, sentence; /* "Journal", "Dr 152 1.200.000 đ, Cr 331 …" */
};
void ui_effects(struct html *h, const struct effect_line *e, int n);

/* ---- refusals ---- */
/* A whole page body for an error that no form can show: what happened and what to do, in plain words. */
/* ?from=&to= as dd/mm/yyyy, the way dates are typed everywhere; none and DATE_OPEN stand as empty. */
void ui_period(struct html *h, date from, date to);
void ui_trouble(struct html *h, enum err_kind kind, const struct err *e);
/* Its heading, also the page's title. */
str trouble_title(const struct cx *cx, enum err_kind kind);

#endif
