/* Stored words and numbers as a reader sees them. Pure but for the translation table; draws nothing. */
#include "features/people/organisations/organisations_rules.h"
#include "features/people/organisations/organisations_views.h"

struct word {
    const char *stored, *shown;
};

static str word_of(const struct cx *cx, const struct word *list, int n, str stored)
{
    for (int i = 0; i < n; i++)
        if (str_eq(str_of(list[i].stored), stored))
            return tr(cx, list[i].shown);
    return stored;
}

str unit_label(const struct cx *cx, str unit)
{
    static const struct word list[] = {
        { "cooperative", T("cooperatives") },
        { "union", T("unions") },
        { "group", T("cooperative groups") },
        { "VND", T("VND") },
        { "percent", T("%") },
        { "person", T("people") },
        { "village", T("villages") },
        { "craft", T("crafts") },
        { "chain", T("chains") },
        { "province", T("provinces") },
        { "ha", T("ha") },
        { "product", T("products") },
        { "commune", T("communes") },
        { "centre", T("centres") },
    };
    return word_of(cx, list, COUNT(list), unit);
}

str figure_kind_label(const struct cx *cx, str kind)
{
    static const struct word list[] = {
        { "actual", T("Reported") },
        { "target", T("Target") },
        { "derived", T("Computed from reported figures") },
        { "proposal", T("Expert's proposal, not a target") },
    };
    return word_of(cx, list, COUNT(list), kind);
}

str entity_kind_label(const struct cx *cx, str kind)
{
    static const struct word list[] = {
        { "cooperative", T("Cooperative") },
        { "enterprise", T("Enterprise") },
        { "farm", T("Farm") },
        { "chain", T("Value chain") },
        { "production_zone", T("Production zone") },
        { "craft_village", T("Craft village") },
        { "ocop_product", T("OCOP product") },
    };
    return word_of(cx, list, COUNT(list), kind);
}

str verification_label(const struct cx *cx, str verification)
{
    static const struct word list[] = {
        { "seen", T("Read at the source") },
        { "seen; commune not verified", T("Read at the source; the commune is not verified") },
    };
    return word_of(cx, list, COUNT(list), verification);
}

str place_type_label(const struct cx *cx, str type)
{
    static const struct word list[] = {
        { "province", T("Province") },
        { "city", T("City") },
        { "ward", T("Ward") },
        { "commune", T("Commune") },
    };
    return word_of(cx, list, COUNT(list), type);
}

str field_label(const struct cx *cx, str field)
{
    static const struct word list[] = {
        { "kind", T("Kind") },
        { "name", T("Name") },
        { "short_name", T("Short name") },
        { "commune_code", T("Commune or ward") },
        { "address", T("Address") },
        { "tax_code", T("Tax code") },
        { "registration_no", T("Registration number") },
        { "registered_on", T("Registered on") },
        { "founded_on", T("Founded on") },
        { "size_class", T("Size") },
        { "sector", T("Sector") },
        { "year_first_month", T("First month of the financial year") },
        { "status", T("Status") },
        { "status_on", T("Status since") },
    };
    return word_of(cx, list, COUNT(list), field);
}

str change_value(const struct cx *cx, str field, str value)
{
    date d;
    if (!value.n)
        return S("—");
    if (str_ends(field, S("_on")) && date_parse_iso(value, &d))
        return date_text(cx->mem, d);
    if (str_eq(field, S("status")))
        return org_label(cx, &org_statuses, value);
    if (str_eq(field, S("kind")))
        return org_label(cx, &org_kinds, value);
    if (str_eq(field, S("sector")))
        return org_label(cx, &org_sectors, value);
    return str_eq(field, S("size_class")) ? org_label(cx, &org_sizes, value) : value;
}

str event_label(const struct cx *cx, str event)
{
    static const struct word list[] = {
        { "division", T("division") }, { "separation", T("separation") }, { "consolidation", T("consolidation") },
        { "merger", T("merger") },     { "conversion", T("conversion") },
    };
    return word_of(cx, list, COUNT(list), event);
}

str entities_note(const struct cx *cx)
{
    return tr(cx, "Read in the press and shown unchanged. These are real names: they are never mixed with demo data, "
                  "never ranked, and take part in no computation.");
}

str figures_note(const struct cx *cx)
{
    return tr(cx, "Figures as published. A proposal is never a target, and a computed figure says from what.");
}

enum tone status_tone(str status)
{
    if (str_eq(status, S("active")))
        return TONE_OK;
    return str_eq(status, S("suspended")) || str_eq(status, S("dissolving")) ? TONE_WAIT : TONE_BAD;
}

str area_text(const struct cx *cx, int64_t area_m2)
{
    return area_m2 > 0
               ? str_fmt(cx->mem, STR_FMT " km²", STR_ARG(milli_text(cx->mem, area_m2 / 1000, cx->lang == LANG_EN)))
               : S("");
}

/* Whole millions of đồng are read in billions or millions: "2,5 tỷ". */
static str amount_text(const struct cx *cx, int64_t milli, bool vnd)
{
    enum { MILLION = 1000000 };
    bool en = cx->lang == LANG_EN;
    int64_t dong = milli / 1000;
    if (!vnd || dong < MILLION || milli % 1000 || dong % MILLION)
        return milli_text(cx->mem, milli, en);
    if (dong >= 1000 * (int64_t)MILLION)
        return TRF(cx, "{1} billion", milli_text(cx->mem, dong / MILLION, en));
    return TRF(cx, "{1} million", milli_text(cx->mem, dong / MILLION * 1000, en));
}

str figure_value(const struct cx *cx, const struct published_figures *f)
{
    bool vnd = str_eq(f->unit, S("VND"));
    if (!f->has_value)
        return str_fmt(cx->mem, STR_FMT "–" STR_FMT, STR_ARG(amount_text(cx, f->low_milli, vnd)),
                       STR_ARG(amount_text(cx, f->high_milli, vnd)));
    str v = amount_text(cx, f->value_milli, vnd);
    if (str_eq(f->comparator, S("~")))
        return TRF(cx, "about {1}", v);
    if (str_eq(f->comparator, S(">")))
        return TRF(cx, "over {1}", v);
    return str_eq(f->comparator, S(">=")) ? TRF(cx, "at least {1}", v) : v;
}

str figure_name(const struct cx *cx, const struct published_figures *f)
{
    return cx->lang == LANG_EN ? f->name_en : f->name_vi;
}

str figure_note(const struct cx *cx, const struct published_figures *f)
{
    bool en = cx->lang == LANG_EN;
    str population = en ? f->population_en : f->population_vi, note = en ? f->note_en : f->note_vi;
    if (!population.n || !note.n)
        return population.n ? population : note;
    return str_join(cx->mem, (const str[]){ population, note }, 2, S("; "));
}

str entity_date(const struct cx *cx, const struct published_entities *e)
{
    str day = as_of_text(cx->mem, e->as_of);
    if (str_eq(e->as_of_basis, S("figure")))
        return TRF(cx, "newest figure: {1}", day);
    return e->as_of.n ? TRF(cx, "published {1}", day) : tr(cx, "date not known");
}

/* ---- sources ---- */

static struct source_part part_of(struct arena *mem, str s, const struct published_sources *article, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(article[i].code, s))
            return (struct source_part){ .text = str_fmt(mem, STR_FMT ", " STR_FMT, STR_ARG(article[i].publisher),
                                                         STR_ARG(as_of_text(mem, article[i].published))) };
    ptrdiff_t scheme = str_find(s, S("://"));
    str shown = scheme < 0 ? s : str_sub(s, scheme + 3, s.n);
    bool whole = scheme > 0 && str_find(s, S("*")) < 0 && str_find(s, S(" ")) < 0;
    return (struct source_part){ .text = whole ? str_cut(shown, '/').head : shown, .url = whole ? s : S("") };
}

int source_parts(struct arena *mem, str source, const struct published_sources *article, int n_article,
                 struct source_part *out, int max)
{
    int n = 0;
    while (source.n && n < max) {
        ptrdiff_t at = str_find(source, S(" ; "));
        str one = at < 0 ? source : str_sub(source, 0, at);
        out[n++] = part_of(mem, one, article, n_article);
        source = at < 0 ? S("") : str_sub(source, at + 3, source.n);
    }
    return n;
}
