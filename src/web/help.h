/* Help inside the program, as data: tools/helpc makes the table from docs/help/ and each room's help.vi.md and
   help.en.md, and refuses what is missing. Texts are static; the HTML holds headings, paragraphs, lists, bold, code and
   links only. The pages that show it are a room (features/trust/help). */
#ifndef WEB_HELP_H
#define WEB_HELP_H

#include "web/html.h"

struct help_section {
    const char *id;                /* fragment of its address; "" = what stands before the first heading */
    const char *const *page;       /* routes that it explains ("/orgs/:org/intake"), NULL at the end */
    const char *title[LANG_COUNT]; /* of the first section: the topic's */
    const char *html[LANG_COUNT];
    const char *text[LANG_COUNT]; /* without marks, a line for each paragraph, heading or point of a list */
};
struct help_topic {
    const char *name; /* of the room, or of the file under docs/help/ */
    bool room;
    const struct help_section *section;
    int n;
};
extern const struct help_topic help_topics[];
extern const int n_help_topics;

struct help_term { /* of docs/glossary.md; the meaning may be empty */
    const char *group[LANG_COUNT], *term[LANG_COUNT], *meaning[LANG_COUNT];
};
extern const struct help_term help_terms[];
extern const int n_help_terms;

const struct help_topic *help_topic_find(str name); /* NULL when there is none */
/* Where the page of a route is explained: "/help/intake#weigh"; what nothing explains, by the page above it; "/help" at
   the end, and for an empty route. */
str help_path(struct arena *mem, str route);
html_safe help_html(const struct help_section *s, enum lang l);

#endif
