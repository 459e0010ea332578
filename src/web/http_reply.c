/* From struct response to bytes: security headers on every answer, compression, files streamed from disk.
   libmicrohttpd copies what it needs, so an answer outlives the worker's memory. */
#include "os/os.h"
#include "web/http_parts.h"
#include "web/http_server.h"

#include <stdio.h>
#include <sys/stat.h>
#include <zlib.h>

enum { COMPRESS_FROM = 1024, COMPRESS_LEVEL = 5 };

/* On every answer, unless the application set the same header itself. */
static const struct pair fixed_header[] = {
    { LIT("X-Content-Type-Options"), LIT("nosniff") },
    { LIT("Referrer-Policy"), LIT("same-origin") },
    { LIT("Cross-Origin-Opener-Policy"), LIT("same-origin") },
    { LIT("Cross-Origin-Resource-Policy"), LIT("same-origin") },
    { LIT("Content-Security-Policy"),
      LIT("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
          "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'") },
    { LIT("Permissions-Policy"), LIT("camera=(self), geolocation=(self), microphone=(), payment=(), usb=()") },
    { LIT("Cache-Control"), LIT("no-store") },
};
static const struct pair tls_header = { LIT("Strict-Transport-Security"), LIT("max-age=31536000") };

static bool has_header(const struct response *rs, str name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq_nocase(rs->header[i].name, name))
            return true;
    return false;
}

/* The name and value as C strings; what holds a line end or a NUL never reaches the wire. */
static void put_header(struct MHD_Response *r, struct arena *mem, struct pair p)
{
    for (ptrdiff_t i = 0; i < p.value.n; i++)
        if ((unsigned char)p.value.s[i] < ' ' && p.value.s[i] != '\t')
            return;
    if (http_is_token(p.name))
        MHD_add_response_header(r, str_z(mem, p.name), str_z(mem, p.value));
}

static void put_headers(struct MHD_Response *r, struct arena *mem, const struct request *rq, const struct response *rs)
{
    str type = rs->content_type.n ? rs->content_type : S("text/html; charset=utf-8");
    put_header(r, mem, (struct pair){ S("Content-Type"), type });
    for (int i = 0; i < rs->n_header; i++)
        put_header(r, mem, rs->header[i]);
    for (size_t i = 0; i < sizeof fixed_header / sizeof *fixed_header; i++)
        if (!has_header(rs, fixed_header[i].name))
            put_header(r, mem, fixed_header[i]);
    if (rq->tls)
        put_header(r, mem, tls_header);
}

/* ---- compression ---- */

static bool compressible(str type)
{
    static const str kind[] = { LIT("text/html"),
                                LIT("text/plain"),
                                LIT("text/csv"),
                                LIT("application/json"),
                                LIT("application/problem+json"),
                                LIT("image/svg+xml") };
    if (!type.n)
        return true;
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++)
        if (str_starts(type, kind[i]))
            return true;
    return false;
}

static void *z_alloc(void *mem, uInt n, uInt size) { return arena_alloc(mem, n, size); }
static void z_free(void *mem, void *p) { (void)mem, (void)p; }

/* False when it would not be smaller. */
static bool compress_body(struct arena *mem, str body, str *out)
{
    z_stream z = { .zalloc = z_alloc, .zfree = z_free, .opaque = mem };
    if (deflateInit2(&z, COMPRESS_LEVEL, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    z.next_in = (unsigned char *)(uintptr_t)body.s;
    z.avail_in = (uInt)body.n;
    z.next_out = (unsigned char *)arena_bytes(mem, (size_t)body.n, 1);
    z.avail_out = (uInt)body.n;
    *out = (str){ (const char *)z.next_out, 0 };
    bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    out->n = body.n - (ptrdiff_t)z.avail_out;
    deflateEnd(&z);
    return done;
}

static bool wants_gzip(const struct request *rq, const struct response *rs)
{
    return rs->body.n >= COMPRESS_FROM && compressible(rs->content_type) && !has_header(rs, S("Content-Encoding")) &&
           http_list_accepts(request_header(rq, S("Accept-Encoding")), S("gzip"));
}

static struct MHD_Response *from_bytes(str s)
{
    return MHD_create_response_from_buffer((size_t)s.n, (void *)(uintptr_t)(s.n ? s.s : ""), MHD_RESPMEM_MUST_COPY);
}

static struct MHD_Response *from_file(struct cx *cx, str path)
{
    int64_t n;
    int fd;
    if (!os_open_for_reading(cx, path, &fd, &n).ok)
        return NULL;
    return MHD_create_response_from_fd64((uint64_t)n, fd);
}

static struct MHD_Response *from_fd(int fd)
{
    struct MHD_Response *r = NULL;
    struct stat st;
    if (fstat(fd, &st) == 0)
        r = MHD_create_response_from_fd64((uint64_t)st.st_size, fd); /* closes it with the response */
    if (!r)
        os_close(fd);
    return r;
}

struct MHD_Response *reply_make(struct cx *cx, const struct request *rq, const struct response *rs)
{
    struct MHD_Response *r;
    str body = rs->body;
    bool packed = !rs->file_path.n && rs->file_fd <= 0 && wants_gzip(rq, rs) && compress_body(cx->mem, rs->body, &body);
    if (rs->file_fd > 0)
        r = from_fd(rs->file_fd);
    else if (rs->file_path.n)
        r = from_file(cx, rs->file_path);
    else
        r = from_bytes(packed ? body : rs->body);
    if (!r)
        return NULL;
    put_headers(r, cx->mem, rq, rs);
    if (packed)
        put_header(r, cx->mem, (struct pair){ S("Content-Encoding"), S("gzip") });
    if (compressible(rs->content_type) && !has_header(rs, S("Vary")))
        put_header(r, cx->mem, (struct pair){ S("Vary"), S("Accept-Encoding") });
    return r;
}

/* ---- refusals ---- */

static const char *refusal_text(int status)
{
    switch (status) {
    case 400:
        return T("This request is malformed.");
    case 408:
        return T("The request took too long.");
    case 413:
        return T("What you sent is too large.");
    case 501:
        return T("This way of sending is not supported.");
    default:
        return T("The server is busy. Please try again in a moment.");
    }
}

/* Both languages: at this depth nobody knows the reader's. */
struct MHD_Response *reply_refusal(int status)
{
    char text[512];
    const char *english = refusal_text(status);
    str vi = tr_lang(LANG_VI, english);
    int n = snprintf(text, sizeof text, "%d\n" STR_FMT "\n%s\n", status, STR_ARG(vi), english);
    struct MHD_Response *r = from_bytes((str){ text, n < (int)sizeof text ? n : (int)sizeof text - 1 });
    if (!r)
        return NULL;
    MHD_add_response_header(r, "Content-Type", "text/plain; charset=utf-8");
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(r, "Cache-Control", "no-store");
    MHD_add_response_header(r, "Connection", "close");
    if (status == 503)
        MHD_add_response_header(r, "Retry-After", "2");
    return r;
}
