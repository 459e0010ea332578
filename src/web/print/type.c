/* Fonts, measuring and setting of text with pango and cairo. The fonts are four files of the Debian package
   fonts-liberation2, opened by path in a fontconfig of our own: neither the machine's font rules nor its other fonts
   can change a print. Must not read anything else from the system. Most cells of a book are short: their width is
   summed from kept advances, and only what may not fit on a line is wrapped. */
#include "web/print/type.h"

#include "base/text.h"
#include "os/os.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <pthread.h>
#include <stdio.h>

enum { POOL = 2 };

/* Global, because opening and indexing fonts costs tens of milliseconds: kept for the life of the process, guarded by
   `lock`. */
static struct type pool[POOL];
static FcConfig *fonts;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;

static const struct {
    double points;
    PangoWeight weight;
    PangoStyle slant;
} style_def[TYPE_STYLES] = {
    [TYPE_BODY] = { 11.5, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL },
    [TYPE_BOLD] = { 11.5, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [TYPE_ITALIC] = { 11.5, PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC },
    [TYPE_SMALL] = { 9, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL },
    [TYPE_SMALL_BOLD] = { 9, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [TYPE_SMALL_ITALIC] = { 9, PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC },
    [TYPE_TITLE] = { 16, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [TYPE_CELL] = { 10, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL },
    [TYPE_CELL_BOLD] = { 10, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [TYPE_HEAD] = { 9.5, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [TYPE_MARK] = { 8, PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC },
};
static const double size_factor[TYPE_SIZES] = { [TYPE_A4] = 1.0, [TYPE_A5] = 0.87 };

/* ---- opening ---- */

static const char *const font_dirs[] = { "/usr/share/fonts/truetype/liberation2",
                                         "/usr/share/fonts/truetype/liberation" };
static const char *const font_files[] = { "Regular", "Bold", "Italic", "BoldItalic" };

static bool open_fonts(void)
{
    if (fonts)
        return true;
    FcConfig *c = FcConfigCreate();
    if (!c)
        return false;
    for (size_t d = 0; d < sizeof font_dirs / sizeof *font_dirs; d++) {
        size_t n = 0;
        for (size_t i = 0; i < 4; i++) {
            char path[128];
            snprintf(path, sizeof path, "%s/LiberationSerif-%s.ttf", font_dirs[d], font_files[i]);
            n += os_exists(str_of(path)) && FcConfigAppFontAddFile(c, (const FcChar8 *)path);
        }
        if (n == 4) {
            fonts = c;
            return true;
        }
    }
    FcConfigDestroy(c);
    return false;
}

static void make_styles(struct type *t)
{
    for (int z = 0; z < TYPE_SIZES; z++)
        for (int s = 0; s < TYPE_STYLES; s++) {
            PangoFontDescription *d = pango_font_description_new();
            pango_font_description_set_family_static(d, "Liberation Serif");
            pango_font_description_set_size(d, (int)(style_def[s].points * size_factor[z] * PANGO_SCALE));
            pango_font_description_set_weight(d, style_def[s].weight);
            pango_font_description_set_style(d, style_def[s].slant);
            t->desc[z][s] = d;
            t->advance[z][s] = new(&t->kept, float, TYPE_CP);
            pango_layout_set_font_description(t->layout, d);
            pango_layout_set_text(t->layout, "Ệg", -1);
            int h;
            pango_layout_get_size(t->layout, NULL, &h);
            t->line_h[z][s] = (double)h / PANGO_SCALE;
        }
}

static bool type_open(struct type *t)
{
    if (t->ready)
        return true;
    if (!open_fonts() || !arena_init(&t->kept, 4 << 20) || !arena_init(&t->scratch, (size_t)64 << 20) ||
        !arena_init(&t->out, (size_t)128 << 20))
        return false;
    t->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(t->map), fonts);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(t->map), 72);
    t->context = pango_font_map_create_context(t->map);
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(t->context, o);
    cairo_font_options_destroy(o);
    pango_context_set_round_glyph_positions(t->context, FALSE); /* else letters sit on whole points */
    pango_context_set_language(t->context, pango_language_from_string("vi"));
    pango_context_set_base_dir(t->context, PANGO_DIRECTION_LTR);
    t->layout = pango_layout_new(t->context);
    pango_layout_set_auto_dir(t->layout, FALSE);
    pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD_CHAR);
    make_styles(t);
    t->ready = true;
    return true;
}

static struct type *take_free(void)
{
    for (;;) {
        for (int i = 0; i < POOL; i++)
            if (!pool[i].busy) {
                pool[i].busy = true;
                return &pool[i];
            }
        pthread_cond_wait(&freed, &lock);
    }
}

result type_take(struct cx *cx, struct type **out)
{
    pthread_mutex_lock(&lock);
    struct type *t = take_free();
    bool ok = type_open(t);
    pthread_mutex_unlock(&lock);
    if (ok) {
        *out = t;
        return OK;
    }
    type_give(t);
    return fail(cx, .kind = ERR_ENV, .code = S("print.font"), .message = tr(cx, "The print font is not installed"),
                .hint = tr(cx, "Install the Debian package fonts-liberation2."));
}

void type_give(struct type *t)
{
    if (t->ready) {
        t->cr = NULL;
        arena_reset(&t->scratch, 0);
        arena_reset(&t->out, 0);
    }
    pthread_mutex_lock(&lock);
    t->busy = false;
    pthread_cond_signal(&freed);
    pthread_mutex_unlock(&lock);
}

/* Read by the leak checker of sanitized builds. fontconfig keeps offsets where the checker looks for pointers, so
   what it holds for the life of the process would be reported at every exit. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libfontconfig.so"; }
const char *__lsan_default_options(void);
const char *__lsan_default_options(void) { return "print_suppressions=0"; }

/* ---- what can be set ---- */

static bool is_direction(int32_t cp)
{
    return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E || cp == 0x200F;
}
static bool is_control(int32_t cp)
{
    return (cp < 0x20 && cp != '\n') || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029;
}
/* Letters that normal form may still compose: marks, and the jamo of Korean. */
static bool is_loose(int32_t cp) { return (cp >= 0x300 && cp < 0x370) || (cp >= 0x1100 && cp < 0x1200); }

/* True when s can be set as it stands, as nearly everything stored can. */
static bool is_clean(str s)
{
    for (ptrdiff_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.s[i];
        if (c >= 0x20 && c < 0x7F) {
            i++;
            continue;
        }
        int32_t cp = text_next(s, &i);
        if (cp == 0xFFFD || is_control(cp) || is_direction(cp) || is_loose(cp))
            return false;
    }
    return s.n <= TYPE_TEXT_MAX;
}

str type_clean(struct arena *mem, str s)
{
    if (is_clean(s))
        return s;
    struct buf b = buf_new(mem);
    ptrdiff_t i = 0;
    for (int32_t cp; b.n < TYPE_TEXT_MAX && (cp = text_next(s, &i)) >= 0;)
        if (!is_direction(cp))
            text_put(&b, is_control(cp) ? ' ' : cp);
    return text_nfc(mem, buf_str(&b));
}

/* ---- measuring ---- */

double type_line(const struct type *t, enum type_style st) { return t->line_h[t->size][st]; }

static double measure_point(struct type *t, enum type_style st, const char *s, int n)
{
    pango_layout_set_font_description(t->layout, t->desc[t->size][st]);
    pango_layout_set_width(t->layout, -1);
    pango_layout_set_text(t->layout, s, n);
    int w;
    pango_layout_get_size(t->layout, &w, NULL);
    return (double)w / PANGO_SCALE;
}

/* An upper bound of the width of s on one line, or a negative number when only pango can tell. */
static double width_bound(struct type *t, enum type_style st, str s)
{
    float *adv = t->advance[t->size][st];
    double w = 0;
    for (ptrdiff_t i = 0, k; i < s.n; i += k) {
        ptrdiff_t next = i;
        int32_t cp = text_next(s, &next);
        k = next - i;
        if (cp == '\n' || cp >= TYPE_CP)
            return -1;
        if (adv[cp] == 0)
            adv[cp] = (float)measure_point(t, st, s.s + i, (int)k);
        w += adv[cp];
    }
    return w * 1.01 + 0.5; /* kerning may widen a little */
}

static bool fits(struct type *t, enum type_style st, str s, double w)
{
    double bound = width_bound(t, st, s);
    return bound >= 0 && bound <= w;
}

static void shape(struct type *t, enum type_style st, str s, double w)
{
    pango_layout_set_font_description(t->layout, t->desc[t->size][st]);
    pango_layout_set_width(t->layout, w < 0 ? -1 : (int)(w * PANGO_SCALE));
    pango_layout_set_text(t->layout, s.n ? s.s : "", (int)s.n);
}

static double layout_height(struct type *t)
{
    int h;
    pango_layout_get_size(t->layout, NULL, &h);
    return (double)h / PANGO_SCALE;
}

double type_height(struct type *t, enum type_style st, str s, double w)
{
    if (s.n == 0)
        return 0;
    if (fits(t, st, s, w))
        return type_line(t, st);
    shape(t, st, s, w);
    return layout_height(t);
}

/* ---- setting ---- */

static void show_line(struct type *t, enum print_align al, struct box b)
{
    PangoRectangle r;
    PangoLayoutLine *line = pango_layout_get_line_readonly(t->layout, 0);
    pango_layout_line_get_extents(line, NULL, &r);
    double w = (double)r.width / PANGO_SCALE, base = (double)pango_layout_get_baseline(t->layout) / PANGO_SCALE;
    double narrow = w > b.w && w > 0 ? b.w / w : 1, free = b.w - w * narrow;
    double x = b.x + (al == PRINT_RIGHT ? free : al == PRINT_CENTER ? free / 2 : 0);
    if (narrow < 1) {
        cairo_save(t->cr);
        cairo_translate(t->cr, x, b.y + base);
        cairo_scale(t->cr, narrow, 1);
        cairo_move_to(t->cr, 0, 0);
        pango_cairo_show_layout_line(t->cr, line);
        cairo_restore(t->cr);
        return;
    }
    cairo_move_to(t->cr, x, b.y + base);
    pango_cairo_show_layout_line(t->cr, line);
}

void type_set_line(struct type *t, enum type_style st, enum print_align al, str s, struct box b)
{
    if (!t->cr || s.n == 0)
        return;
    shape(t, st, s, -1);
    show_line(t, al, b);
}

static const PangoAlignment pango_align[] = { [PRINT_LEFT] = PANGO_ALIGN_LEFT,
                                              [PRINT_CENTER] = PANGO_ALIGN_CENTER,
                                              [PRINT_RIGHT] = PANGO_ALIGN_RIGHT };

double type_set(struct type *t, enum type_style st, enum print_align al, str s, struct box b)
{
    if (s.n == 0)
        return 0;
    if (fits(t, st, s, b.w)) {
        type_set_line(t, st, al, s, b);
        return type_line(t, st);
    }
    shape(t, st, s, b.w);
    pango_layout_set_alignment(t->layout, pango_align[al]);
    if (b.h > 0 && layout_height(t) > b.h + 0.1) {
        pango_layout_set_height(t->layout, (int)(b.h * PANGO_SCALE));
        pango_layout_set_ellipsize(t->layout, PANGO_ELLIPSIZE_END);
    }
    if (t->cr) {
        cairo_move_to(t->cr, b.x, b.y);
        pango_cairo_show_layout(t->cr, t->layout);
    }
    double h = layout_height(t);
    pango_layout_set_alignment(t->layout, PANGO_ALIGN_LEFT);
    pango_layout_set_ellipsize(t->layout, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(t->layout, -1);
    return h;
}

double type_set_pair(struct type *t, enum type_style st, str s, ptrdiff_t from, struct box b)
{
    if (from < 0 || from >= s.n)
        return type_set(t, st, PRINT_LEFT, s, b);
    PangoAttrList *list = pango_attr_list_new();
    PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
    bold->start_index = (guint)from;
    pango_attr_list_insert(list, bold);
    shape(t, st, s, b.w);
    pango_layout_set_attributes(t->layout, list);
    if (t->cr) {
        cairo_move_to(t->cr, b.x, b.y);
        pango_cairo_show_layout(t->cr, t->layout);
    }
    double h = layout_height(t);
    pango_layout_set_attributes(t->layout, NULL);
    pango_attr_list_unref(list);
    return h;
}

void type_watermark(struct type *t, str s, double w, double h)
{
    if (!t->cr || s.n == 0)
        return;
    shape(t, TYPE_TITLE, s, -1);
    int pw, ph;
    pango_layout_get_size(t->layout, &pw, &ph);
    double lw = (double)pw / PANGO_SCALE, lh = (double)ph / PANGO_SCALE;
    double k = (w < h ? w : h) * 0.85 / lw;
    cairo_save(t->cr);
    cairo_translate(t->cr, w / 2, h / 2);
    cairo_rotate(t->cr, -0.6);
    cairo_scale(t->cr, k, k);
    cairo_translate(t->cr, -lw / 2, -lh / 2);
    cairo_move_to(t->cr, 0, 0);
    pango_cairo_layout_path(t->cr, t->layout);
    cairo_set_source_rgb(t->cr, 0.925, 0.925, 0.925);
    cairo_fill(t->cr);
    cairo_restore(t->cr);
}
