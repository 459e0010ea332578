/* Binary search among the embedded files. */
#include "base/embedded.h"

const struct embedded *embedded_find(str path)
{
    int lo = 0, hi = embedded_count;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        int c = str_cmp(path, str_of(embedded_table[mid].path));
        if (c == 0)
            return &embedded_table[mid];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}
