/* Only the shape: which version a device uses is its own affair. Making one needs randomness, which is os/'s. */
#include "base/uuid.h"

bool uuid_valid(str a)
{
    if (a.n != 36)
        return false;
    for (ptrdiff_t i = 0; i < a.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = a.s[i], low = (char)(c | 0x20);
        if (dash ? c != '-' : !((c >= '0' && c <= '9') || (low >= 'a' && low <= 'f')))
            return false;
    }
    return true;
}
