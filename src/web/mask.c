/* Names behind a wall: a reader from outside sees initials. */
#include "base/text.h"
#include "web/feature.h"

bool web_outside(const struct web *w)
{
    return w->grant_id != 0 || (!w->cx->actor.local && w->cx->actor.org_id != w->org_id);
}

str name_initials(struct arena *mem, str full_name)
{
    struct buf b = buf_new(mem);
    for (struct str_cut c = str_cut(str_trim(full_name), ' ');; c = str_cut(c.tail, ' ')) {
        ptrdiff_t n = text_sequence(c.head, 0);
        if (str_eq(c.head, S("DEMO")))
            buf_put(&b, S("DEMO "));
        else if (n > 0) {
            buf_put(&b, str_sub(c.head, 0, n));
            buf_byte(&b, '.');
        }
        if (!c.found)
            return buf_str(&b);
    }
}

str web_name_shown(const struct web *w, str name)
{
    return web_outside(w) ? name_initials(w->cx->mem, name) : name;
}
