/* The register of organisations, the places they stand in, and what has been published about real ones. Other rooms
   learn here who an organisation is. Memory: results live in cx->mem. All functions push their errors on cx. Law: Law
   on Cooperatives 17/2023/QH15 Art 4, 42–50, 92–98; Decree 92/2024/NĐ-CP Art 13–17, 27–29. */
#ifndef FEATURES_ORGANISATIONS_H
#define FEATURES_ORGANISATIONS_H

#include "web/feature.h"
#include "web/print/forms.h"

extern const struct feature organisations_feature;

/* id, stored code, English name */
#define ORG_KINDS(X)                                                                                                   \
    X(COOPERATIVE, "cooperative", T("Cooperative"))                                                                    \
    X(UNION, "union", T("Cooperative union"))                                                                          \
    X(GROUP, "group", T("Cooperative group"))                                                                          \
    X(ENTERPRISE, "enterprise", T("Enterprise"))                                                                       \
    X(CITY, "city", T("City department"))                                                                              \
    X(COMMUNE, "commune", T("Commune office"))                                                                         \
    X(ALLIANCE, "alliance", T("Cooperative alliance"))                                                                 \
    X(ASSOCIATION, "association", T("Association"))                                                                    \
    X(BANK, "bank", T("Bank or fund"))                                                                                 \
    X(PARTNER, "partner", T("Partner province"))                                                                       \
    X(OTHER, "other", T("Other organisation"))
/* Legal status, Decree 92/2024 Art 27. */
#define ORG_STATUSES(X)                                                                                                \
    X(ACTIVE, "active", T("Active"))                                                                                   \
    X(SUSPENDED, "suspended", T("Suspended"))                                                                          \
    X(TAX_REVOKED, "tax_revoked", T("Revoked for tax enforcement"))                                                    \
    X(DISSOLVING, "dissolving", T("Being dissolved, divided, consolidated or merged"))                                 \
    X(BANKRUPTCY, "bankruptcy", T("In bankruptcy proceedings"))                                                        \
    X(ENDED, "ended", T("Dissolved, bankrupt or ended"))                                                               \
    X(NOT_AT_ADDRESS, "not_at_address", T("Not operating at the registered address"))
/* Decree 113/2024 Art 4.1; the fourth group's name is not confirmed at its source. */
#define ORG_SECTORS(X)                                                                                                 \
    X(AGRICULTURE, "agriculture", T("Agriculture, forestry, fishery, salt"))                                           \
    X(INDUSTRY, "industry", T("Industry, crafts, construction"))                                                       \
    X(FINANCE, "finance", T("Finance, banking, insurance"))                                                            \
    X(TRADE, "trade", T("Trade, services and other"))
/* Decree 113/2024 Art 5. Entered as declared: most thresholds could not be found at their source. */
#define ORG_SIZES(X)                                                                                                   \
    X(MICRO, "micro", T("Micro"))                                                                                      \
    X(SMALL, "small", T("Small"))                                                                                      \
    X(MEDIUM, "medium", T("Medium"))                                                                                   \
    X(LARGE, "large", T("Large"))

struct option_list {
    const struct option *option;
    int n;
};
extern const struct option_list org_kinds, org_statuses, org_sectors, org_sizes;
/* The label of a stored value in the reader's language; the value itself when unknown. */
str org_label(const struct cx *cx, const struct option_list *list, str value);

struct organisation {
    int64_t org_id;
    str code, kind, name, short_name;
    str commune_code, commune_name;
    str address, tax_code, registration_no;
    date registered_on, founded_on;
    str size_class, sector; /* "" = not known */
    int zone_minutes, year_first_month;
    bool is_demo;
    str status;
    date status_on;
    int64_t created_at;
};

/* What a person fills in. Code and is_demo only when adding; later they never change. */
struct org_in {
    str code, kind, name, short_name, commune_code, address, tax_code, registration_no;
    date registered_on, founded_on;
    str size_class, sector;
    int64_t year_first_month; /* 0 = 1; the first month of a quarter */
    str status;               /* "" = active */
    date status_on;
    bool is_demo;
    bool duplicate_ok; /* "I know that there is one of this name in the commune" */
    str reason;        /* of a change; required when the status changes */
};

/* Adds an organisation with its lock and default settings; the number comes from the counter of org 0, so the caller's
   transaction needs no organisation locked. Fails with every mistake at once; ERR_CONFLICT "organisation.duplicate" for
   an equal name in the same commune unless duplicate_ok; ERR_DENIED "organisation.reach" outside the actor's register.
 */
result org_add(struct cx *cx, struct db *db, const struct org_in *in, struct organisation *out);
/* Writes what differs, each field with before, after and reason. n_changed 0 = nothing differed. The caller locks
 * org_id. */
result org_update(struct cx *cx, struct db *db, int64_t org_id, const struct org_in *in, int *n_changed);
struct org_predecessor {
    int64_t org_id, predecessor_id;
    str event; /* "merger" "consolidation" "division" "separation" "conversion" */
    date decided_on;
    str decision_no;
};
/* Says where an organisation came from; never changed afterwards. */
result org_predecessor_add(struct cx *cx, struct db *db, const struct org_predecessor *in);

/* By code, any case. ERR_NOT_FOUND "organisation.not_found". */
result org_by_code(struct cx *cx, struct db *db, str code, struct organisation *out);
result org_find(struct cx *cx, struct db *db, str code, struct organisation *out, bool *found);
result org_get(struct cx *cx, struct db *db, int64_t org_id, struct organisation *out);
/* The organisation that a JSON command names in "org"; ERR_INVALID "command.required" when it names none. */
result org_of_command(struct cx *cx, struct db *db, const struct json *command, int64_t *org_id);
struct org_in org_in_of(const struct organisation *o); /* to fill the form for a change */

/* The head of a statutory paper: whose it is, DEMO or not, dated `on`, with the code and law that
   data/statutory_forms.csv names for the purpose ("cash.payment") on that day; both stay empty when none does. */
result org_form_head(struct cx *cx, struct db *db, int64_t org_id, str purpose, date on, struct form_head *out);

enum org_demo { ORG_REAL, ORG_DEMO, ORG_BOTH };
struct org_filter {
    str q;                          /* as typed: accents and case do not matter; name, short name, code, tax code */
    str kind, commune_code, status; /* "" = all */
    enum org_demo demo;
    str sort; /* name code kind commune status registered; "" = name */
    bool desc;
    int64_t offset, limit; /* limit 0 = all */
};
struct org_row {
    int64_t org_id;
    str code, kind, name, short_name, commune_code, commune_name, address, tax_code, registration_no;
    date registered_on;
    str sector, size_class, status;
    bool is_demo;
};
result org_list(struct cx *cx, struct db *db, const struct org_filter *f, struct org_row **row, int *n, int64_t *total);

struct org_change {
    int64_t at, user_id;
    str user_name; /* empty: nobody with a log-in, the operator */
    str field, before, after, reason;
};
result org_history(struct cx *cx, struct db *db, int64_t org_id, struct org_change **out, int *n); /* newest first */
/* Is the organisation within a session's wall? */
result org_in_scope(struct cx *cx, struct db *db, int64_t scope_id, int64_t org_id, bool *in);

/* ---- places ---- */
struct place {
    int64_t id;
    str code, kind, type, parent_code, name_vi, name_en, former_district;
    int64_t lat_microdeg, lon_microdeg, area_m2;
    str source, as_of;
    date valid_from;
    bool is_demo;
    int64_t n_org, n_published; /* place_list only */
};
/* kind "province" or "commune"; q also finds the units a commune was made from. Demo places only with demo. */
struct place_filter {
    str kind, parent_code, q, sort; /* sort: name area code */
    bool desc, demo;
    date on; /* in force on; none = today */
};
result place_list(struct cx *cx, struct db *db, const struct place_filter *f, struct place **out, int *n);
result place_get(struct cx *cx, struct db *db, str kind, str code, struct place *out); /* ERR_NOT_FOUND */
static inline str place_name(const struct cx *cx, const struct place *p)
{
    return cx->lang == LANG_EN ? p->name_en : p->name_vi;
}

/* ---- published facts ---- */
/* True when the name is, or holds the distinctive part of, a name in data/published_entities.csv, whatever the accents,
   case, "HTX"/"Hợp tác xã" or the word DEMO. Demo data must not use such a name. */
result organisations_name_is_real(struct cx *cx, struct db *db, str name, bool *real);

#endif
