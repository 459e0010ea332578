/* Names. */
static void test_members(void **state) {}
static void test___what(void **state) {}
static void works(void **state) {}
int main(void) { return run(cmocka_unit_test(works), cmocka_unit_test_setup(test_a__b, set_up)); }
