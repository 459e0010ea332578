/* Which help belongs to which page. Only reads the table that tools/helpc made. */
#include "web/help.h"

const struct help_topic *help_topic_find(str name)
{
    for (int i = 0; i < n_help_topics; i++)
        if (name.n && str_eq(name, str_of(help_topics[i].name)))
            return &help_topics[i];
    return NULL;
}

static bool explains(const struct help_section *s, str route)
{
    for (const char *const *p = s->page; *p; p++)
        if (str_eq(route, str_of(*p)))
            return true;
    return false;
}

static str path_of(struct arena *mem, const struct help_topic *t, const struct help_section *s)
{
    return *s->id ? str_fmt(mem, "/help/%s#%s", t->name, s->id) : str_fmt(mem, "/help/%s", t->name);
}

str help_path(struct arena *mem, str route)
{
    for (str page = route; page.n;) {
        for (int i = 0; i < n_help_topics; i++)
            for (int k = 0; k < help_topics[i].n; k++)
                if (explains(&help_topics[i].section[k], page))
                    return path_of(mem, &help_topics[i], &help_topics[i].section[k]);
        do
            page.n--;
        while (page.n && page.s[page.n] != '/');
    }
    return S("/help");
}

html_safe help_html(const struct help_section *s, enum lang l) { return (html_safe){ str_of(s->html[l]) }; }
