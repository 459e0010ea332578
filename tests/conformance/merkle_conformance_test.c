/* Leaf hashes of RFC 9162. The vectors also hold trees and proofs, which come with the transparency log. */
#include "tests/conformance/suite.h"

#include "base/hash.h"
#include "base/json.h"

static void check_leaf(struct arena *mem, str input_hex, str want_hex)
{
    str input;
    assert_true(str_from_hex(mem, input_hex, &input));
    struct sha256 h = sha256_leaf(input);
    if (!str_eq(str_to_hex(mem, h.b, sizeof h.b), want_hex))
        fail_msg("leaf " STR_FMT, STR_ARG(input_hex));
}

static void test_sha256_leaf__agrees_with_every_vector(void **state)
{
    struct kit k;
    struct json *all;
    int n = 0;
    (void)state;
    kit_begin(&k);
    assert_true(json_parse(&k.mem, suite_file(&k, S("merkle/merkle_vectors.json")), &all, NULL));
    const struct json *hasher = json_get(all, S("hasher")), *input = json_get(all, S("leaf_inputs"));
    const struct json *hash = json_get(all, S("leaf_hashes"));
    for (const struct json *v = hasher ? hasher->child : NULL; v; v = v->next) {
        str leaf, want;
        if (json_as_str(json_get(v, S("leaf")), &leaf) && json_as_str(json_get(v, S("value")), &want))
            check_leaf(&k.mem, leaf, want), n++;
    }
    if (input && hash) {
        assert_int_equal(input->n, hash->n);
        const struct json *h = hash->child;
        for (const struct json *v = input->child; v; v = v->next, h = h->next)
            check_leaf(&k.mem, v->text, h->text), n++;
    }
    printf("%d leaves\n", n);
    assert_true(n > 0);
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sha256_leaf__agrees_with_every_vector) };
    return suite_given("conformance/merkle") ? cmocka_run_group_tests(tests, NULL, NULL) : SUITE_SKIPPED;
}
