/* Weighing produce in: one sheet, one slip a member. How a slip is posted follows from the member's agreement on the
   day: bought, sold on the member's behalf, or processed for hire. Law: Law 17/2023 Art 4.1–4.2, 4.9; Circular 71/2024
   accounts 156, 331, 002, 003, forms 01-VT and 06-VT. */
#ifndef FEATURES_INTAKE_H
#define FEATURES_INTAKE_H

#include "features/people/members/members.h"
#include "features/produce/lots/lots.h"

extern const struct feature intake_feature;

struct intake_row {
    int row_no;       /* its place on the form: errors say "row-<row_no>-gross" */
    int64_t party_id; /* 0 = by member code */
    str member, item; /* codes */
    qty gross, tare;  /* base units */
    str grade;
    bool price_later;
    money price; /* per shown unit; 0 with price_later false = the list price of the day */
    str note;
};
struct intake_sheet {
    int64_t org_id;
    date delivered_on;
    str request_id; /* of the sheet; each slip's is derived from it */
    const struct intake_row *row;
    int n;
    bool confirmed; /* a warning about similar slips was read: intake_command_json says so */
};
struct intake_slip {
    struct intake_row in;
    struct member_state member;
    struct item item;
    str mode; /* "bought" "on_behalf" "processing" */
    qty net;
    bool priced;
    money price, amount;
    struct lot lot;       /* empty in a preview */
    struct posted posted; /* empty in a preview */
};
/* Works out every slip and checks it: all mistakes of all rows at once. Writes nothing. */
result intake_plan(struct cx *cx, struct db *db, const struct intake_sheet *s, struct intake_slip **out);
/* Warns (ERR_CONFLICT "intake.similar" at the weight) of a slip with the same member, item, weight and day, in the
   sheet or posted before and not void. Whoever knows better leaves this call out. */
result intake_similar(struct cx *cx, struct db *db, const struct intake_sheet *s, const struct intake_slip *slip);
/* Plans and posts them all, or none. Sending the same sheet again gives the first answers. */
result intake_post(struct cx *cx, struct db *db, const struct intake_sheet *s, struct intake_slip **out);
/* The effects of a planned slip in sentences of the reader's language, grouped: "Stock", "Journal", "Passbook",
 * "Trace". */
struct effect_words {
    str book, sentence;
};
int intake_words(struct cx *cx, const struct intake_slip *slip, struct effect_words *out, int max);

struct intake_price {
    int64_t org_id, voucher_id; /* the slip */
    money price;
    date on;
    str request_id, note;
};
/* Gives a slip its price: a voucher of its own that settles the slip. Refuses a slip that has a price or is void. */
result intake_price_later(struct cx *cx, struct db *db, const struct intake_price *in, struct posted *out);
/* The same without writing. */
result intake_price_check(struct cx *cx, struct db *db, const struct intake_price *in);

/* The kinds' doors. {"kind":"intake.delivery","org","on","member","item","gross","tare","grade","price_vnd",
   "price_later","note","request_id","confirmed"}: codes, base units, today when "on" is absent; "intake.similar" unless
   confirmed.
   {"kind":"intake.price","org","on","slip","price_vnd","note","request_id"}. */
result intake_post_command(struct cx *cx, struct db *db, const struct json *command, struct posted *out);
result intake_price_command(struct cx *cx, struct db *db, const struct json *command, struct posted *out);
/* The same commands written, for drafts: row i of the sheet; a price. */
str intake_command_json(struct cx *cx, const struct intake_sheet *s, int i, str org_code);
str intake_price_json(struct cx *cx, const struct intake_price *in, str org_code);

struct intake_record {
    int64_t voucher_id, party_id, item_id, lot_id, price_voucher_id; /* 0 = not priced by a later voucher */
    str number_text, member_code, member_name, item_code, item_name, shown_unit, grade, mode, lot_code, lot_token, note;
    str account; /* of the item */
    enum unit unit;
    int64_t per;
    qty gross, tare, net;
    bool priced, is_void;
    money price, amount; /* of the slip or of the later voucher */
    money paid;          /* by payments that are not void */
    date delivered_on;
};
struct intake_query {
    int64_t org_id;
    date from, to;
    int64_t party_id; /* 0 = all */
    str search;       /* name or code, folded by the callee */
    str state;        /* "" "unpriced" "unpaid" */
    str sheet;        /* request id of one sheet; "" = all */
    int limit;
};
/* Whole slips, newest first: for papers. */
result intake_slips(struct cx *cx, struct db *db, const struct intake_query *q, struct intake_record **out, int *n);
result intake_get(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct intake_record *out);
/* Answers with slips on paper. */
result intake_print_slips(struct web *w, const struct intake_record *r, int n);

#endif
