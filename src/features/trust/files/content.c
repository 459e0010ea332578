/* The folder of contents. Only here do files of this room touch the disk. A content's row is written before its bytes
   and removed after them, both under the organisation's lock. */
#include "features/trust/files/content.h"
#include "features/trust/files/files.h"
#include "files.sql.h"

#include "base/arena.h"
#include "os/os.h"

enum { COLLECT_MOST = 1000, PAGE = 500, FOUND_MOST = 100, CONTENT_MAX = 16 << 20 };
#define DAY ((int64_t)24 * 3600 * 1000000)

/* "3/ab/cd…" */
static str place_of(struct arena *mem, int64_t org_id, str hash)
{
    str hex = str_to_hex(mem, hash.s, (size_t)hash.n), two = str_sub(hex, 0, 2), rest = str_sub(hex, 2, hex.n);
    return str_fmt(mem, "%lld/" STR_FMT "/" STR_FMT, (long long)org_id, STR_ARG(two), STR_ARG(rest));
}

static str below(struct arena *mem, str folder, str place)
{
    return str_fmt(mem, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(place));
}

static str folder_of(str path)
{
    ptrdiff_t n = path.n;
    while (n > 0 && path.s[n - 1] != '/')
        n--;
    return str_sub(path, 0, n - 1);
}

str content_path(struct arena *mem, const struct store *s, int64_t org_id, str hash)
{
    return below(mem, store_files(s), place_of(mem, org_id, hash));
}

/* ---- putting ---- */

struct putting {
    struct store *s;
    int64_t org_id;
    str hash;
    int64_t n_bytes;
};

static result note_work(struct cx *cx, struct db *db, void *arg)
{
    const struct putting *p = arg;
    return content_note(
        db, (struct content_note_args){
                .org_id = p->org_id, .content_hash = p->hash, .n_bytes = p->n_bytes, .put_at = cx->now_at });
}

result content_put(struct cx *cx, struct store *s, int64_t org_id, str bytes, struct sha256 *hash)
{
    *hash = sha256_of(bytes);
    struct putting p = { s, org_id, sha256_str(hash), bytes.n };
    str path = content_path(cx->mem, s, org_id, p.hash);
    TRY(store_write(s, cx, &org_id, 1, note_work, &p));
    if (os_exists(path))
        return OK;
    TRY(os_mkdirs(cx, folder_of(path)));
    return os_write_file_durable(cx, path, bytes);
}

/* ---- reading ---- */

static result missing(struct cx *cx, str path)
{
    return fail(cx, .kind = ERR_ENV, .code = S("file.missing"), .field = path,
                .message = TRF(cx, "The file {1} is missing.", path), .hint = tr(cx, "Bring it back from a backup."));
}

static result damaged(struct cx *cx, str path)
{
    return fail(cx, .kind = ERR_ENV, .code = S("file.damaged"), .field = path,
                .message = TRF(cx, "The file {1} is not what was stored.", path),
                .hint = tr(cx, "Bring it back from a backup."));
}

static bool is_it(str bytes, str hash)
{
    struct sha256 is = sha256_of(bytes);
    return str_eq(sha256_str(&is), hash);
}

result content_get(struct cx *cx, struct store *s, int64_t org_id, str hash, str *bytes)
{
    str path = content_path(cx->mem, s, org_id, hash);
    if (!os_exists(path))
        return missing(cx, path);
    TRY(os_read_file(cx, path, CONTENT_MAX, bytes));
    return is_it(*bytes, hash) ? OK : damaged(cx, path);
}

/* ---- each ---- */

struct walking {
    struct content_page_args q;
    struct content_page *row;
    int n;
};
typedef result (*one_fn)(struct cx *cx, void *arg, const struct content_page *row);

static result page_work(struct cx *cx, struct db *db, void *arg)
{
    struct walking *w = arg;
    (void)cx;
    return content_page(db, w->q, &w->row, &w->n);
}

/* Page by page, each in a transaction of its own: looking at the disk takes long, and nobody shall wait for it. What fn
   leaves in cx->errors stays there. */
static result walk(struct cx *cx, struct store *s, int64_t org_id, one_fn fn, void *arg)
{
    char last[sizeof(struct sha256)];
    struct walking w = { .q = { .only_org_id = org_id, .n_most = PAGE } };
    do {
        size_t mark = arena_mark(cx->mem);
        int before = cx->n_errors;
        TRY(store_read(s, cx, DB_SCOPE_ALL, page_work, &w));
        for (int i = 0; i < w.n; i++)
            TRY(fn(cx, arg, &w.row[i]));
        if (w.n) {
            memcpy(last, w.row[w.n - 1].content_hash.s, sizeof last);
            w.q.behind_org_id = w.row[w.n - 1].org_id;
            w.q.behind_hash = (str){ last, sizeof last };
        }
        if (cx->n_errors == before)
            arena_reset(cx->mem, mark);
    } while (w.n);
    return OK;
}

struct each {
    content_fn fn;
    void *arg;
};

static result each_one(struct cx *cx, void *arg, const struct content_page *row)
{
    const struct each *e = arg;
    return e->fn(cx, e->arg, place_of(cx->mem, row->org_id, row->content_hash));
}

result content_each(struct cx *cx, struct store *s, int64_t org_id, content_fn fn, void *arg)
{
    struct each e = { fn, arg };
    return walk(cx, s, org_id, each_one, &e);
}

static result copy_one(struct cx *cx, void *arg, str place)
{
    struct content_copy *c = arg;
    str from = below(cx->mem, c->from, place), to = below(cx->mem, c->to, place);
    if (os_exists(to))
        return OK;
    if (!os_exists(from)) {
        c->n_missing++;
        return OK;
    }
    c->n_copied++;
    TRY(os_mkdirs(cx, folder_of(to)));
    return os_copy_file_durable(cx, from, to);
}

result content_copy(struct cx *cx, struct store *s, struct content_copy *c)
{
    c->n_missing = 0;
    return content_each(cx, s, c->org_id, copy_one, c);
}

/* ---- collecting ---- */

struct collecting {
    struct store *s;
    struct content_orphans *row;
    int n;
    struct content_forget_args one;
};

static result orphans_work(struct cx *cx, struct db *db, void *arg)
{
    struct collecting *k = arg;
    return content_orphans(db, (struct content_orphans_args){ .before_at = cx->now_at - DAY, .n_most = COLLECT_MOST },
                           &k->row, &k->n);
}

/* The bytes go while the row still says that nobody needs them; should the row come back, only it does. */
static result forget_work(struct cx *cx, struct db *db, void *arg)
{
    struct collecting *k = arg;
    int64_t changed;
    TRY(content_forget(db, k->one, &changed));
    if (changed)
        os_remove(content_path(cx->mem, k->s, k->one.org_id, k->one.content_hash));
    return OK;
}

result content_collect(struct cx *cx, struct store *s)
{
    struct collecting k = { .s = s };
    TRY(store_read(s, cx, DB_SCOPE_ALL, orphans_work, &k));
    for (int i = 0; i < k.n; i++) {
        k.one = (struct content_forget_args){ k.row[i].org_id, k.row[i].content_hash, cx->now_at - DAY };
        TRY(store_write(s, cx, &k.one.org_id, 1, forget_work, &k));
    }
    return OK;
}

/* ---- checking ---- */

struct checking {
    struct store *s;
    struct arena own; /* a content at a time: what is found stays in the caller's memory, what was read does not */
    int n_found;
};

static result check_one(struct cx *cx, void *arg, const struct content_page *row)
{
    struct checking *k = arg;
    str path = content_path(cx->mem, k->s, row->org_id, row->content_hash), bytes;
    struct cx look = cx_new(&k->own, cx->lang, cx->now_at);
    bool read = os_read_file(&look, path, CONTENT_MAX, &bytes).ok, good = read && is_it(bytes, row->content_hash);
    arena_reset(&k->own, 0);
    if (good)
        return OK;
    (void)(read ? damaged(cx, path) : missing(cx, path));
    return ++k->n_found < FOUND_MOST ? OK : FAILED; /* enough to know */
}

result content_check(struct cx *cx, struct store *s)
{
    struct checking k = { .s = s };
    if (!arena_init(&k.own, (size_t)CONTENT_MAX * 4))
        return fail(cx, .kind = ERR_BUSY, .code = S("file.memory"), .message = tr(cx, "There is not enough memory."));
    result r = walk(cx, s, 0, check_one, &k);
    arena_release(&k.own);
    return (result){ r.ok && k.n_found == 0 };
}
