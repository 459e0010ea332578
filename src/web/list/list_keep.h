/* The columns and filters that a user keeps of a list. Written through the room `views`; read by list_show. */
#ifndef WEB_LIST_LIST_KEEP_H
#define WEB_LIST_LIST_KEEP_H

#include "base/cx.h"

struct db;
enum { LIST_SAVED_MAX = 30 };
/* The caller's own (cx->actor.user_id). columns: "code,name"; empty: the standard ones again. */
result list_keep_columns(struct cx *cx, struct db *db, str list, str columns);
/* A name that is there already is overwritten. ERR_INVALID "list.name", "list.many". */
result list_keep_filter(struct cx *cx, struct db *db, str list, str name, str query);
result list_drop_filter(struct cx *cx, struct db *db, str list, str name);

#endif
