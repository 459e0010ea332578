/* What the pages of help share. */
#ifndef FEATURES_HELP_PARTS_H
#define FEATURES_HELP_PARTS_H

#include "web/data.h"
#include "web/help.h"
#include "web/widgets.h"

struct help_part { /* a section in the reader's language */
    str topic, topic_title;
    str id; /* "" = what stands before the topic's first heading */
    str title, text;
    html_safe html;
};
struct help_hit {
    struct help_part at;
    str excerpt; /* the first paragraph that holds most of the words asked for */
    int weight;  /* words of the title count more than words of the text */
};
struct help_word { /* a term of the glossary, first in the reader's language */
    str group, term, other, meaning;
};
struct help_part help_part_of(enum lang l, const struct help_topic *t, const struct help_section *s);

/* Every word of q must stand in the section, accents and capitals aside. Best first; memory is the context's. */
int help_search(struct cx *cx, str q, struct help_hit **out);
/* Terms that hold every word of q, in either language or in their meaning; all for an empty q. */
int help_search_words(struct cx *cx, str q, struct help_word **out);

struct help_contents {
    str name, title;
    const struct help_part *part;
    int n;
};
struct help_list_page {
    const struct list *list;
    str q;
    const struct help_hit *hit; /* of this page of the list */
    int n;
    const struct help_word *word;
    int n_word;
    const struct help_contents *topic; /* in order of reading; only when nothing was asked for */
    int n_topic;
};
struct help_glossary_page {
    const struct list *list;
    const struct help_word *word;
    int n;
};

#endif
