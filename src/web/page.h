/* The frame around every page, as data: page.c fills it from the request, page.html.in draws it.
   The answering functions that rooms call (web_page, web_redirect, …) are declared in web/feature.h. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "web/html.h"

struct page_link {
    str label, path;
    bool current;
};

/* Menu entries that belong together. Folded ones are what one seldom needs; the one that holds the page stands open. */
struct page_group {
    str title; /* empty: the only one */
    const struct page_link *link;
    int n;
    bool folded, open;
};

struct page_frame {
    str title;            /* of this page */
    str tab_title;        /* "Page – Organisation – Hoptac" */
    str org_name, org_path; /* empty outside an organisation */
    bool can_switch;      /* may choose another organisation */
    bool demo_org;        /* the organisation is invented */
    bool demo_mode;       /* the whole installation is for trying out */
    str user_name;        /* empty = nobody is logged in: no log out */
    str help_path;        /* of this page's section; empty = no room offers help */
    str other_lang_path;  /* this page in the other language */
    html_safe csrf;       /* hidden fields for the log-out form */
    const struct page_group *group;
    const struct page_link *crumb;
    int n_group, n_crumb;
    str flash;            /* said once, above the page */
    str note;             /* by what right another's books are open; empty = one's own */
    bool heading;         /* the body brings none of its own */
    html_safe body;
};

#endif
