/* Files inside the binary, over HTTP: /assets/<name>. With the hash of the content in the address (?v=<hash> or
   /assets/<hash>/<name>) browsers keep them for ever; without it they ask again by ETag. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "base/embedded.h"
#include "web/http.h"

/* False when it is no address of an asset. An unknown one is answered 404. */
bool assets_answer(struct cx *cx, const struct request *rq, struct response *rs);
/* The same over a given table: tests. */
bool assets_answer_from(struct cx *cx, const struct embedded *(*find)(str path), const struct request *rq,
                        struct response *rs);

#endif
