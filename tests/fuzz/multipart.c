/* What was read, written again the plain way, is read back the same. Input: a line with the content type, then the
   body. */
#include "tests/fuzz/fuzz.h"

#include "web/http_parts.h"

static void put_part(struct buf *b, str boundary, str name, const struct upload *u)
{
    buf_put(b, S("--"));
    buf_put(b, boundary);
    buf_put(b, S("\r\nContent-Disposition: form-data; name=\""));
    for (ptrdiff_t i = 0; i < name.n; i++) {
        if (name.s[i] == '"' || name.s[i] == '\\')
            buf_byte(b, '\\');
        buf_byte(b, name.s[i]);
    }
    buf_byte(b, '"');
    if (u) {
        buf_put(b, S("; filename=\""));
        buf_put(b, u->file_name);
        buf_put(b, S("\"\r\nContent-Type: "));
        buf_put(b, u->content_type);
    }
    buf_put(b, S("\r\n\r\n"));
}

static str written(struct arena *mem, str boundary, const struct request *r)
{
    struct buf b = buf_new(mem);
    for (int i = 0; i < r->n_form; i++) {
        put_part(&b, boundary, r->form[i].name, NULL);
        buf_put(&b, r->form[i].value);
        buf_put(&b, S("\r\n"));
    }
    for (int i = 0; i < r->n_upload; i++) {
        put_part(&b, boundary, r->upload[i].name, &r->upload[i]);
        buf_put(&b, r->upload[i].data);
        buf_put(&b, S("\r\n"));
    }
    buf_put(&b, S("--"));
    buf_put(&b, boundary);
    buf_put(&b, S("--\r\n"));
    return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    struct str_cut cut = str_cut(fuzz_str(data, size), '\n');
    struct request r = { 0 }, back = { 0 };
    str boundary;
    if (!http_parse_multipart(mem, cut.head, cut.tail, &r))
        return 0;
    FUZZ_EXPECT(http_header_param(mem, cut.head, S("boundary"), &boundary));
    if (r.n_form + r.n_upload == 0)
        return 0;
    FUZZ_EXPECT(http_parse_multipart(mem, cut.head, written(mem, boundary, &r), &back));
    FUZZ_EXPECT(back.n_form == r.n_form && back.n_upload == r.n_upload);
    for (int i = 0; i < r.n_form; i++)
        FUZZ_EXPECT(str_eq(r.form[i].name, back.form[i].name) && str_eq(r.form[i].value, back.form[i].value));
    for (int i = 0; i < r.n_upload; i++) {
        FUZZ_EXPECT(str_eq(r.upload[i].name, back.upload[i].name) && str_eq(r.upload[i].data, back.upload[i].data));
        FUZZ_EXPECT(str_eq(r.upload[i].file_name, back.upload[i].file_name) && r.upload[i].file_name.n > 0);
        FUZZ_EXPECT(r.upload[i].file_name.s[0] != '.' && str_find(r.upload[i].file_name, S("/")) < 0);
    }
    return 0;
}
