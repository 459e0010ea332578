/* Bytes under their digest, in a folder beside the database: <files>/<organisation>/<two digits>/<the other 62>. Same
   content is stored once for an organisation. The order makes every crash harmless: the row of file_content, then the
   bytes (file and folder synced), then the row that refers to them; what nobody refers to is collected after a day. */
#ifndef FEATURES_FILES_CONTENT_H
#define FEATURES_FILES_CONTENT_H

#include "base/hash.h"
#include "db/db.h"

str content_path(struct arena *mem, const struct store *s, int64_t org_id, str hash);
/* Durable when it returns. Opens transactions of its own. */
result content_put(struct cx *cx, struct store *s, int64_t org_id, str bytes, struct sha256 *hash);
/* The whole content when it is there and has its digest; else ERR_ENV "file.missing" or "file.damaged". */
result content_get(struct cx *cx, struct store *s, int64_t org_id, str hash, str *bytes);

/* The job: removes what nobody has referred to for a day, a thousand at a time. */
result content_collect(struct cx *cx, struct store *s);
/* For doctor: every content that a file refers to is there and has its digest; one error each. */
result content_check(struct cx *cx, struct store *s);

#endif
