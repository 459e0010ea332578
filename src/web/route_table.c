/* Builds the tree of routes and finds one. What cannot be right is refused at start, so that no request meets it: an
   unset wall, two routes for one thing, a form that nobody checks. No request is answered here. */
#include "web/route_table.h"
#include "web/api_guard.h"

#define API_ROOT "/api/v1"

enum { METHODS = METHOD_HEAD + 1, PARAMS_MAX = 8 };

struct node {
    str segment; /* empty: the parameter */
    struct node *child, *next;
    const struct route *route[METHODS];
    const char *owner; /* room */
};

struct router {
    struct node root;
};

static const str method_name[METHODS] = {
    [METHOD_OTHER] = LIT("?"),  [METHOD_GET] = LIT("GET"),     [METHOD_POST] = LIT("POST"),
    [METHOD_PUT] = LIT("PUT"),  [METHOD_PATCH] = LIT("PATCH"), [METHOD_DELETE] = LIT("DELETE"),
    [METHOD_HEAD] = LIT("HEAD")
};

/* The next segment of a path; false at the end. "/a/b" has two, "/" has one empty one. */
static bool next_segment(str *rest, str *segment)
{
    if (!rest->n)
        return false;
    struct str_cut cut = str_cut(str_sub(*rest, 1, rest->n), '/');
    *segment = cut.head;
    *rest = cut.found ? (str){ cut.tail.s - 1, cut.tail.n + 1 } : (str){ 0 };
    return true;
}

/* ---- building ---- */

static bool has_param(str path, str name)
{
    for (str s; next_segment(&path, &s);)
        if (s.n > 1 && s.s[0] == ':' && str_eq(str_sub(s, 1, s.n), name))
            return true;
    return false;
}

static int count_params(str path)
{
    int n = 0;
    for (str s; next_segment(&path, &s);)
        n += s.n > 0 && s.s[0] == ':';
    return n;
}

static const char *fault_of(const struct route *r)
{
    str path = str_of(r->path);
    bool org = has_param(path, S("org"));
    if (r->method <= METHOD_OTHER || r->method >= METHOD_HEAD)
        return "has no usable method";
    if (!path.n || path.s[0] != '/' || (path.n > 1 && path.s[path.n - 1] == '/') || count_params(path) > PARAMS_MAX)
        return "has no usable path";
    if (!r->handler)
        return "has no handler";
    if ((unsigned)r->cap >= CAP_COUNT)
        return "has no capability";
    if (r->wall == WALL_UNSET || r->wall > WALL_GRANT)
        return "has no wall";
    if ((r->wall == WALL_NONE) == org)
        return org ? "names :org but has WALL_NONE" : "has a wall but no :org in its path";
    if (r->cap == CAP_PUBLIC && r->wall != WALL_NONE)
        return "is public behind a wall";
    if (r->method != METHOD_GET && !r->form)
        return "changes something and has no form (use &form_empty)";
    return r->form && !r->form->name ? "has a form without a name" : NULL;
}

static void refuse(struct cx *cx, const struct feature *f, const struct route *r, const char *fault)
{
    struct buf b = buf_new(cx->mem);
    buf_fmt(&b, "%s: " STR_FMT " %s %s", f->name, STR_ARG(method_name[r->method % METHODS]), r->path ? r->path : "",
            fault);
    (void)fail(cx, .kind = ERR_BUG, .code = S("web.route"), .message = buf_str(&b));
}

static struct node *child_for(struct arena *mem, struct node *parent, str segment)
{
    bool param = segment.n > 0 && segment.s[0] == ':';
    str name = param ? (str){ 0 } : segment;
    struct node **at = &parent->child;
    for (; *at; at = &(*at)->next)
        if (str_eq((*at)->segment, name) && ((*at)->segment.s != NULL) == !param)
            return *at;
    *at = new (mem, struct node, 1);
    (*at)->segment = name;
    return *at;
}

static void add(struct cx *cx, struct router *router, const struct feature *f, const struct route *r)
{
    const char *fault = fault_of(r);
    struct node *n = &router->root;
    if (fault) {
        refuse(cx, f, r, fault);
        return;
    }
    str rest = str_of(r->path);
    for (str s; next_segment(&rest, &s);)
        n = child_for(cx->mem, n, s);
    if (n->owner && n->owner != f->name)
        refuse(cx, f, r, "belongs to another room too");
    else if (n->route[r->method])
        refuse(cx, f, r, "is there twice");
    n->owner = f->name;
    n->route[r->method] = r;
}

result app_build_router(struct cx *cx, struct app *app)
{
    struct router *router = new (cx->mem, struct router, 1);
    int before = cx->n_errors;
    for (int i = 0; i < app->n_features; i++)
        for (int k = 0; k < app->features[i]->n_routes; k++)
            add(cx, router, app->features[i], &app->features[i]->routes[k]);
    app->router = router;
    app->api_limit = api_limit_new(cx->mem);
    return (result){ cx->n_errors == before };
}

/* ---- matching ---- */

static bool has_route(const struct node *n)
{
    for (int i = 0; i < METHODS; i++)
        if (n->route[i])
            return true;
    return false;
}

/* Literal children first; a dead end goes back to the parameter. */
static const struct node *find(const struct node *n, str rest)
{
    str segment;
    if (!next_segment(&rest, &segment))
        return has_route(n) ? n : NULL;
    for (int params = 0; params < 2; params++)
        for (const struct node *c = n->child; c; c = c->next) {
            bool param = c->segment.s == NULL;
            if (param != (params == 1) || (param ? segment.n == 0 : !str_eq(c->segment, segment)))
                continue;
            const struct node *found = find(c, rest);
            if (found)
                return found;
        }
    return NULL;
}

static void name_params(struct route_match *m, str path)
{
    str pattern = str_of(m->route->path);
    for (str name, value; next_segment(&pattern, &name) && next_segment(&path, &value);)
        if (name.n > 0 && name.s[0] == ':')
            m->param[m->n_param++] = (struct pair){ str_sub(name, 1, name.n), value };
}

static str allowed(struct arena *mem, const struct node *n, bool api)
{
    str part[METHODS + 1];
    int k = 0;
    bool get = false;
    for (int i = 0; i < METHODS; i++)
        if (n->route[i] && (!api || route_in_api(n->route[i]))) {
            part[k++] = method_name[i];
            get |= i == METHOD_GET;
        }
    if (get)
        part[k++] = method_name[METHOD_HEAD];
    return str_join(mem, part, k, S(", "));
}

bool route_in_api(const struct route *r)
{
    if (str_starts(str_of(r->path), S(API_ROOT)))
        return true;
    return r->method == METHOD_GET ? r->data != NULL : r->cap != CAP_PUBLIC && r->cap != CAP_LOGIN;
}

/* "/api/v1/orgs/X" → "/orgs/X"; "/api/v1" → "/". */
static bool page_path(str *path)
{
    if (!str_starts(*path, S(API_ROOT)))
        return false;
    str rest = str_sub(*path, (ptrdiff_t)sizeof API_ROOT - 1, path->n);
    if (rest.n == 1 || (rest.n && rest.s[0] != '/'))
        return false;
    *path = rest.n ? rest : S("/");
    return true;
}

/* Only what is in the API counts: a page for people is not there. */
static const struct node *find_twin(const struct router *r, str path, bool *known)
{
    const struct node *n = find(&r->root, path);
    *known = false;
    for (int i = 0; n && i < METHODS; i++)
        *known |= n->route[i] && route_in_api(n->route[i]);
    return n;
}

struct route_match router_match(const struct router *r, struct arena *mem, enum method method, str path)
{
    struct route_match m = { .api = str_starts(path, S("/api/")) };
    const struct node *n = find(&r->root, path);
    m.path_known = n != NULL;
    bool twin = !n && page_path(&path);
    if (twin)
        n = find_twin(r, path, &m.path_known);
    if (!m.path_known)
        return m;
    m.route = n->route[method == METHOD_HEAD ? METHOD_GET : method];
    if (m.route && twin && !route_in_api(m.route))
        m.route = NULL;
    if (m.route)
        name_params(&m, path);
    else
        m.allow = allowed(mem, n, twin);
    return m;
}
