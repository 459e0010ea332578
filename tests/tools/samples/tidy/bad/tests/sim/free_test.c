/* Tests may allocate, but keep the limits and names. */
static void test_free(void **state) { free(malloc(1)); }
