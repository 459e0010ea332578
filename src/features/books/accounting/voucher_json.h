/* A stored voucher as JSON: for the command line and the API. */
#ifndef FEATURES_VOUCHER_JSON_H
#define FEATURES_VOUCHER_JSON_H

#include "web/feature.h"

/* Whole, with its effects; ids as strings, money and quantities as integers. */
str voucher_json(struct cx *cx, const struct voucher_record *r, str org_code);
/* The answer to a posting. */
str posted_json(struct cx *cx, const struct posted *p, str org_code);
/* "12" or "PKT2026-00012" → id; ERR_NOT_FOUND "voucher.not_found". */
result voucher_id_of(struct cx *cx, struct db *db, int64_t org_id, str text, int64_t *id);

#endif
