/* help: see README.md. Pages over the table of help; no database, no organisation: what help says is the same for
   everybody. */
#include "features/trust/help/help_parts.h"

#include "help.html.h"
#include "web/app.h"

enum { WORDS_SHOWN = 8 };

static struct help_contents contents_of(struct web *w, const struct help_topic *t)
{
    struct help_part *part = new (w->cx->mem, struct help_part, t->n);
    for (int i = 0; i < t->n; i++)
        part[i] = help_part_of(w->cx->lang, t, &t->section[i]);
    return (struct help_contents){ str_of(t->name), part->title, part, t->n };
}

/* What concerns the whole first, then the rooms as features.def lists them. */
static int in_order(struct web *w, struct help_contents *out)
{
    int n = 0;
    for (int i = 0; i < n_help_topics; i++)
        if (!help_topics[i].room)
            out[n++] = contents_of(w, &help_topics[i]);
    for (int f = 0; f < w->app->n_features; f++) {
        const struct help_topic *t = help_topic_find(str_of(w->app->features[f]->name));
        if (t && t->room)
            out[n++] = contents_of(w, t);
    }
    return n;
}

static result list_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_state state = list_state_of(w->rq);
    struct help_hit *hit;
    struct help_word *word = NULL;
    struct help_contents *topic = new (cx->mem, struct help_contents, n_help_topics + 1);
    int n = help_search(cx, state.q, &hit), n_word = state.q.n ? help_search_words(cx, state.q, &word) : 0;
    int from = list_offset(&state) < n ? (int)list_offset(&state) : n;
    struct list list = {
        .rq = w->rq, .state = state, .total = n ? n : n_word, .search_label = tr(cx, "What do you want to know?")
    };
    struct help_list_page m = { .list = &list, .q = state.q, .hit = hit + from, .word = word, .topic = topic };
    m.n = n - from < state.per_page ? n - from : state.per_page;
    m.n_word = n_word < WORDS_SHOWN ? n_word : WORDS_SHOWN;
    m.n_topic = state.q.n ? 0 : in_order(w, topic);
    if (web_wants_json(w))
        return web_data(w, &m);
    struct html h = html_new(cx);
    help_list_draw(&h, &m);
    return web_page(w, tr(cx, "Help"), &h);
}

static result topic_show(struct web *w)
{
    const struct help_topic *t = help_topic_find(web_param(w, S("topic")));
    if (!t)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("help.unknown"),
                    .message = tr(w->cx, "There is no help under this name."),
                    .hint = tr(w->cx, "Look for it among all topics."));
    struct help_contents m = contents_of(w, t);
    if (web_wants_json(w))
        return web_data(w, &m);
    struct html h = html_new(w->cx);
    help_topic_draw(&h, &m);
    return web_page(w, m.title, &h);
}

static result glossary_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct help_word *word;
    struct list_state state = list_state_of(w->rq);
    int n = help_search_words(cx, state.q, &word);
    state.per_page = n + 1; /* one page: it is read as a whole */
    state.page = 1;
    struct list list = { .rq = w->rq, .state = state, .total = n, .search_label = tr(cx, "A term in either language") };
    struct help_glossary_page m = { .list = &list, .word = word, .n = n };
    if (web_wants_json(w))
        return web_data(w, &m);
    struct html h = html_new(cx);
    help_glossary_draw(&h, &m);
    return web_page(w, tr(cx, "Glossary"), &h);
}

/* ---- what the pages say to other programs ---- */

static const struct data_field part_fields[] = {
    DATA(help_part, topic),
    DATA(help_part, id),
    DATA(help_part, title),
    DATA(help_part, text),
};
static const struct data part_data = DATA_OF(help_part, part_fields);
static const struct data_field topic_fields[] = {
    DATA(help_contents, name),
    DATA(help_contents, title),
    DATA_LIST("sections", help_contents, part, n, &part_data),
};
static const struct data help_topic_data = DATA_OF(help_contents, topic_fields);
static const struct data_field word_fields[] = {
    DATA(help_word, group),
    DATA(help_word, term),
    DATA(help_word, other),
    DATA(help_word, meaning),
};
static const struct data word_data = DATA_OF(help_word, word_fields);
static const struct data_field glossary_fields[] = { DATA_LIST("rows", help_glossary_page, word, n, &word_data) };
static const struct data help_glossary_data = DATA_OF(help_glossary_page, glossary_fields);
static const struct data_field hit_fields[] = {
    DATA_STRUCT("section", help_hit, at, &part_data),
    DATA(help_hit, excerpt),
};
static const struct data hit_data = DATA_OF(help_hit, hit_fields);
static const struct data_field list_fields[] = {
    DATA_LIST("rows", help_list_page, hit, n, &hit_data),
    DATA_LIST("terms", help_list_page, word, n_word, &word_data),
    DATA_LIST("topics", help_list_page, topic, n_topic, &help_topic_data),
    DATA_PAGING(help_list_page, list),
};
static const struct data help_list_data = DATA_OF(help_list_page, list_fields);

static const struct route routes[] = {
    { METHOD_GET, "/help", CAP_PUBLIC, WALL_NONE, NULL, list_show, T("Help"), NULL, &help_list_data },
    { METHOD_GET, "/help/glossary", CAP_PUBLIC, WALL_NONE, NULL, glossary_show, T("Glossary"), NULL,
      &help_glossary_data },
    { METHOD_GET, "/help/:topic", CAP_PUBLIC, WALL_NONE, NULL, topic_show, T("Help"), NULL, &help_topic_data },
};

const struct feature help_feature = { .name = "help", .routes = routes, .n_routes = COUNT(routes) };
