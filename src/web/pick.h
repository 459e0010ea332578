/* Choosing one of many by typing: a party, an item, an account. The field stays a text field, so that a code, a name
   or what the list put there ("TV001 · Nguyễn Văn Ân") may be typed and pasted, with or without script. */
#ifndef WEB_PICK_H
#define WEB_PICK_H

#include "web/feature.h"

enum { PICK_SHOWN = 20, PICK_LIST = 100 };

struct pick_ask {
    int64_t org_id;
    str fold; /* text_fold of what was typed; "" = the first ones */
    int limit;
};
/* What a room gives. Both look inside one organisation only. */
struct picker {
    /* Whose name or code fits, best first: value = code, label = name. */
    result (*find)(struct cx *cx, struct db *db, struct pick_ask ask, struct choice **out, int *n);
    result (*by_code)(struct cx *cx, struct db *db, int64_t org_id, str code, bool *found);
};

/* Answers GET …/pick/…?q=: {"choices":[{"value":"TV001","label":"Nguyễn Văn Ân"}]}, at most PICK_SHOWN. */
result web_pick(struct web *w, const struct picker *p);
extern const struct data pick_data; /* of its routes */

/* The code that *typed means goes into *typed. A name that several bear is an error at `field` that lists them; what
   nothing fits stays as it was typed, for the use case to refuse in its own words. */
result pick_resolve(struct cx *cx, struct db *db, int64_t org_id, const struct picker *p, str field, str *typed);

#endif
