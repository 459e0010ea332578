/* multipart/form-data after RFC 7578. The whole body is in memory already (the body cap saw to that), so parts are
   views into it. Refused as a whole: a wrong boundary, a part without a name, a missing end, anything beyond the
   caps. */
#include "base/text.h"
#include "web/http_parts.h"

/* ---- parameters of a header ---- */

/* Reads a quoted string at *at (which stands on the quote). Browsers write \" and %22; only the first is an escape
   here. */
static bool quoted(struct arena *mem, str s, ptrdiff_t *at, str *out)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = *at + 1; i < s.n; i++) {
        if (s.s[i] == '"') {
            *at = i + 1;
            *out = buf_str(&b);
            return true;
        }
        if (s.s[i] == '\\' && i + 1 < s.n && (s.s[i + 1] == '"' || s.s[i + 1] == '\\'))
            i++;
        buf_byte(&b, s.s[i]);
    }
    return false;
}

static void skip_space(str s, ptrdiff_t *at)
{
    while (*at < s.n && (s.s[*at] == ' ' || s.s[*at] == '\t'))
        ++*at;
}

static str word(str s, ptrdiff_t *at)
{
    ptrdiff_t from = *at;
    while (*at < s.n && http_token_char(s.s[*at]))
        ++*at;
    return str_sub(s, from, *at);
}

/* One `; name=value` at *at. */
static bool param(struct arena *mem, str s, ptrdiff_t *at, struct pair *out)
{
    skip_space(s, at);
    if (*at >= s.n || s.s[*at] != ';')
        return false;
    ++*at;
    skip_space(s, at);
    out->name = word(s, at);
    skip_space(s, at);
    if (!out->name.n || *at >= s.n || s.s[*at] != '=')
        return false;
    ++*at;
    skip_space(s, at);
    if (*at < s.n && s.s[*at] == '"')
        return quoted(mem, s, at, &out->value);
    out->value = word(s, at);
    return out->value.n > 0;
}

bool http_header_param(struct arena *mem, str header, str name, str *out)
{
    ptrdiff_t at = str_cut(header, ';').head.n;
    struct pair p = { 0 };
    bool found = false;
    while (param(mem, header, &at, &p)) {
        if (!str_eq_nocase(p.name, name))
            continue;
        if (found)
            return false;
        found = true;
        *out = p.value;
    }
    skip_space(header, &at);
    return found && at == header.n;
}

/* ---- file names ---- */

str http_safe_file_name(struct arena *mem, str sent)
{
    struct buf b = buf_new(mem);
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < sent.n; i++)
        if (sent.s[i] == '/' || sent.s[i] == '\\')
            from = i + 1;
    str name = text_nfc(mem, str_sub(sent, from, sent.n));
    for (ptrdiff_t at = 0; at < name.n;) {
        int32_t c = text_next(name, &at);
        bool marks = c >= 0x200B && c <= 0x206F; /* invisible: zero width, direction */
        if (c < ' ' || (c >= 127 && c < 160) || marks || c == 0xFEFF || (c < 128 && strchr("<>:\"|?*", (char)c)))
            c = '_';
        if (c == '.' && b.n == 0)
            c = '_';
        if (b.n < HTTP_FILE_NAME_MAX - 4)
            text_put(&b, c);
    }
    return str_trim(buf_str(&b)).n ? buf_str(&b) : S("file");
}

/* ---- parts ---- */

struct multipart {
    struct arena *mem;
    str rest;
    str delimiter; /* CR LF -- boundary */
    struct request *r;
    int room_form, room_upload;
};

static bool boundary_good(str b)
{
    for (ptrdiff_t i = 0; i < b.n; i++)
        if (!http_token_char(b.s[i]) && !strchr("'()+_,-./:=? ", b.s[i]))
            return false;
    return b.n > 0 && b.n <= 70 && b.s[b.n - 1] != ' ';
}

/* Cuts one line off; false when none ends here. */
static bool line(str *rest, str *out)
{
    ptrdiff_t i = str_find(*rest, S("\r\n"));
    if (i < 0)
        return false;
    *out = str_sub(*rest, 0, i);
    *rest = str_sub(*rest, i + 2, rest->n);
    return true;
}

struct part {
    str name, file_name, content_type, data;
    bool is_file, disposed;
};

static bool part_header(struct multipart *m, str text, struct part *p)
{
    struct str_cut cut = str_cut(text, ':');
    str value = str_trim(cut.tail);
    if (!cut.found || !http_is_token(cut.head))
        return false;
    if (str_eq_nocase(cut.head, S("content-type")))
        p->content_type = value;
    if (!str_eq_nocase(cut.head, S("content-disposition")))
        return true;
    if (p->disposed || !str_eq_nocase(str_trim(str_cut(value, ';').head), S("form-data")))
        return false;
    p->disposed = true;
    str file_name = { 0 };
    p->is_file = http_header_param(m->mem, value, S("filename"), &file_name);
    if (p->is_file && file_name.n)
        p->file_name = http_safe_file_name(m->mem, file_name);
    return http_header_param(m->mem, value, S("name"), &p->name);
}

static bool part_head(struct multipart *m, struct part *p)
{
    ptrdiff_t before = m->rest.n;
    str text;
    while (line(&m->rest, &text)) {
        if (!text.n)
            return p->disposed;
        if (before - m->rest.n > HTTP_PART_HEAD_MAX || !part_header(m, text, p))
            return false;
    }
    return false;
}

static bool part_data(struct multipart *m, struct part *p)
{
    ptrdiff_t end = str_find(m->rest, m->delimiter);
    if (end < 0)
        return false;
    p->data = str_sub(m->rest, 0, end);
    m->rest = str_sub(m->rest, end + m->delimiter.n, m->rest.n);
    return true;
}

static bool keep(struct multipart *m, const struct part *p)
{
    if (!p->is_file) {
        if (m->r->n_form == m->room_form)
            return false;
        m->r->form[m->r->n_form++] = (struct pair){ p->name, p->data };
        return true;
    }
    if (!p->file_name.n && !p->data.n)
        return true; /* a file input left empty */
    if (m->r->n_upload == m->room_upload)
        return false;
    str file_name = p->file_name.n ? p->file_name : S("file");
    m->r->upload[m->r->n_upload++] = (struct upload){ p->name, file_name, p->content_type, p->data };
    return true;
}

static int count(str body, str delimiter)
{
    int n = 0;
    for (ptrdiff_t i; (i = str_find(body, delimiter)) >= 0; n++)
        body = str_sub(body, i + delimiter.n, body.n);
    return n;
}

/* After a delimiter: "--" ends the body, CR LF begins a part. White space may stand between. */
static bool more(struct multipart *m, bool *last)
{
    if (str_starts(m->rest, S("--"))) {
        *last = true;
        return true;
    }
    str padding;
    return line(&m->rest, &padding) && str_trim(padding).n == 0;
}

bool http_parse_multipart(struct arena *mem, str content_type, str body, struct request *r)
{
    struct multipart m = { .mem = mem, .rest = body, .r = r };
    str boundary;
    if (!str_eq_nocase(str_trim(str_cut(content_type, ';').head), S("multipart/form-data")) ||
        !http_header_param(mem, content_type, S("boundary"), &boundary) || !boundary_good(boundary))
        return false;
    m.delimiter = str_fmt(mem, "\r\n--" STR_FMT, STR_ARG(boundary));
    str first = str_sub(m.delimiter, 2, m.delimiter.n);
    if (!str_starts(body, first))
        return false; /* browsers write no preamble */
    int n = count(body, m.delimiter) + 1;
    if (n > HTTP_FIELDS_MAX)
        return false;
    m.room_form = n;
    m.room_upload = n < HTTP_UPLOADS_MAX ? n : HTTP_UPLOADS_MAX;
    r->form = new(mem, struct pair, m.room_form);
    r->upload = new(mem, struct upload, m.room_upload);
    r->n_form = r->n_upload = 0;
    m.rest = str_sub(body, first.n, body.n);
    for (bool last = false; more(&m, &last);) {
        struct part p = { 0 };
        if (last)
            return true;
        if (!part_head(&m, &p) || !part_data(&m, &p) || !keep(&m, &p))
            return false;
    }
    return false;
}
