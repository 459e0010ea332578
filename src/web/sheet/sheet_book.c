/* The parts of a workbook around its sheets: relations, list of sheets, styles, shared strings. */
#include "web/sheet/sheet_part.h"

enum { SHEETS_MAX = 256, STYLES_MAX = 65536, FORMATS = 65536, FORMAT_DATE = 1, FORMAT_OTHER = 2 };

static void nothing(struct reader *r, str name) { (void)r, (void)name; }

/* ---- relations ---- */

/* "/xl/a.xml" or "a.xml" beside base → path in the archive; empty when it leads out of it. */
static str resolve(struct reader *r, str base, str target)
{
    if (str_find(target, S("..")) >= 0 || str_find(target, S(":")) >= 0)
        return (str){ 0 };
    if (str_starts(target, S("/")))
        return str_dup(&r->keep, str_sub(target, 1, target.n));
    ptrdiff_t slash = base.n;
    while (slash > 0 && base.s[slash - 1] != '/')
        slash--;
    return str_join(&r->keep, (const str[]){ str_sub(base, 0, slash), target }, 2, (str){ 0 });
}

static void root_relation(struct reader *r, str name, const char **attr)
{
    if (str_eq(name, S("Relationship")) && str_ends(part_attr(attr, S("Type")), S("/officeDocument")))
        r->book = resolve(r, (str){ 0 }, part_attr(attr, S("Target")));
}

static void book_relation(struct reader *r, str name, const char **attr)
{
    if (!str_eq(name, S("Relationship")))
        return;
    str type = part_attr(attr, S("Type")), id = part_attr(attr, S("Id"));
    str path = resolve(r, r->book, part_attr(attr, S("Target")));
    if (str_ends(type, S("/sharedStrings")))
        r->strings = path;
    else if (str_ends(type, S("/styles")))
        r->styles = path;
    else if (str_ends(type, S("/worksheet")))
        for (int i = 0; i < r->n_sheet; i++)
            if (str_eq(r->sheet[i].relation, id))
                r->sheet[i].path = path;
}

/* xl/workbook.xml → xl/_rels/workbook.xml.rels */
static str relations_of(struct reader *r, str path)
{
    ptrdiff_t slash = path.n;
    while (slash > 0 && path.s[slash - 1] != '/')
        slash--;
    const str part[] = { str_sub(path, 0, slash), S("_rels/"), str_sub(path, slash, path.n), S(".rels") };
    return str_join(&r->keep, part, 4, (str){ 0 });
}

/* ---- workbook ---- */

static bool is_true(str s) { return str_eq(s, S("1")) || str_eq(s, S("true")); }

static void book_start(struct reader *r, str name, const char **attr)
{
    if (str_eq(name, S("workbookPr")))
        r->from_1904 = is_true(part_attr(attr, S("date1904")));
    if (!str_eq(name, S("sheet")))
        return;
    if (r->n_sheet == SHEETS_MAX) {
        part_stop(r, part_too_large(r->cx));
        return;
    }
    str state = part_attr(attr, S("state"));
    r->sheet[r->n_sheet++] = (struct sheet_ref){
        .name = str_dup(&r->keep, part_attr(attr, S("name"))),
        .relation = str_dup(&r->keep, part_attr(attr, S("id"))), /* r:id; sheetId is another name */
        .hidden = state.n > 0 && !str_eq(state, S("visible")),
    };
}

/* ---- styles ---- */

/* Other lists of xf stand around the one that cells refer to. */
static void styles_start(struct reader *r, str name, const char **attr)
{
    int64_t id;
    if (str_eq(name, S("cellXfs"))) {
        r->in_cells = true;
    } else if (str_eq(name, S("numFmt"))) {
        if (str_to_i64(part_attr(attr, S("numFmtId")), &id) && id >= 0 && id < FORMATS)
            r->format[id] = value_format_is_date(part_attr(attr, S("formatCode"))) ? FORMAT_DATE : FORMAT_OTHER;
    } else if (str_eq(name, S("xf")) && r->in_cells && r->n_style < STYLES_MAX) {
        bool known = str_to_i64(part_attr(attr, S("numFmtId")), &id) && id >= 0 && id < FORMATS;
        bool own = known && r->format[id] != 0;
        r->is_date[r->n_style++] = own ? r->format[id] == FORMAT_DATE : known && value_builtin_is_date(id);
    }
}

static void styles_end(struct reader *r, str name)
{
    if (str_eq(name, S("cellXfs")))
        r->in_cells = false;
}

/* ---- text ---- */

void text_start(struct reader *r, str name)
{
    if (str_eq(name, S("rPh")))
        r->phonetic = true;
    else if (str_eq(name, S("t")))
        r->in_text = r->text.mem && !r->phonetic; /* a <t> may stand where no string is */
}

void text_end(struct reader *r, str name)
{
    if (str_eq(name, S("rPh")))
        r->phonetic = false;
    else if (str_eq(name, S("t")))
        r->in_text = false;
}

void text_more(struct reader *r, str s)
{
    if (r->text.n + s.n > SHEET_TEXT_BYTES)
        part_stop(r, part_damaged(r));
    else
        buf_put(&r->text, s);
}

/* ---- shared strings ---- */

static void strings_start(struct reader *r, str name, const char **attr)
{
    (void)attr;
    text_start(r, name);
    if (!str_eq(name, S("si")))
        return;
    arena_reset(&r->row, 0);
    r->text = buf_new(&r->row);
    r->in_text = r->phonetic = false;
}

static void strings_end(struct reader *r, str name)
{
    text_end(r, name);
    if (!str_eq(name, S("si")))
        return;
    r->string_bytes += r->text.n;
    if (r->n_string == r->lim.strings || r->string_bytes > r->lim.string_bytes) {
        part_stop(r, part_too_large(r->cx));
        return;
    }
    str *at = (str *)(void *)arena_bytes(&r->index, sizeof *at, sizeof(void *)); /* one after the other: an array */
    if (!r->string)
        r->string = at;
    *at = str_dup(&r->keep, value_unescape(&r->row, buf_str(&r->text)));
    r->text = (struct buf){ 0 };
    r->n_string++;
}

static void strings_text(struct reader *r, str s)
{
    if (r->in_text)
        text_more(r, s);
}

/* ---- all ---- */

result book_read(struct reader *r)
{
    static const struct part_handler root = { root_relation, nothing, NULL }, book = { book_start, nothing, NULL },
                                     relations = { book_relation, nothing, NULL },
                                     styles = { styles_start, styles_end, NULL },
                                     strings = { strings_start, strings_end, strings_text };
    r->sheet = new(&r->keep, struct sheet_ref, SHEETS_MAX);
    r->format = new(&r->keep, uint8_t, FORMATS);
    r->is_date = new(&r->keep, uint8_t, STYLES_MAX);
    TRY(part_parse(r, S("_rels/.rels"), &root));
    TRY(part_parse(r, r->book, &book));
    TRY(part_parse(r, relations_of(r, r->book), &relations));
    if (part_exists(r, r->styles))
        TRY(part_parse(r, r->styles, &styles));
    if (part_exists(r, r->strings))
        TRY(part_parse(r, r->strings, &strings));
    return OK;
}
