/* Names behind a wall: a reader from outside sees initials. */
#include "web/feature.h"

str web_name_shown(const struct web *w, str name)
{
    struct buf b = buf_new(w->cx->mem);
    bool at_word = true;
    if (w->cx->actor.org_id == w->org_id || w->cx->actor.local)
        return name;
    for (ptrdiff_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.s[i];
        if (c == ' ') {
            at_word = true;
            continue;
        }
        if (at_word && b.n)
            buf_byte(&b, ' ');
        if (at_word) {
            /* the whole first letter: all its continuation bytes */
            ptrdiff_t to = i + 1;
            while (to < name.n && ((unsigned char)name.s[to] & 0xC0) == 0x80)
                to++;
            buf_put(&b, str_sub(name, i, to));
            buf_put(&b, S("…"));
        }
        at_word = false;
    }
    return buf_str(&b);
}
