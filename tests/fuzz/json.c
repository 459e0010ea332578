/* The tree and the pull reader accept the same texts; what was accepted is written and read back the same. */
#include "tests/fuzz/fuzz.h"

#include "base/json.h"
#include "base/text.h"

static str written(struct arena *mem, const struct json *v)
{
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    json_put_tree(&o, v);
    return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    str in = fuzz_str(data, size);
    struct json *v, *again;
    struct json_error err;
    struct json_reader r = json_reader_new(mem, in);
    bool tree = json_parse(mem, in, &v, &err);
    bool pull = json_skip(&r) && json_end(&r);
    FUZZ_EXPECT(tree == pull);
    FUZZ_EXPECT(tree == (err.message == NULL));
    if (!tree) {
        FUZZ_EXPECT(err.at >= 0 && err.at <= in.n && err.line >= 1 && err.column >= 1 && err.at == r.err.at);
        return 0;
    }
    FUZZ_EXPECT(text_valid_utf8(in));
    str once = written(mem, v);
    FUZZ_EXPECT(json_parse(mem, once, &again, &err));
    FUZZ_EXPECT(str_eq(written(mem, again), once));
    FUZZ_EXPECT((json_find_duplicate(mem, v) == NULL) == (json_find_duplicate(mem, again) == NULL));
    return 0;
}
