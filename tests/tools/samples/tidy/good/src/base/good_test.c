/* Tests may use the C library and any layer. */
#include "web/page.h"

#include <sqlite3.h>

static void test_good__does_what(void **state) { free(malloc(1)); }

int main(void) { return run(cmocka_unit_test(test_good__does_what)); }
