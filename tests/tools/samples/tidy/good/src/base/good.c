/* Code that looks bad to a careless eye: strcpy(a, b) in a comment, // too. */
#include "base/good.h"

#include <stdio.h>

#define BIG(x) \
    do {       \
    } while (x)

static const char url[] = "http://example.vn // strcpy(a)";
static const char quote = '"', tick = '\'';
struct table {
    void (*open)(int a, int b, int c, int d, int e, int f, int g);
    int time;
};
static const int numbers[] = { 1'000, 2 };

[[gnu::format(printf, 1, 2)]] static int six(const char *fmt, int (*cb)(int x, int y), int c, int d, int e, ...)
{
    return 0;
}

int reopen(struct table *t)
{
    t->open(1, 2, 3, 4, 5, 6, 7);
    return t->time * (t->time);
}
