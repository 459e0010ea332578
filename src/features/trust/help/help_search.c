/* Searching the help: small texts, folded anew at each question, so nothing is kept and nothing can be out of date. */
#include "features/trust/help/help_parts.h"

#include "base/text.h"

enum { WORDS_MAX = 8, TITLE_WEIGHT = 3 };

struct words {
    str word[WORDS_MAX];
    int n;
};

static struct words words_of(struct cx *cx, str q)
{
    struct words w = { .n = 0 };
    for (struct str_cut c = { .tail = text_fold(cx->mem, q), .found = true }; c.found && w.n < WORDS_MAX;) {
        c = str_cut(c.tail, ' ');
        if (c.head.n)
            w.word[w.n++] = c.head;
    }
    return w;
}

/* How many of the words stand in the text. */
static int words_in(struct cx *cx, const struct words *w, str text)
{
    size_t mark = arena_mark(cx->mem);
    str folded = text_fold(cx->mem, text);
    int n = 0;
    for (int i = 0; i < w->n; i++)
        n += str_find(folded, w->word[i]) >= 0;
    arena_reset(cx->mem, mark);
    return n;
}

/* The paragraph with most of the words; the earlier of equals. */
static str excerpt_of(struct cx *cx, const struct words *w, str text)
{
    str best = str_cut(text, '\n').head;
    int most = 0;
    for (struct str_cut c = { .tail = text, .found = true }; c.found;) {
        c = str_cut(c.tail, '\n');
        int n = words_in(cx, w, c.head);
        if (n > most) {
            best = c.head;
            most = n;
        }
    }
    return best;
}

struct help_part help_part_of(enum lang l, const struct help_topic *t, const struct help_section *s)
{
    return (struct help_part){ .topic = str_of(t->name),
                               .topic_title = str_of(t->section->title[l]),
                               .id = str_of(s->id),
                               .title = str_of(s->title[l]),
                               .text = str_of(s->text[l]),
                               .html = help_html(s, l) };
}

/* 0 when a word is missing. The topic's title counts as said in every section. */
static int weigh(struct cx *cx, const struct words *w, const struct help_part *p)
{
    str all = str_join(cx->mem, (const str[]){ p->topic_title, p->title, p->text }, 3, S("\n"));
    if (words_in(cx, w, all) < w->n)
        return 0;
    return 1 + TITLE_WEIGHT * words_in(cx, w, p->title) + words_in(cx, w, p->text);
}

int help_search(struct cx *cx, str q, struct help_hit **out)
{
    struct words w = words_of(cx, q);
    int all = 0, n = 0;
    for (int i = 0; i < n_help_topics; i++)
        all += help_topics[i].n;
    struct help_hit *hit = *out = new (cx->mem, struct help_hit, all + 1);
    for (int i = 0; i < n_help_topics && w.n; i++)
        for (int k = 0; k < help_topics[i].n; k++) {
            struct help_part p = help_part_of(cx->lang, &help_topics[i], &help_topics[i].section[k]);
            int weight = weigh(cx, &w, &p), at = n;
            if (!weight)
                continue;
            for (; at > 0 && hit[at - 1].weight < weight; at--)
                hit[at] = hit[at - 1];
            hit[at] = (struct help_hit){ p, excerpt_of(cx, &w, p.text), weight };
            n++;
        }
    return n;
}

int help_search_words(struct cx *cx, str q, struct help_word **out)
{
    struct words w = words_of(cx, q);
    struct help_word *found = *out = new (cx->mem, struct help_word, n_help_terms + 1);
    enum lang l = cx->lang, other = l == LANG_VI ? LANG_EN : LANG_VI;
    int n = 0;
    for (int i = 0; i < n_help_terms; i++) {
        const struct help_term *t = &help_terms[i];
        struct help_word x = { str_of(t->group[l]), str_of(t->term[l]), str_of(t->term[other]), str_of(t->meaning[l]) };
        if (words_in(cx, &w, str_join(cx->mem, (const str[]){ x.term, x.other, x.meaning }, 3, S("\n"))) == w.n)
            found[n++] = x;
    }
    return n;
}
