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
    return true;
}

str type_clean(struct arena *mem, str s, ptrdiff_t max)
{
    if (s.n <= max && is_clean(s))
        return s;
    struct buf b = buf_new(mem);
    ptrdiff_t i = 0;
    for (int32_t cp; b.n < max && (cp = text_next(s, &i)) >= 0;)
        if (!is_direction(cp))
            text_put(&b, is_control(cp) ? ' ' : cp);
    if (i < s.n)
        buf_put(&b, S("…"));
    return text_nfc(mem, buf_str(&b));
}

/* ---- measuring ---- */

double type_line(const struct type *t, enum type_style st) { return t->line_h[t->size][st]; }

static void shape(struct type *t, enum type_style st, str s)
{
    pango_layout_set_font_description(t->layout, t->desc[t->size][st]);
    pango_layout_set_text(t->layout, s.n ? s.s : "", (int)s.n);
}

static double measure(struct type *t, enum type_style st, str s)
{
    int w;
    shape(t, st, s);
    pango_layout_get_size(t->layout, &w, NULL);
    return (double)w / PANGO_SCALE;
}

/* Width of one code point, without kerning. */
static double advance(struct type *t, enum type_style st, int32_t cp, str bytes)
{
    if (cp >= TYPE_CP)
        return measure(t, st, bytes);
    float *kept = &t->advance[t->size][st][cp];
    if (*kept == 0) {
        double w = measure(t, st, bytes);
        *kept = w > 0 ? (float)w : 0.001f;
    }
    return *kept;
}

/* Text with, perhaps, a bold end. */
struct setting {
    enum type_style st;
    const char *bold; /* where TYPE_BOLD begins; NULL = nowhere */
    double w;
};

static bool breaks_after(int32_t cp) { return cp == ' ' || cp == '-' || cp == '/' || cp == 0x2013 || cp == 0x2014; }

/* Takes the first line off *rest: up to a line break, or to the last gap that fits, or through a word that is too
   long. Lines are broken here and not by pango because pango shapes the rest of a long word again for every line that
   it fills. */
static str take_line(struct type *t, const struct setting *g, str *rest)
{
    double w = 0;
    ptrdiff_t gap = 0, i = 0;
    while (i < rest->n) {
        ptrdiff_t next = i;
        int32_t cp = text_next(*rest, &next);
        enum type_style st = g->bold && rest->s + i >= g->bold ? TYPE_BOLD : g->st;
        if (cp == '\n')
            break;
        w += advance(t, st, cp, (str){ rest->s + i, next - i });
        if (w > g->w + 0.5 && cp != ' ' && i > 0) {
            i = gap > 0 ? gap : i;
            break;
        }
        i = next;
        gap = breaks_after(cp) ? i : gap;
    }
    str line = { rest->s, i };
    *rest = str_sub(*rest, i < rest->n && rest->s[i] == '\n' ? i + 1 : i, rest->n);
    while (line.n && line.s[line.n - 1] == ' ')
        line.n--;
    return line;
}

double type_height(struct type *t, enum type_style st, str s, double w)
{
    struct setting g = { st, NULL, w };
    int lines = 0;
    for (; s.n > 0; lines++)
        (void)take_line(t, &g, &s);
    return lines * type_line(t, st);
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
    shape(t, st, s);
    show_line(t, al, b);
}

double type_set(struct type *t, enum type_style st, enum print_align al, str s, struct box b)
{
    struct setting g = { st, NULL, b.w };
    double h = type_line(t, st), y = b.y;
    while (s.n > 0) {
        str line = take_line(t, &g, &s);
        if (b.h > 0 && s.n > 0 && y + 2 * h > b.y + b.h + 0.1) { /* the last line that fits, and more to come */
            line = str_join(&t->scratch, (const str[]){ line, S("…") }, 2, (str){ 0 });
            s.n = 0;
        }
        type_set_line(t, st, al, line, (struct box){ b.x, y, b.w });
        y += h;
    }
    return y - b.y;
}

double type_set_pair(struct type *t, enum type_style st, str s, ptrdiff_t from, struct box b)
{
    if (from < 0 || from >= s.n)
        return type_set(t, st, PRINT_LEFT, s, b);
    struct setting g = { st, s.s + from, b.w };
    double h = type_line(t, st), y = b.y;
    for (; s.n > 0; y += h) {
        str line = take_line(t, &g, &s);
        ptrdiff_t cut = g.bold - line.s;
        str plain = str_sub(line, 0, cut), bold = str_sub(line, cut, line.n);
        double x = 0;
        if (cut > 0 && t->cr) {
            x = measure(t, st, plain);
            type_set_line(t, st, PRINT_LEFT, plain, (struct box){ b.x, y, b.w });
        }
        type_set_line(t, TYPE_BOLD, PRINT_LEFT, bold, (struct box){ b.x + x, y, b.w - x });
    }
    return y - b.y;
}

void type_watermark(struct type *t, str s, double w, double h)
{
    if (!t->cr || s.n == 0)
        return;
    shape(t, TYPE_TITLE, s);
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
