/* Banned. */
#include "os/os.h"
#include <sqlite3.h>

void f(void)
{
    strcpy(a, b);
    x = malloc (3);
    free(x), time(NULL);
    y->free(x), y.open(x);
    fopen("a", "r");
    html_raw(h, s);
    s = (html_safe){ t };
}
