/* The archive and its XML parts, each held to its limits: a part is never unpacked as a whole, only streamed. */
#include "web/sheet/sheet_part.h"

enum { PART = 65536, ENTRIES_MAX = 4096, RATIO_FROM = 1 << 20 };

static result no_workbook(struct cx *cx, const char *hint)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("sheet.format"),
                .message = tr(cx, "This is no Excel workbook (.xlsx)"), .hint = tr_lang(cx->lang, hint));
}

static const char old_or_locked[] =
    T("It is an old .xls file or protected by a password: save it as .xlsx without one.");

static result unsafe(struct reader *r)
{
    return fail(r->cx, .kind = ERR_INVALID, .code = S("sheet.unsafe"),
                .message = tr(r->cx, "This file holds something that a workbook must not hold, and was not read"),
                .hint = tr(r->cx, "Save it again from Excel or LibreOffice as .xlsx."));
}

result part_too_large(struct cx *cx)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("sheet.size"), .message = tr(cx, "This workbook is too large"),
                .hint = tr(cx, "Split it into several files, or delete sheets that are not needed."));
}

result part_damaged(struct reader *r)
{
    return fail(r->cx, .kind = ERR_INVALID, .code = S("sheet.damaged"),
                .message = tr(r->cx, "This workbook is damaged"),
                .hint = tr(r->cx, "Save it again from Excel or LibreOffice as .xlsx."));
}

result reader_open(struct reader *r, str bytes)
{
    struct cx *cx = r->cx;
    if (str_starts(bytes, S("\xD0\xCF\x11\xE0")))
        return no_workbook(cx, old_or_locked);
    if (!str_starts(bytes, S("PK")))
        return no_workbook(cx, T("Save the table as .xlsx, or import it as CSV."));
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *source = zip_source_buffer_create(bytes.s, (zip_uint64_t)bytes.n, 0, &e);
    if (source) {
        r->zip = zip_open_from_source(source, ZIP_RDONLY, &e);
        if (!r->zip)
            zip_source_free(source);
    }
    zip_error_fini(&e);
    if (!r->zip)
        return part_damaged(r);
    return zip_get_num_entries(r->zip, 0) > ENTRIES_MAX ? unsafe(r) : OK;
}

void reader_close(struct reader *r)
{
    if (r->xml)
        XML_ParserFree(r->xml);
    if (r->file)
        zip_fclose(r->file);
    if (r->zip)
        zip_discard(r->zip);
    r->xml = NULL;
    r->file = NULL;
    r->zip = NULL;
    arena_release(&r->keep);
    arena_release(&r->index);
    arena_release(&r->row);
}

/* ---- XML ---- */

static str local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return str_of(colon ? colon + 1 : name);
}

str part_attr(const char **attr, str name)
{
    for (; *attr; attr += 2)
        if (str_eq(local(attr[0]), name))
            return str_of(attr[1]);
    return (str){ 0 };
}

void part_stop(struct reader *r, result failed)
{
    (void)failed.ok;
    r->stopped = true;
    XML_StopParser(r->xml, XML_FALSE);
}

void reader_oom(struct reader *r, jmp_buf *to)
{
    r->cx->mem->oom = r->keep.oom = r->index.oom = r->row.oom = to;
}

struct event {
    enum { START, END, TEXT, DOCTYPE } kind;
    str s;
    const char **attr;
};

static void dispatch(struct reader *r, const struct event *e)
{
    switch (e->kind) {
    case START:
        if (++r->depth > r->lim.depth)
            part_stop(r, unsafe(r));
        else
            r->handler->start(r, e->s, e->attr);
        return;
    case END:
        r->depth--;
        r->handler->end(r, e->s);
        return;
    case TEXT:
        if (r->handler->text)
            r->handler->text(r, e->s);
        return;
    case DOCTYPE: /* no part of a workbook has one: without, there are no entities to expand and none to fetch */
        part_stop(r, unsafe(r));
        return;
    }
}

/* A full arena must not jump through expat, which then would refuse to free its memory: the jump ends here. */
static void handle(struct reader *r, struct event e)
{
    jmp_buf here;
    if (r->stopped)
        return;
    reader_oom(r, &here);
    if (setjmp(here) == 0) {
        dispatch(r, &e);
    } else {
        r->full = true;
        part_stop(r, FAILED);
    }
    reader_oom(r, r->outside);
}

static void XMLCALL on_start(void *r, const char *name, const char **attr)
{
    handle(r, (struct event){ START, local(name), attr });
}

static void XMLCALL on_end(void *r, const char *name) { handle(r, (struct event){ END, local(name), NULL }); }
static void XMLCALL on_text(void *r, const char *s, int n) { handle(r, (struct event){ TEXT, { s, n }, NULL }); }

static void XMLCALL on_doctype(void *r, const char *name, const char *sys, const char *pub, int internal)
{
    (void)name, (void)sys, (void)pub, (void)internal;
    handle(r, (struct event){ .kind = DOCTYPE });
}

/* ---- parts ---- */

static zip_int64_t locate(struct reader *r, str path)
{
    const char *z = str_z(&r->keep, path);
    zip_int64_t i = zip_name_locate(r->zip, z, 0);
    return i >= 0 ? i : zip_name_locate(r->zip, z, ZIP_FL_NOCASE);
}

bool part_exists(struct reader *r, str path) { return path.n > 0 && locate(r, path) >= 0; }

/* Opens the entry and checks what the archive says of it; what it really holds is counted while reading. */
static result part_open(struct reader *r, str path, int64_t *packed)
{
    zip_int64_t i = locate(r, path);
    zip_stat_t st;
    if (i < 0 || zip_stat_index(r->zip, (zip_uint64_t)i, 0, &st) != 0 || !(st.valid & ZIP_STAT_COMP_SIZE))
        return part_damaged(r);
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
        return no_workbook(r->cx, old_or_locked);
    *packed = st.comp_size > INT64_MAX / 4 ? INT64_MAX / 4 : (int64_t)st.comp_size;
    r->file = zip_fopen_index(r->zip, (zip_uint64_t)i, 0);
    return r->file ? OK : part_damaged(r);
}

static result part_feed(struct reader *r, int64_t packed)
{
    int64_t got = 0;
    for (zip_int64_t n = 1; n > 0;) {
        void *to = XML_GetBuffer(r->xml, PART);
        if (!to)
            return part_too_large(r->cx);
        n = zip_fread(r->file, to, PART);
        if (n < 0)
            return part_damaged(r);
        got += n;
        r->total += n;
        if (got > r->lim.entry_bytes || r->total > r->lim.total_bytes)
            return part_too_large(r->cx);
        if (got > RATIO_FROM && got / r->lim.ratio > packed)
            return unsafe(r);
        enum XML_Status st = XML_ParseBuffer(r->xml, (int)n, n == 0);
        if (r->stopped)
            return FAILED;
        if (st != XML_STATUS_OK)
            return part_damaged(r);
    }
    return OK;
}

result part_parse(struct reader *r, str path, const struct part_handler *h)
{
    int64_t packed;
    TRY(part_open(r, path, &packed));
    r->xml = XML_ParserCreate(NULL);
    if (!r->xml)
        return part_too_large(r->cx);
    r->handler = h;
    r->depth = 0;
    r->stopped = r->in_cells = r->in_text = r->phonetic = false;
    r->text = (struct buf){ 0 };
    XML_SetUserData(r->xml, r);
    XML_SetElementHandler(r->xml, on_start, on_end);
    XML_SetCharacterDataHandler(r->xml, on_text);
    XML_SetStartDoctypeDeclHandler(r->xml, on_doctype);
    result done = part_feed(r, packed);
    XML_ParserFree(r->xml);
    r->xml = NULL;
    zip_fclose(r->file);
    r->file = NULL;
    return done;
}
