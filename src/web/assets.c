/* Serves embedded files. Only paths under assets/ leave the binary: reference data and help have pages of their own. */
#include "web/assets.h"

#include "web/http_parts.h"

static bool is_hash(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= '0' && s.s[i] <= '9') || (s.s[i] >= 'a' && s.s[i] <= 'f')))
            return false;
    return s.n == 16;
}

static void put_bytes(const struct request *rq, struct response *rs, const struct embedded *e)
{
    bool gz = e->gz && http_list_accepts(request_header(rq, S("Accept-Encoding")), S("gzip"));
    rs->body = gz ? (str){ (const char *)e->gz, (ptrdiff_t)e->gz_n } : embedded_str(e);
    if (e->gz)
        response_header(rs, S("Vary"), S("Accept-Encoding"));
    if (gz)
        response_header(rs, S("Content-Encoding"), S("gzip"));
}

static void answer(struct cx *cx, const struct request *rq, struct response *rs, const struct embedded *e, str hash)
{
    bool pinned = str_eq(hash, str_of(e->hash));
    str etag = str_fmt(cx->mem, "\"%s\"", e->hash);
    rs->content_type = str_of(e->mime);
    response_header(rs, S("ETag"), etag);
    /* fonts are named in styles, without their hash; under one name they do not change */
    str unpinned = str_eq(rs->content_type, S("font/woff2")) ? S("public, max-age=604800") : S("public, no-cache");
    response_header(rs, S("Cache-Control"), pinned ? S("public, max-age=31536000, immutable") : unpinned);
    if (str_eq(request_header(rq, S("If-None-Match")), etag))
        rs->status = 304;
    else
        put_bytes(rq, rs, e);
}

bool assets_answer_from(struct cx *cx, const struct embedded *(*find)(str path), const struct request *rq,
                        struct response *rs)
{
    static const str prefix = LIT("/assets/");
    /* a paper names no icon: browsers then ask for this one */
    str path = str_eq(rq->path, S("/favicon.ico")) ? S("/assets/favicon.svg") : rq->path;
    bool get = rq->method == METHOD_GET || rq->method == METHOD_HEAD;
    if (!str_starts(path, prefix))
        return false;
    str name = str_sub(path, prefix.n, path.n), hash = request_query(rq, S("v"));
    struct str_cut cut = str_cut(name, '/');
    if (cut.found && is_hash(cut.head)) {
        hash = cut.head;
        name = cut.tail;
    }
    const struct embedded *e = get ? find(str_fmt(cx->mem, "assets/" STR_FMT, STR_ARG(name))) : NULL;
    if (e) {
        answer(cx, rq, rs, e, hash);
        return true;
    }
    rs->status = get ? 404 : 405;
    rs->content_type = S("text/plain; charset=utf-8");
    rs->body = get ? S("404\n") : S("405\n");
    return true;
}

bool assets_answer(struct cx *cx, const struct request *rq, struct response *rs)
{
    return assets_answer_from(cx, embedded_find, rq, rs);
}
