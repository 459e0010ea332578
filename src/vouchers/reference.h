/* Reference sets: dated data with a source, loaded from files of the program, never overwritten. The digest of a file's
   bytes is its version: the same bytes load once, other bytes become a new version beside the old one. */
#ifndef VOUCHERS_REFERENCE_H
#define VOUCHERS_REFERENCE_H

#include "db/db.h"

struct reference {
    str set_code; /* "hanoi_communes" */
    str bytes;    /* the whole file */
    date valid_from;
    str source;
};
/* *loaded: this version is there already, *set_id is its row. Else the row is made and the caller loads what it stands
   for, in the same transaction. */
result reference_begin(struct cx *cx, struct db *db, struct reference r, int64_t *set_id, bool *loaded);

#endif
