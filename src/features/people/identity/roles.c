/* Roles as a table, and what their capabilities are called. Nothing here reads a database. */
#include "features/people/identity/identity.h"

const struct role roles[] = {
#define ROLE(key, label, caps, kinds) { key, label, caps, kinds },
#include "features/people/identity/roles.def"
#undef ROLE
};
const int n_roles = COUNT(roles);

const struct role *role_find(str key)
{
    for (int i = 0; i < n_roles; i++)
        if (str_eq(key, str_of(roles[i].key)))
            return &roles[i];
    return NULL;
}

bool role_fits(const struct role *role, str org_kind)
{
    str rest = str_of(role->kinds);
    for (struct str_cut c = str_cut(rest, ' '); rest.n; rest = c.tail, c = str_cut(rest, ' '))
        if (c.head.n && str_eq(c.head, org_kind))
            return true;
    return !role->kinds[0];
}

static const char *const names_of_caps[CAP_COUNT] = {
#define X(id, name) [CAP_##id] = name,
    CAPS(X)
#undef X
};

const char *cap_name(enum cap c) { return names_of_caps[c]; }

/* A capability that was added without words shows its name. */
str cap_label(const struct cx *cx, enum cap c)
{
    static const char *const label[CAP_COUNT] = {
#define CAP_WORDS(id, words) [CAP_##id] = words,
#include "features/people/identity/caps.def"
#undef CAP_WORDS
    };
    return label[c] ? tr(cx, label[c]) : str_of(cap_name(c));
}

str caps_text(struct cx *cx, uint64_t caps)
{
    struct buf b = buf_new(cx->mem);
    for (int c = 0; c < CAP_COUNT; c++)
        if (c != CAP_PUBLIC && c != CAP_LOGIN && (caps & CAP_BIT(c))) {
            buf_put(&b, b.n ? S(", ") : S(""));
            buf_put(&b, cap_label(cx, (enum cap)c));
        }
    return buf_str(&b);
}

str caps_names(struct arena *mem, uint64_t caps)
{
    struct buf b = buf_new(mem);
    for (int c = 0; c < CAP_COUNT; c++)
        if (caps & CAP_BIT(c)) {
            buf_put(&b, b.n ? S(",") : S(""));
            buf_put(&b, str_of(cap_name((enum cap)c)));
        }
    return buf_str(&b);
}

uint64_t caps_of_names(str names)
{
    uint64_t caps = 0;
    while (names.n) {
        struct str_cut cut = str_cut(names, ',');
        for (int c = 0; c < CAP_COUNT; c++)
            if (str_eq(cut.head, str_of(cap_name((enum cap)c))))
                caps |= CAP_BIT(c);
        names = cut.tail;
    }
    return caps;
}

str role_words(struct cx *cx, str keys)
{
    struct buf b = buf_new(cx->mem);
    for (struct str_cut c = { .tail = keys, .found = keys.n > 0 }; c.found;) {
        c = str_cut(c.tail, ',');
        const struct role *r = role_find(str_trim(c.head));
        buf_put(&b, b.n ? S(", ") : S(""));
        buf_put(&b, r ? tr(cx, r->label) : str_trim(c.head));
    }
    return buf_str(&b);
}
