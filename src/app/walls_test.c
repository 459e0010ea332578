/* Every route of every room, asked for as every role and as nobody, in the own organisation and in another's, with a
   form token and without: the answer must follow from the capability and the wall that the route declares, nothing
   else. Made from the tables, so a new route or role is covered by being there. The addresses come from walking the
   pages as each role; on the way, every link and every form that a page offers must be open to its reader. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "app/app_features.h"
#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"
#include "web/route_table.h"

enum { ACTORS_MAX = 24, SAMPLES_MAX = 600, QUEUE_MAX = 400 };

static struct kit kit;
static struct app app;

/* ---- who asks ---- */

struct actor_of {
    const struct role *role; /* NULL: nobody */
    const char *home;
    str login;
    struct visitor v;
};
static struct actor_of who[ACTORS_MAX];
static int n_who;

struct adding {
    const struct role *role;
    struct user *user;
    int n;
    str login, kind;
    struct organisation org;
};

static result users_work(struct cx *cx, struct db *db, void *arg)
{
    struct adding *a = arg;
    return user_list(cx, db, S(""), &a->user, &a->n);
}

/* The demo's organisation of a kind; where it has none, a new one. */
static result find_org(struct cx *cx, struct db *db, struct adding *a)
{
    static const char *const demo[] = { "DEMO-RAU", "HANOI-DEMO", "DEMO-XA" };
    for (int i = 0; i < COUNT(demo); i++) {
        TRY(org_by_code(cx, db, str_of(demo[i]), &a->org));
        if (role_fits(a->role, a->org.kind))
            return OK;
    }
    a->kind = str_cut(str_trim(str_of(a->role->kinds)), ' ').head;
    return org_add(cx, db,
                   &(struct org_in){ .code = str_fmt(cx->mem, "DEMO-T%d", n_who),
                                     .kind = a->kind,
                                     .name = str_fmt(cx->mem, "Liên hiệp HTX DEMO Thử vai %d", n_who),
                                     .commune_code = S("DEMO2"),
                                     .registered_on = { 20260105 },
                                     .is_demo = true },
                   &a->org);
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct adding *a = arg;
    int64_t id;
    TRY(find_org(cx, db, a));
    return user_add(cx, db,
                    &(struct user_in){ .org_id = a->org.org_id,
                                       .login = a->login,
                                       .full_name = S("DEMO Thử Vai"),
                                       .role = str_of(a->role->key),
                                       .is_demo = true },
                    &id);
}

/* The demo's first user with the role in an organisation that is asked about; a role nobody has gets somebody new. */
static void add_actor(const struct adding *all, const struct role *role)
{
    struct actor_of *a = &who[n_who++];
    *a = (struct actor_of){ .role = role };
    for (int i = 0; i < all->n && !a->home; i++) {
        str org = all->user[i].org_code;
        bool near = str_eq(org, S("DEMO-RAU")) || str_eq(org, S("HANOI-DEMO")) || str_eq(org, S("DEMO-XA"));
        if (near && str_eq(all->user[i].roles, str_of(role->key))) {
            a->login = all->user[i].login;
            a->home = str_z(&kit.mem, org);
        }
    }
    if (a->home)
        return;
    struct adding one = { .role = role, .login = str_fmt(&kit.mem, "thu.%d", n_who) };
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, add_work, &one));
    a->login = one.login;
    a->home = str_z(&kit.mem, one.org.code);
}

static int begin(void **state)
{
    struct adding all = { 0 };
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, users_work, &all));
    who[n_who++] = (struct actor_of){ .home = "" };
    for (int i = 0; i < n_roles; i++)
        add_actor(&all, &roles[i]);
    who[n_who++] =
        (struct actor_of){ .role = role_find(S("accountant")), .home = "DEMO-LUA", .login = S("ketoan.lua") };
    assert_true(n_who <= ACTORS_MAX);
    for (int i = 0; i < n_who; i++) {
        who[i].v = visit(&kit, &app);
        if (who[i].role)
            visit_login(&who[i].v, str_z(&kit.mem, who[i].login));
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

/* ---- what must come of it ---- */

enum outcome { PASSES, LOGIN, DENIED, NOT_THERE };

static bool in_scope(const char *home, const char *org)
{
    bool commune = !strcmp(home, "DEMO-XA") && (!strcmp(org, "DEMO-RAU") || !strcmp(org, "DEMO-LUA"));
    return !strcmp(home, org) || !strcmp(home, "HANOI-DEMO") || commune;
}

/* DEMO-RAU has opened its books to the city; DEMO-LUA had, until three weeks ago. */
static bool granted(const char *home, const char *org)
{
    return !strcmp(home, "HANOI-DEMO") && !strcmp(org, "DEMO-RAU");
}

static enum outcome outcome_of(const struct route *r, const struct actor_of *a, const char *org)
{
    if (r->cap != CAP_PUBLIC && !a->role)
        return LOGIN;
    if (r->cap != CAP_PUBLIC && r->cap != CAP_LOGIN && !(a->role->caps & CAP_BIT(r->cap)))
        return DENIED;
    bool own = !strcmp(a->home, org);
    switch (r->wall) {
    case WALL_NONE:
        return PASSES;
    case WALL_SCOPE:
        return in_scope(a->home, org) ? PASSES : NOT_THERE;
    case WALL_GRANT:
        return own || granted(a->home, org) ? PASSES : NOT_THERE;
    case WALL_OWN:
    case WALL_UNSET:
        break;
    }
    return own ? PASSES : NOT_THERE;
}

/* ---- walking ---- */

struct sample {
    const struct route *route;
    str org, path; /* org: value of :org, "" without */
};
static struct sample sample[SAMPLES_MAX];
static int n_sample;

static const struct sample *sample_find(const struct route *r, str org)
{
    for (int i = 0; i < n_sample; i++)
        if (sample[i].route == r && str_eq(sample[i].org, org))
            return &sample[i];
    return NULL;
}

static str org_of(const struct route_match *m)
{
    for (int i = 0; i < m->n_param; i++)
        if (str_eq(m->param[i].name, S("org")))
            return m->param[i].value;
    return S("");
}

static void note_sample(const struct route_match *m, str path)
{
    static struct arena keep; /* the walk forgets its pages as it goes */
    str org = org_of(m);
    if (sample_find(m->route, org))
        return;
    if (!keep.base)
        assert_true(arena_init(&keep, ARENA_REQUEST));
    assert_true(n_sample < SAMPLES_MAX);
    sample[n_sample++] = (struct sample){ m->route, str_dup(&keep, org), str_dup(&keep, path) };
}

struct walk {
    struct actor_of *a;
    str at; /* the page being read */
    str queue[QUEUE_MAX];
    int n, n_wrong;
    struct {
        const struct route *route;
        str org;
    } seen[QUEUE_MAX];
    int n_seen;
};

static bool seen(struct walk *w, const struct route_match *m)
{
    str org = org_of(m);
    for (int i = 0; i < w->n_seen; i++)
        if (w->seen[i].route == m->route && str_eq(w->seen[i].org, org))
            return true;
    assert_true(w->n_seen < QUEUE_MAX);
    w->seen[w->n_seen].route = m->route;
    w->seen[w->n_seen++].org = org;
    return false;
}

static void wrong(struct walk *w, str to, const char *why)
{
    print_error("%s of %s: " STR_FMT " leads to " STR_FMT ": %s\n", w->a->role ? w->a->role->key : "nobody", w->a->home,
                STR_ARG(w->at), STR_ARG(to), why);
    w->n_wrong++;
}

static void offered(void *arg, str path, enum method method)
{
    struct walk *w = arg;
    struct route_match m = router_match(app.router, &kit.mem, method, path);
    if (!m.route) {
        wrong(w, path, "no such route");
        return;
    }
    if (outcome_of(m.route, w->a, str_z(&kit.mem, org_of(&m))) != PASSES) {
        wrong(w, path, "not open to this reader");
        return;
    }
    note_sample(&m, path);
    if (method == METHOD_GET && !seen(w, &m)) {
        assert_true(w->n < QUEUE_MAX);
        w->queue[w->n++] = path;
    }
}

static int walk(struct actor_of *a)
{
    /* besides the first page: where a figure of the plan leads, and the workspaces, which officers reach from there */
    static const str first[] = { LIT("/"),
                                 LIT("/plan/P26-02"),
                                 LIT("/plan/P26-02?commune=DEMO1"),
                                 LIT("/plan/P26-02?org=DEMO-RAU"),
                                 LIT("/orgs/DEMO-RAU"),
                                 LIT("/orgs/DEMO-LUA") };
    struct walk *w = new (&kit.mem, struct walk, 1);
    *w = (struct walk){ .a = a };
    for (int i = 0; i < COUNT(first); i++) {
        struct route_match m = router_match(app.router, &kit.mem, METHOD_GET, str_cut(first[i], '?').head);
        if (outcome_of(m.route, a, str_z(&kit.mem, org_of(&m))) == PASSES)
            w->queue[w->n++] = first[i];
    }
    for (int i = 0; i < w->n; i++) {
        struct response rs = visit_get(&a->v, w->queue[i]);
        w->at = w->queue[i];
        if (rs.status >= 400)
            wrong(w, w->at, str_z(&kit.mem, str_from_i64(&kit.mem, rs.status)));
        else if (str_starts(rs.content_type, S("text/html")))
            visit_offers(&kit, rs.body, offered, w);
    }
    return w->n_wrong;
}

static void test_pages__offer_only_what_their_reader_may(void **state)
{
    (void)state;
    int n_wrong = 0;
    for (int i = 0; i < n_who; i++) {
        size_t mark = arena_mark(&kit.mem);
        n_wrong += walk(&who[i]);
        arena_reset(&kit.mem, mark);
    }
    assert_int_equal(n_wrong, 0);
    assert_true(n_sample > 80);
}

/* ---- every route, every role ---- */

/* The value of a parameter in an address of the same beginning: "/orgs/X/intake/:id" knows the id of
   "/orgs/X/intake/:id/price". */
static str param_of(const struct route *r, const char *org, str before)
{
    for (int i = 0; i < n_sample; i++) {
        str pattern = str_of(sample[i].route->path);
        if (!str_eq(sample[i].org, str_of(org)) || !str_starts(pattern, before))
            continue;
        struct route_match m = router_match(app.router, &kit.mem, sample[i].route->method, sample[i].path);
        str name = str_cut(str_sub(str_of(r->path), before.n + 1, pattern.n), '/').head;
        for (int k = 0; k < m.n_param; k++)
            if (str_eq(m.param[k].name, name))
                return m.param[k].value;
    }
    return S("1");
}

/* The address met on the walk, or one made from its neighbours. */
static str path_of(const struct route *r, const char *org)
{
    const struct sample *s = sample_find(r, str_of(org));
    struct buf b = buf_new(&kit.mem);
    str whole = str_of(r->path);
    if (s)
        return s->path;
    for (ptrdiff_t at = 1; at <= whole.n;) {
        str part = str_cut(str_sub(whole, at, whole.n), '/').head;
        buf_byte(&b, '/');
        buf_put(&b, !str_starts(part, S(":")) ? part
                    : str_eq(part, S(":org")) ? str_of(org)
                                              : param_of(r, org, str_sub(whole, 0, at)));
        at += part.n + 1;
    }
    return buf_str(&b);
}

enum way { WAY_NO_TOKEN, WAY_TOKEN, WAY_OTHER_SITE, WAY_API };

static struct response ask(struct actor_of *a, const struct route *r, const char *org, enum way way)
{
    struct pair header[] = { visit_header("Accept", "application/json"),
                             visit_header("Sec-Fetch-Site", way == WAY_OTHER_SITE ? "cross-site" : "same-origin"),
                             visit_header("X-CSRF-Token", a->v.csrf),
                             visit_header("Content-Type", "application/json") };
    struct pair form[] = { { S("csrf"), str_of(a->v.csrf) } };
    struct request rq = { .method = r->method, .path = path_of(r, org), .header = header, .n_header = 1 };
    if (way == WAY_TOKEN || way == WAY_OTHER_SITE)
        rq.n_header = 2, rq.form = form, rq.n_form = 1;
    if (way == WAY_API) {
        str path = str_eq(rq.path, S("/")) ? S("") : rq.path;
        rq.path = str_fmt(&kit.mem, "/api/v1" STR_FMT, STR_ARG(path));
        rq.n_header = 4, rq.body = S("{}");
    }
    return visit_send(&a->v, rq);
}

static bool is(const struct response *rs, int status, const char *code)
{
    return rs->status == status && holds(rs, str_z(&kit.mem, str_fmt(&kit.mem, "\"code\":\"%s\"", code)));
}

static bool as_wanted(const struct response *rs, enum outcome want, bool forged)
{
    switch (want) {
    case LOGIN:
        return is(rs, 401, "web.login");
    case DENIED:
        return is(rs, 403, "web.denied");
    case NOT_THERE:
        return is(rs, 404, "wall.not_found");
    case PASSES:
        break;
    }
    if (forged)
        return is(rs, 403, "web.csrf") || is(rs, 403, "web.other_site");
    return rs->status < 500 && rs->status != 401 && rs->status != 403 && !holds(rs, "\"wall.") && !holds(rs, "\"web.");
}

static int n_asked, n_wrong;

static void check(struct actor_of *a, const struct route *r, const char *org, enum way way)
{
    size_t mark = arena_mark(&kit.mem);
    struct visitor before = a->v;
    struct response rs = ask(a, r, org, way);
    bool forged = r->method != METHOD_GET && (way == WAY_NO_TOKEN || way == WAY_OTHER_SITE);
    n_asked++;
    if (!as_wanted(&rs, outcome_of(r, a, org), forged)) {
        str path = path_of(r, org), body = str_sub(rs.body, 0, 250);
        print_error("%s " STR_FMT " (%s) as %s of %s, way %d: answered %d " STR_FMT "\n",
                    r->method == METHOD_GET ? "GET" : "POST", STR_ARG(path), r->path, a->role ? a->role->key : "nobody",
                    a->home, way, rs.status, STR_ARG(body));
        n_wrong++;
    }
    a->v = before;
    arena_reset(&kit.mem, mark);
}

typedef void (*each_fn)(struct actor_of *a, const struct route *r, const char *org);

static void each_route(each_fn fn)
{
    static const char *const asked[] = { "DEMO-RAU", "DEMO-LUA" };
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_routes; i++) {
            const struct route *r = &features[f]->routes[i];
            for (int o = 0; o < (r->wall == WALL_NONE ? 1 : COUNT(asked)); o++)
                for (int k = 0; k < n_who; k++)
                    fn(&who[k], r, r->wall == WALL_NONE ? "" : asked[o]);
        }
}

static void refused(struct actor_of *a, const struct route *r, const char *org)
{
    if (outcome_of(r, a, org) == PASSES)
        return;
    check(a, r, org, WAY_NO_TOKEN);
    if (r->method != METHOD_GET)
        check(a, r, org, WAY_TOKEN);
    if (route_in_api(r) && !strcmp(org, "DEMO-LUA")) /* the twin is the same row: one organisation is enough */
        check(a, r, org, WAY_API);
}

static void forged(struct actor_of *a, const struct route *r, const char *org)
{
    if (r->method == METHOD_GET || outcome_of(r, a, org) != PASSES)
        return;
    check(a, r, org, WAY_NO_TOKEN);
    check(a, r, org, WAY_OTHER_SITE);
}

/* With an empty form: most are refused by their fields, buttons act. Pages the walk has seen are not asked again, but
   their twins in the API are. */
static void passes(struct actor_of *a, const struct route *r, const char *org)
{
    if (outcome_of(r, a, org) != PASSES)
        return;
    if (r->method != METHOD_GET || !sample_find(r, str_of(org)))
        check(a, r, org, WAY_TOKEN);
    if (route_in_api(r))
        check(a, r, org, WAY_API);
    if (a->role && !strcmp(r->path, "/logout"))
        visit_login(&a->v, str_z(&kit.mem, a->login));
}

static void test_routes__refuse_by_capability_and_wall_and_change_nothing(void **state)
{
    (void)state;
    int64_t version = store_data_version(kit.store);
    n_asked = n_wrong = 0;
    each_route(refused);
    assert_int_equal(n_wrong, 0);
    assert_true(n_asked > 1000);
    assert_int_equal(store_data_version(kit.store), version);
}

static void test_routes__write_for_no_other_site(void **state)
{
    (void)state;
    int64_t version = store_data_version(kit.store);
    n_asked = n_wrong = 0;
    each_route(forged);
    assert_int_equal(n_wrong, 0);
    assert_true(n_asked > 100);
    assert_int_equal(store_data_version(kit.store), version);
}

static void test_routes__open_to_whom_they_say(void **state)
{
    (void)state;
    n_asked = n_wrong = 0;
    each_route(passes);
    assert_int_equal(n_wrong, 0);
    assert_true(n_asked > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages__offer_only_what_their_reader_may),
        cmocka_unit_test(test_routes__refuse_by_capability_and_wall_and_change_nothing),
        cmocka_unit_test(test_routes__write_for_no_other_site),
        cmocka_unit_test(test_routes__open_to_whom_they_say),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
