/* One value of a form: from what a person typed to the struct, with the field's own error; and back to text. The
   formats of money, quantities and dates are base/'s; bounds are the field's. */
#include "base/text.h"
#include "web/form_parts.h"

enum { TEXT_MAX = 500, AREA_MAX = 4000, PASSWORD_MAX = 200 };

void form_bad(const struct form_at *a, str code, str message, str hint)
{
    (void)fail(a->cx, .kind = ERR_INVALID, .code = code, .field = a->name, .message = message, .hint = hint);
}

str form_label(const struct cx *cx, const struct field *f) { return tr(cx, f->label ? f->label : f->name); }

static str label(const struct form_at *a) { return form_label(a->cx, a->f); }

str form_trim(str s)
{
    for (str t = str_trim(s);; t = str_trim(t)) {
        if (str_starts(t, S("\xC2\xA0")))
            t = str_sub(t, 2, t.n);
        else if (str_ends(t, S("\xC2\xA0")))
            t.n -= 2;
        else
            return t;
    }
}

/* ---- bounds ---- */

static str bound_text(const struct form_at *a, int64_t v)
{
    bool english = a->cx->lang == LANG_EN;
    switch (a->f->type) {
    case FIELD_MONEY:
        return money_text(a->cx->mem, (money){ v }, english);
    case FIELD_QTY:
        return qty_text(a->cx->mem, (qty){ v }, a->f->per > 0 ? a->f->per : 1, english);
    case FIELD_DATE:
        return date_text(a->cx->mem, (date){ (int32_t)v });
    default:
        return str_from_i64(a->cx->mem, v);
    }
}

static bool within(const struct form_at *a, int64_t v)
{
    const struct field *f = a->f;
    if ((f->min || f->max) && v < f->min) {
        form_bad(a, S("form.too_small"), TRF(a->cx, "{1}: at least {2}.", label(a), bound_text(a, f->min)), S(""));
        return false;
    }
    if (f->max && v > f->max) {
        form_bad(a, S("form.too_large"), TRF(a->cx, "{1}: at most {2}.", label(a), bound_text(a, f->max)), S(""));
        return false;
    }
    return true;
}

static int64_t text_max(const struct field *f)
{
    if (f->max)
        return f->max;
    return f->type == FIELD_AREA ? AREA_MAX : f->type == FIELD_PASSWORD ? PASSWORD_MAX : TEXT_MAX;
}

static bool length_good(const struct form_at *a, str s)
{
    int64_t n = text_width(s), most = text_max(a->f);
    if (n > most) {
        form_bad(a, S("form.too_long"),
                 TRF(a->cx, "{1}: at most {2} characters.", label(a), str_from_i64(a->cx->mem, most)), S(""));
        return false;
    }
    if (n < a->f->min) {
        form_bad(a, S("form.too_short"),
                 TRF(a->cx, "{1}: at least {2} characters.", label(a), str_from_i64(a->cx->mem, a->f->min)), S(""));
        return false;
    }
    return true;
}

/* ---- storing ---- */

static void store(const struct form_at *a, const void *v, size_t n) { memcpy(a->to + a->f->at, v, n); }

void form_put_nothing(const struct form_at *a)
{
    if (a->required && a->f->required)
        form_bad(a, S("form.required"), TRF(a->cx, "{1} is missing.", label(a)), S(""));
}

static bool among_options(const struct form_at *a, str v)
{
    for (int i = 0; i < a->f->n_options; i++)
        if (str_eq(v, str_of(a->f->options[i].value)))
            return true;
    if (a->f->n_options)
        form_bad(a, S("form.choice"), TRF(a->cx, "{1}: choose one of the list.", label(a)), S(""));
    return a->f->n_options == 0;
}

void form_put_i64(const struct form_at *a, int64_t v)
{
    if (a->f->type == FIELD_ID && (v <= 0 || !among_options(a, str_from_i64(a->cx->mem, v)))) {
        if (v <= 0)
            form_bad(a, S("form.choice"), TRF(a->cx, "{1}: choose one of the list.", label(a)), S(""));
        return;
    }
    if (within(a, v))
        store(a, &v, sizeof v); /* money and qty are structs of one int64 */
}

_Static_assert(sizeof(money) == sizeof(int64_t) && sizeof(qty) == sizeof(int64_t), "form_put_i64 stores them alike");

void form_put_bool(const struct form_at *a, bool v) { store(a, &v, sizeof v); }

void form_put_upload(const struct form_at *a, const struct upload *u)
{
    if (!u || !u->data.n)
        form_put_nothing(a);
    else if (a->f->max && u->data.n > a->f->max)
        form_bad(a, S("form.file_too_large"), TRF(a->cx, "{1}: the file is too large.", label(a)), S(""));
    else
        store(a, u, sizeof *u);
}

static void put_text(const struct form_at *a, str raw)
{
    str clean;
    enum text_fault fault = text_clean(a->cx->mem, raw, a->f->type == FIELD_AREA, &clean);
    if (fault) {
        form_bad(a, S("form.text"), TRF(a->cx, "{1}: {2}", label(a), tr(a->cx, text_fault_message(fault))), S(""));
        return;
    }
    if (length_good(a, clean))
        store(a, &clean, sizeof clean);
}

static void put_choice(const struct form_at *a, str v)
{
    if (among_options(a, v))
        put_text(a, v);
}

static void put_int(const struct form_at *a, str v)
{
    int64_t n;
    money grouped; /* people write 1.000 here too */
    if (str_to_i64(v, &n))
        form_put_i64(a, n);
    else if (a->f->type == FIELD_INT && money_parse(v, &grouped))
        form_put_i64(a, grouped.dong);
    else
        form_bad(a, S("form.number"), TRF(a->cx, "{1}: this is not a whole number.", label(a)), S(""));
}

static void put_money(const struct form_at *a, str v)
{
    money m;
    if (money_parse(v, &m))
        form_put_i64(a, m.dong);
    else
        form_bad(a, S("form.money"), TRF(a->cx, "{1}: this is not an amount in dong.", label(a)),
                 tr(a->cx, "Write it like 1234567 or 1.234.567, without fractions."));
}

static void put_qty(const struct form_at *a, str v)
{
    qty q;
    if (qty_parse(v, a->f->per > 0 ? a->f->per : 1, &q))
        form_put_i64(a, q.base);
    else
        form_bad(a, S("form.qty"), TRF(a->cx, "{1}: this is not a quantity.", label(a)),
                 tr(a->cx, "Write it like 412,5 – with no more decimals than the unit has."));
}

static void put_date(const struct form_at *a, str v)
{
    date d;
    if (!date_parse(v, &d))
        form_bad(a, S("form.date"), TRF(a->cx, "{1}: this is not a date.", label(a)),
                 tr(a->cx, "Write it like 02/03/2026: day, month, year."));
    else if (within(a, d.ymd))
        store(a, &d, sizeof d);
}

static void put_switch(const struct form_at *a, str v)
{
    bool on = str_eq(v, S("1")) || str_eq(v, S("on")) || str_eq(v, S("true")) || str_eq(v, S("yes"));
    if (on || str_eq(v, S("0")) || str_eq(v, S("false")) || str_eq(v, S("no")))
        form_put_bool(a, on);
    else
        form_bad(a, S("form.choice"), TRF(a->cx, "{1}: yes or no.", label(a)), S(""));
}

void form_put_text(const struct form_at *a, str raw)
{
    str v = a->f->type == FIELD_PASSWORD ? raw : form_trim(raw);
    if (!v.n) {
        form_put_nothing(a);
        return;
    }
    switch (a->f->type) {
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_PASSWORD:
        put_text(a, v);
        break;
    case FIELD_INT:
    case FIELD_ID:
        put_int(a, v);
        break;
    case FIELD_MONEY:
        put_money(a, v);
        break;
    case FIELD_QTY:
        put_qty(a, v);
        break;
    case FIELD_DATE:
        put_date(a, v);
        break;
    case FIELD_BOOL:
        put_switch(a, v);
        break;
    case FIELD_CHOICE:
        put_choice(a, v);
        break;
    case FIELD_FILE:
        break; /* files come as uploads only */
    }
}

/* ---- back to text ---- */

str form_value_text(const struct cx *cx, const struct field *f, const void *in)
{
    const char *at = in ? (const char *)in + f->at : NULL;
    bool english = cx->lang == LANG_EN;
    int64_t v = 0;
    date d;
    str s;
    if (!at || f->type == FIELD_PASSWORD || f->type == FIELD_FILE)
        return (str){ 0 };
    switch (f->type) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_MONEY:
    case FIELD_QTY:
        memcpy(&v, at, sizeof v);
        break;
    case FIELD_DATE:
        memcpy(&d, at, sizeof d);
        return date_text(cx->mem, d);
    case FIELD_BOOL:
        return *(const bool *)at ? S("1") : (str){ 0 };
    default:
        memcpy(&s, at, sizeof s);
        return s;
    }
    if (!v)
        return (str){ 0 };
    if (f->type == FIELD_MONEY)
        return money_text(cx->mem, (money){ v }, english);
    return f->type == FIELD_QTY ? qty_text(cx->mem, (qty){ v }, f->per > 0 ? f->per : 1, english)
                                : str_from_i64(cx->mem, v);
}
