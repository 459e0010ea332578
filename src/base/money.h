/* Money in đồng and quantity in an item's base unit: int64 in distinct structs, so they cannot be mixed.
   All arithmetic is checked: functions return false on overflow and leave *out untouched. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/str.h"

typedef struct {
    int64_t dong;
} money;

typedef struct {
    int64_t base; /* g, ml, piece, mm or cm²: fixed per item */
} qty;

[[nodiscard]] static inline bool money_add(money a, money b, money *out)
{
    int64_t v;
    if (__builtin_add_overflow(a.dong, b.dong, &v))
        return false;
    out->dong = v;
    return true;
}
[[nodiscard]] static inline bool money_sub(money a, money b, money *out)
{
    int64_t v;
    if (__builtin_sub_overflow(a.dong, b.dong, &v))
        return false;
    out->dong = v;
    return true;
}
[[nodiscard]] static inline bool qty_add(qty a, qty b, qty *out)
{
    int64_t v;
    if (__builtin_add_overflow(a.base, b.base, &v))
        return false;
    out->base = v;
    return true;
}
[[nodiscard]] static inline bool qty_sub(qty a, qty b, qty *out)
{
    int64_t v;
    if (__builtin_sub_overflow(a.base, b.base, &v))
        return false;
    out->base = v;
    return true;
}
/* INT64_MIN has no opposite: it stays itself (no stored amount is that large). */
static inline money money_neg(money a) { return (money){ (int64_t)-(uint64_t)a.dong }; }
static inline qty qty_neg(qty a) { return (qty){ (int64_t)-(uint64_t)a.base }; }

/* a*b/c through 128 bits, rounded half away from zero: the one rounding of the program. c > 0. */
[[nodiscard]] bool mul_div_round(int64_t a, int64_t b, int64_t c, int64_t *out);
/* price is đồng per `per` base units (per > 0), e.g. per kilogram with base g: per = 1000. */
[[nodiscard]] bool money_of_qty(qty q, money price, int64_t per, money *out);
/* Splits total over n weights (>= 0, sum > 0) by largest remainder, ties to the earlier; parts sum exactly to total. */
[[nodiscard]] bool money_split(money total, const int64_t *weight, money *part, int n);

/* "1.234.567", "-50.000"; English uses commas. No unit. */
str money_text(struct arena *mem, money m, bool english);
/* Accepts "1234567", "1.234.567", "1,234,567", "1 234 567", optional "đ"/"₫"/"VND"; refuses fractions, mixed or
   misplaced separators. */
[[nodiscard]] bool money_parse(str text, money *out);
/* "một triệu hai trăm … đồng" / "one million … dong", first letter capital. */
str money_words(struct arena *mem, money m, bool english);

/* Quantity shown in a display unit of `per` base units (1..10^12) with at most log10(per) decimals (rounded up), no
   trailing zeros: 412500 g per 1000 → "412,5" (vi) / "412.5" (en). Never grouped, so that qty_parse reads back what was
   shown: "1.234" typed is 1.234 kg, and a page that prints 1234 kg like that would lose a factor of thousand on its way
   back. */
str qty_text(struct arena *mem, qty q, int64_t per, bool english);
/* "412,5" or "412.5" or "412" or "1.234,5" (vi grouping) in display units → base units; refuses more decimals than per
   holds and anything ambiguous ("1.234" is 1.234 units when per >= 1000: a lone separator followed by digits is
   decimal). */
[[nodiscard]] bool qty_parse(str text, int64_t per, qty *out);

#endif
