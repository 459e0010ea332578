/* Copies: a backup of the whole installation, and everything of one organisation in one file. */
#ifndef FEATURES_BACKUP_H
#define FEATURES_BACKUP_H

#include "web/feature.h"

extern const struct feature backup_feature;

/* Receives bytes in order; used only during the call. */
typedef result (*backup_sink)(struct cx *cx, void *arg, str bytes);

/* Every row as one line of JSON: first a head {"hoptac":"export","version":1,"schema":N,"org":"CODE"}, then
   {"table":"voucher","row":{…}} table by table, parents first. Integers as integers, bytes in hexadecimal. org_id 0 =
   all. Constant memory. */
result backup_write_rows(struct cx *cx, struct db *db, int64_t org_id, str org_code, backup_sink sink, void *arg);

/* The same in a file without a name, read from its beginning, which the caller closes (os_close). */
result backup_rows_file(struct cx *cx, struct store *s, int64_t org_id, str org_code, int *fd);

/* Everything of one organisation in one file: these rows as hoptac.ndjson, and the files below files/, as a ZIP; *fd as
   above. */
result backup_zip(struct cx *cx, struct store *s, int64_t org_id, str org_code, int *fd);

/* Puts such rows into an empty store: schema made, nothing loaded. Refuses a store that has organisations, another
   schema number, an unknown table or column. */
result backup_read_rows(struct cx *cx, struct store *s, str text, int64_t *n_row);

#endif
