/* All data of one organisation in one file: the folder that hoptac export --out writes, as a ZIP. Everything goes from
   disk to disk. */
#include "features/trust/backup/backup.h"
#include "features/trust/files/files.h"

#include "os/os.h"

#include <zip.h>

struct packing {
    struct store *s;
    int64_t org_id;
    zip_t *zip;
    str rows; /* path of the rows */
};

static result broken(struct cx *cx)
{
    return fail(cx, .kind = ERR_ENV, .code = S("backup.zip"),
                .message = tr(cx, "The file with all data could not be written."),
                .hint = tr(cx, "Check free space and permissions, or set TMPDIR."));
}

static result add(struct cx *cx, struct packing *p, str name, zip_source_t *source, bool pack)
{
    zip_int64_t i = source ? zip_file_add(p->zip, str_z(cx->mem, name), source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && i < 0)
        zip_source_free(source);
    if (i < 0)
        return broken(cx);
    (void)zip_set_file_compression(p->zip, (zip_uint64_t)i, pack ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    return OK;
}

/* Pictures and PDF are packed already. What is missing on the disk is left out: doctor names it. */
static result add_file(struct cx *cx, void *arg, str place)
{
    struct packing *p = arg;
    str folder = store_files(p->s), path = str_fmt(cx->mem, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(place));
    if (!os_exists(path))
        return OK;
    return add(cx, p, str_fmt(cx->mem, "files/" STR_FMT, STR_ARG(place)),
               zip_source_file(p->zip, str_z(cx->mem, path), 0, -1), false);
}

static result fill(struct cx *cx, struct packing *p)
{
    TRY(add(cx, p, S("hoptac.ndjson"), zip_source_file(p->zip, str_z(cx->mem, p->rows), 0, -1), true));
    return content_each(cx, p->s, p->org_id, add_file, p);
}

static result write_zip(struct cx *cx, struct packing *p, str path)
{
    int code;
    p->zip = zip_open(str_z(cx->mem, path), ZIP_TRUNCATE | ZIP_CREATE, &code);
    if (!p->zip)
        return broken(cx);
    result r = fill(cx, p);
    if (r.ok && zip_close(p->zip) == 0)
        return OK;
    zip_discard(p->zip);
    return r.ok ? broken(cx) : r;
}

static result pack(struct cx *cx, struct packing *p, int *fd)
{
    str path;
    int64_t size;
    TRY(os_temp_file(cx, &path));
    result r = write_zip(cx, p, path);
    if (r.ok)
        r = os_open_for_reading(cx, path, fd, &size);
    os_remove(path);
    return r;
}

result backup_zip(struct cx *cx, struct store *s, int64_t org_id, str org_code, int *fd)
{
    int rows;
    struct packing p = { .s = s, .org_id = org_id };
    TRY(backup_rows_file(cx, s, org_id, org_code, &rows));
    p.rows = str_fmt(cx->mem, "/proc/self/fd/%d", rows); /* the library wants a path, the file has none */
    result r = pack(cx, &p, fd);
    os_close(rows);
    return r;
}
