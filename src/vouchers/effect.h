/* The private face between voucher.c and the effects it writes. */
#ifndef VOUCHERS_EFFECT_H
#define VOUCHERS_EFFECT_H

#include "vouchers/canon.h"
#include "vouchers/voucher.h"

/* What posting learned before it writes. */
struct posting {
    int64_t voucher_id;
    bool is_void;
    bool negative_stock; /* the organisation allows it */
    bool two_people;     /* this kind needs another to post than who prepared */
    bool is_heard;       /* somebody asked to be told of it */
    int year;
};

struct effect_ops {
    const char *name;
    /* Pushes all errors. Reads only. */
    result (*check)(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p);
    result (*insert)(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p);
    /* Fills the effect's array of out. */
    result (*load)(struct cx *cx, struct db *db, int64_t voucher_id, struct voucher *out);
    /* Turns a loaded voucher's effects into those of its void, in place. */
    void (*reverse)(struct cx *cx, struct voucher *v);
    void (*encode)(struct canon *c, const struct voucher *v);
};

#define EFFECT(name) extern const struct effect_ops effect_##name;
#include "vouchers/effects.def"
#undef EFFECT

extern const struct effect_ops *const effects[];
extern const int n_effects;

str effect_field(struct cx *cx, const char *list, int i, const char *field); /* "lines[2].account" */

#endif
