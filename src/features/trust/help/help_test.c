/* That help cannot rot: what it prints in bold stands on the screen, in both languages; every page leads to a section
   of its own room; every page that it names is there. And that its pages find and answer. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/trust/help/help_parts.h"
#include "os/os.h"
#include "web/app.h"

enum { BOLD_MAX = 60, SOURCES_MAX = 8 << 20 };

static struct kit kit;
static struct app app;
static int faults;

#define FAULT(...)                                                                                                     \
    do {                                                                                                               \
        print_error("ERROR: " __VA_ARGS__);                                                                            \
        print_error("\n");                                                                                             \
        faults++;                                                                                                      \
    } while (0)

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    app = (struct app){ .features = features, .n_features = n_features };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

/* ---- what stands in bold ---- */

static str replaced(str s, str from, str to)
{
    struct buf b = buf_new(&kit.mem);
    for (ptrdiff_t at; (at = str_find(s, from)) >= 0; s = str_sub(s, at + from.n, s.n)) {
        buf_put(&b, str_sub(s, 0, at));
        buf_put(&b, to);
    }
    buf_put(&b, s);
    return buf_str(&b);
}

/* As it is written in help: without marks of HTML, one line. */
static str as_read(str html)
{
    html = replaced(html, S("\n"), S(" "));
    html = replaced(html, S("&quot;"), S("\""));
    html = replaced(html, S("&lt;"), S("<"));
    html = replaced(html, S("&gt;"), S(">"));
    return replaced(html, S("&amp;"), S("&"));
}

static int bold_of(const struct help_section *s, enum lang l, str out[BOLD_MAX])
{
    str rest = str_of(s->html[l]);
    int n = 0;
    for (ptrdiff_t at; (at = str_find(rest, S("<strong>"))) >= 0;) {
        rest = str_sub(rest, at + 8, rest.n);
        ptrdiff_t end = str_find(rest, S("</strong>"));
        assert_true(end >= 0 && n < BOLD_MAX);
        out[n++] = as_read(str_sub(rest, 0, end));
    }
    return n;
}

/* A sentence with … where something is filled in. */
static bool is_sentence(str bold, const char *sentence)
{
    str s = str_of(sentence);
    size_t mark = arena_mark(&kit.mem);
    if (str_find(s, S("{")) < 0)
        return str_eq(bold, s);
    for (int i = 1; i <= 9; i++)
        s = replaced(s, str_fmt(&kit.mem, "{%d}", i), S("…"));
    bool same = str_eq(bold, s);
    arena_reset(&kit.mem, mark);
    return same;
}

/* Everything that a person reads in a room or in the frame: its sources as one text. */
static str sources_of(const char *folder)
{
    str *name, text, all = { 0 };
    int n;
    struct buf b = buf_new(&kit.mem);
    str path = str_fmt(&kit.mem, "%s/src/%s", getenv("HOPTAC_SOURCE"), folder);
    kit_ok(&kit, os_list_dir(&kit.cx, path, &name, &n));
    for (int i = 0; i < n; i++)
        if (str_ends(name[i], S(".c")) || str_ends(name[i], S(".h")) || str_ends(name[i], S(".html.in")) ||
            str_ends(name[i], S(".def"))) {
            str file = str_fmt(&kit.mem, STR_FMT "/" STR_FMT, STR_ARG(path), STR_ARG(name[i]));
            kit_ok(&kit, os_read_file(&kit.cx, file, SOURCES_MAX, &text));
            buf_put(&b, text);
        }
    all = buf_str(&b);
    return replaced(all, S("\"\n"), S("")); /* long sentences go on in the next line */
}

static str folder_of_room(const char *room)
{
    static const char *const wing[] = {
        "people", "books", "produce", "trade", "trace", "recognition", "city", "trust"
    };
    for (int i = 0; i < COUNT(wing); i++) {
        str path = str_fmt(&kit.mem, "%s/src/features/%s/%s", getenv("HOPTAC_SOURCE"), wing[i], room);
        if (os_exists(path))
            return str_fmt(&kit.mem, "features/%s/%s", wing[i], room);
    }
    fail_msg("no folder of %s", room);
    return (str){ 0 };
}

static bool in_a_menu(const char *english)
{
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_menu; i++)
            if (!strcmp(features[f]->menu[i].label, english))
                return true;
    return false;
}

static bool said_in(str sources, const char *english)
{
    return str_find(sources, str_fmt(&kit.mem, "\"%s\"", english)) >= 0;
}

static void check_bold(const struct help_topic *t, const struct help_section *s, enum lang l, str own, str shared)
{
    str bold[BOLD_MAX];
    int n = bold_of(s, l, bold);
    for (int i = 0; i < n; i++) {
        bool known = false, here = false;
        for (int k = 0; k < tr_count && !here; k++)
            if (is_sentence(bold[i], tr_table[k].text[l])) {
                const char *id = tr_table[k].id;
                known = true;
                here = !t->room || in_a_menu(id) || said_in(own, id) || said_in(shared, id);
            }
        if (!known)
            FAULT("help %s#%s: nothing on the screen says “" STR_FMT "”", t->name, s->id, STR_ARG(bold[i]));
        else if (!here)
            FAULT("help %s#%s: “" STR_FMT "” is said in another room only", t->name, s->id, STR_ARG(bold[i]));
    }
}

static void test_bold__stands_on_the_screen_of_its_room(void **state)
{
    (void)state;
    str shared =
        str_join(&kit.mem, (const str[]){ sources_of("web"), sources_of("vouchers"), sources_of("app") }, 3, S("\n"));
    faults = 0;
    for (int i = 0; i < n_help_topics; i++) {
        const struct help_topic *t = &help_topics[i];
        str own = t->room ? sources_of(str_z(&kit.mem, folder_of_room(t->name))) : S("");
        for (int k = 0; k < t->n; k++)
            for (int l = 0; l < LANG_COUNT; l++)
                check_bold(t, &t->section[k], (enum lang)l, own, shared);
    }
    assert_int_equal(faults, 0);
}

/* Is one of the others this very sentence in the other language? */
static bool has_twin(str bold, enum lang l, const str *other, int n)
{
    for (int k = 0; k < tr_count; k++)
        if (is_sentence(bold, tr_table[k].text[l]))
            for (int i = 0; i < n; i++)
                if (is_sentence(other[i], tr_table[k].text[1 - l]))
                    return true;
    return false;
}

static void test_bold__is_the_same_in_both_languages(void **state)
{
    str bold[LANG_COUNT][BOLD_MAX];
    int n[LANG_COUNT];
    (void)state;
    faults = 0;
    for (int i = 0; i < n_help_topics; i++)
        for (int k = 0; k < help_topics[i].n; k++) {
            const struct help_section *s = &help_topics[i].section[k];
            for (int l = 0; l < LANG_COUNT; l++)
                n[l] = bold_of(s, (enum lang)l, bold[l]);
            for (int l = 0; l < LANG_COUNT; l++)
                for (int b = 0; b < n[l]; b++)
                    if (!has_twin(bold[l][b], (enum lang)l, bold[1 - l], n[1 - l]))
                        FAULT("help %s#%s: “" STR_FMT "” is not there in the other language", help_topics[i].name,
                              s->id, STR_ARG(bold[l][b]));
        }
    assert_int_equal(faults, 0);
}

/* ---- pages and sections ---- */

static bool is_page(const struct route *r)
{
    return r->method == METHOD_GET && r->data != &data_file && str_find(str_of(r->path), S("/pick/")) < 0;
}

static void test_page__leads_to_a_section_of_its_room(void **state)
{
    (void)state;
    faults = 0;
    for (int f = 0; f < n_features; f++) {
        const struct feature *room = features[f];
        str own = str_fmt(&kit.mem, "/help/%s#", room->name);
        for (int i = 0; i < room->n_routes && help_topic_find(str_of(room->name)); i++) {
            str to = help_path(&kit.mem, str_of(room->routes[i].path));
            const struct help_topic *t = help_topic_find(str_cut(str_sub(to, 6, to.n), '#').head);
            bool general = t && !t->room;
            if (is_page(&room->routes[i]) && !str_starts(to, own) && !general)
                FAULT("%s leads to " STR_FMT, room->routes[i].path, STR_ARG(to));
        }
    }
    assert_int_equal(faults, 0);
}

static bool route_exists(str path)
{
    for (int f = 0; f < n_features; f++) {
        for (int i = 0; i < features[f]->n_routes; i++)
            if (features[f]->routes[i].method == METHOD_GET && str_eq(path, str_of(features[f]->routes[i].path)))
                return true;
        for (int i = 0; i < features[f]->n_menu; i++) /* where a parameter may have another name */
            if (str_eq(path, str_of(features[f]->menu[i].path)))
                return true;
    }
    return false;
}

static void check_links(const struct help_topic *t, const struct help_section *s, enum lang l)
{
    str rest = str_of(s->html[l]);
    for (ptrdiff_t at; (at = str_find(rest, S("href=\"/"))) >= 0;) {
        rest = str_sub(rest, at + 6, rest.n);
        str path = str_cut(rest, '"').head;
        if (!str_starts(path, S("/help/")) && !route_exists(path))
            FAULT("help %s#%s: no page at " STR_FMT, t->name, s->id, STR_ARG(path));
    }
}

static void test_section__names_pages_that_are_there(void **state)
{
    static const str taken[] = { LIT("main"), LIT("list"), LIT("q"), LIT("keys"), LIT("keys-open"), LIT("words") };
    (void)state;
    faults = 0;
    for (int i = 0; i < n_help_topics; i++)
        for (int k = 0; k < help_topics[i].n; k++) {
            const struct help_section *s = &help_topics[i].section[k];
            for (const char *const *p = s->page; *p; p++)
                if (!route_exists(str_of(*p)))
                    FAULT("help %s#%s explains %s, which is no page", help_topics[i].name, s->id, *p);
            for (int j = 0; j < COUNT(taken); j++)
                if (str_eq(str_of(s->id), taken[j]))
                    FAULT("help %s#%s: the frame of each page uses this name", help_topics[i].name, s->id);
            for (int l = 0; l < LANG_COUNT; l++)
                check_links(&help_topics[i], s, (enum lang)l);
        }
    assert_int_equal(faults, 0);
}

static void test_path__goes_up_until_something_explains(void **state)
{
    (void)state;
    assert_str(help_path(&kit.mem, S("/orgs/:org/intake/new")), "/help/intake#weigh");
    assert_str(help_path(&kit.mem, S("/orgs/:org/intake/new/further/:down")), "/help/intake#weigh");
    assert_str(help_path(&kit.mem, S("/nothing/of/that")), "/help");
    assert_str(help_path(&kit.mem, S("")), "/help");
}

/* ---- searching ---- */

static void test_search__wants_every_word_and_no_accents(void **state)
{
    struct help_hit *hit;
    struct cx cx = cx_new(&kit.mem, LANG_VI, KIT_NOW);
    (void)state;
    int n = help_search(&cx, S("  CAN nhieu luot "), &hit);
    assert_true(n > 0);
    assert_str(hit[0].at.topic, "intake");
    assert_str(hit[0].at.id, "weigh");
    assert_int_equal(help_search(&cx, S("can nhieu luot zzzz"), &hit), 0);
    assert_int_equal(help_search(&cx, S("   "), &hit), 0);
    n = help_search(&cx, S("mở lại tháng đã khóa"), &hit);
    assert_true(n > 0);
    assert_true(str_find(hit[0].excerpt, S("Tháng đã khóa")) >= 0);
    for (int i = 1; i < n; i++)
        assert_true(hit[i - 1].weight >= hit[i].weight);
}

static void test_search__finds_terms_in_either_language(void **state)
{
    struct help_word *word;
    (void)state;
    for (int l = 0; l < LANG_COUNT; l++) {
        struct cx cx = cx_new(&kit.mem, (enum lang)l, KIT_NOW);
        int all = help_search_words(&cx, S(""), &word);
        assert_int_equal(all, n_help_terms);
        assert_true(all > 100);
        assert_true(help_search_words(&cx, S("phieu can"), &word) >= 1);
        assert_str(l == LANG_VI ? word->other : word->term, "slip");
        assert_true(help_search_words(&cx, S("TRIAL balance"), &word) >= 1);
        assert_str(l == LANG_VI ? word->term : word->other, "bảng cân đối số phát sinh");
    }
}

/* ---- pages ---- */

static struct response get(str path, const char *q, enum lang l)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct pair header[] = { { S("Host"), S("localhost") } };
    struct pair query[] = { { S("lang"), l == LANG_VI ? S("vi") : S("en") }, { S("q"), str_of(q) } };
    struct request rq = {
        .method = METHOD_GET, .path = path, .query = query, .n_query = 2, .header = header, .n_header = 1
    };
    struct response rs = { 0 };
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}

static bool holds(const struct response *rs, const char *text) { return str_find(rs->body, str_of(text)) >= 0; }

static void test_pages__show_every_topic_in_both_languages(void **state)
{
    (void)state;
    for (int l = 0; l < LANG_COUNT; l++)
        for (int i = 0; i < n_help_topics; i++) {
            size_t mark = arena_mark(&kit.mem);
            struct response rs = get(str_fmt(&kit.mem, "/help/%s", help_topics[i].name), "", (enum lang)l);
            assert_int_equal(rs.status, 200);
            for (int k = 1; k < help_topics[i].n; k++)
                assert_true(holds(
                    &rs, str_z(&kit.mem, str_fmt(&kit.mem, "<section id=\"%s\">", help_topics[i].section[k].id))));
            rs = get(S("/help"), "", (enum lang)l);
            assert_true(holds(&rs, str_z(&kit.mem, str_fmt(&kit.mem, "href=\"/help/%s\"", help_topics[i].name))));
            arena_reset(&kit.mem, mark);
        }
}

static void test_pages__answer_a_question_and_say_when_they_cannot(void **state)
{
    (void)state;
    struct response rs = get(S("/help"), "huy chung tu", LANG_VI);
    assert_true(holds(&rs, "href=\"/help/accounting#void\""));
    assert_true(holds(&rs, "href=\"/help/glossary?q=huy%20chung%20tu\""));
    rs = get(S("/help"), "zzzz", LANG_EN);
    assert_true(holds(&rs, "Nothing found"));
    rs = get(S("/help"), "<script>", LANG_EN);
    assert_false(holds(&rs, "<script>\""));
    rs = get(S("/help/nothing"), "", LANG_EN);
    assert_int_equal(rs.status, 404);
}

static void test_pages__each_has_its_question_mark(void **state)
{
    (void)state;
    struct response rs = get(S("/help/glossary"), "thanh vien", LANG_VI);
    assert_true(holds(&rs, "class=\"ask\" href=\"/help"));
    assert_true(holds(&rs, "thành viên chính thức"));
    rs = get(S("/api/v1/help"), "phieu can", LANG_VI);
    assert_int_equal(rs.status, 200);
    assert_true(holds(&rs, "\"terms\":[{"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bold__stands_on_the_screen_of_its_room),
        cmocka_unit_test(test_bold__is_the_same_in_both_languages),
        cmocka_unit_test(test_page__leads_to_a_section_of_its_room),
        cmocka_unit_test(test_section__names_pages_that_are_there),
        cmocka_unit_test(test_path__goes_up_until_something_explains),
        cmocka_unit_test(test_search__wants_every_word_and_no_accents),
        cmocka_unit_test(test_search__finds_terms_in_either_language),
        cmocka_unit_test(test_pages__show_every_topic_in_both_languages),
        cmocka_unit_test(test_pages__answer_a_question_and_say_when_they_cannot),
        cmocka_unit_test(test_pages__each_has_its_question_mark),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
