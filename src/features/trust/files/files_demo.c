/* A photo, a note and tags on records of a demo cooperative. The photo is drawn here and says DEMO all over. */
#include "features/trust/files/files.h"
#include "files.sql.h"

#include "os/os.h"

#include <cairo.h>

enum { WIDTH = 900, HEIGHT = 640, LINES = 7 };

static cairo_status_t write_png(void *arg, const unsigned char *bytes, unsigned n)
{
    buf_put(arg, (str){ (const char *)bytes, (ptrdiff_t)n });
    return CAIRO_STATUS_SUCCESS;
}

/* A sheet of paper on a table, ruled, with a word across it. */
static str draw_paper(struct arena *mem)
{
    struct buf b = buf_new(mem);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *c = cairo_create(s);
    cairo_set_source_rgb(c, 0.55, 0.42, 0.30);
    cairo_paint(c);
    cairo_translate(c, 90, 50);
    cairo_rotate(c, 0.03);
    cairo_set_source_rgb(c, 0.97, 0.96, 0.91);
    cairo_rectangle(c, 0, 0, 700, 520);
    cairo_fill(c);
    cairo_set_source_rgb(c, 0.62, 0.70, 0.80);
    for (int i = 1; i <= LINES; i++) {
        cairo_move_to(c, 40, 60 * i + 20);
        cairo_line_to(c, 660, 60 * i + 20);
    }
    cairo_stroke(c);
    cairo_set_source_rgb(c, 0.75, 0.15, 0.10);
    cairo_set_font_size(c, 190);
    cairo_move_to(c, 40, 330);
    cairo_show_text(c, "DEMO");
    cairo_surface_write_to_png_stream(s, write_png, &b);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    return buf_str(&b);
}

struct demo {
    int64_t org_id;
    struct files_demo_records at;
    struct file_ready photo;
};

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct demo *d = arg;
    (void)cx;
    return files_demo_records(db, (struct files_demo_records_args){ .org_id = d->org_id }, &d->at);
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct demo *d = arg;
    struct record slip = { d->org_id, S("voucher"), d->at.slip_id }, member = { d->org_id, S("party"), d->at.party_id };
    struct note_in note = { slip, S("DEMO: cân tay vì mất điện, đã đối chiếu với cân điện tử."), true,
                            os_uuid7(cx->mem) };
    struct note_in call = { member, S("DEMO: hẹn gặp để ký lại thỏa thuận."), false, os_uuid7(cx->mem) };
    int64_t id;
    TRY(file_add(cx, db, &d->photo, &id));
    TRY(note_add(cx, db, &note, &id));
    TRY(note_add(cx, db, &call, &id));
    TRY(tag_add(cx, db, slip, S("cân tay")));
    return tag_add(cx, db, member, S("cần gặp"));
}

result files_demo(struct cx *cx, struct store *s, int64_t org_id)
{
    struct demo d = { .org_id = org_id };
    TRY(store_read(s, cx, DB_SCOPE_ALL, find_work, &d));
    if (!d.at.slip_id || !d.at.party_id)
        return OK;
    struct file_in photo = { .of = { org_id, S("voucher"), d.at.slip_id },
                             .name = S("phieu-can-tay.png"),
                             .caption = S("DEMO: phiếu cân tay"),
                             .bytes = draw_paper(cx->mem),
                             .is_open = true,
                             .request_id = os_uuid7(cx->mem) };
    TRY(file_prepare(cx, s, &photo, "file", &d.photo));
    return store_write(s, cx, &org_id, 1, add_work, &d);
}
