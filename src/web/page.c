/* Answers: a page in its frame, a redirect, a file, JSON. What the frame shows follows from the request, the session's
   capabilities and the rooms' menu tables alone; no database is asked, so every page costs the same few lines. */
#include "web/page.h"

#include "page.html.h"
#include "web/app.h"
#include "web/help.h"
#include "web/opening.h"
#include "web/route_table.h"
#include "web/widgets.h"

#include "base/json.h"

#include <assert.h>

enum { MENU_MAX = 64, FLASH_MAX = 600, FLASH_SECONDS = 60 };

/* ---- menu and crumbs ---- */

struct menu_set {
    struct page_link link[MENU_MAX];
    int order[MENU_MAX];
    int n;
};

static str menu_path(struct web *w, const char *path)
{
    str p = str_of(path);
    ptrdiff_t at = str_find(p, S(":org"));
    if (at < 0)
        return p;
    str head = str_sub(p, 0, at), tail = str_sub(p, at + 4, p.n);
    str code = http_url_encode(w->cx->mem, w->org_id ? w->org_code : w->home_code);
    return str_fmt(w->cx->mem, STR_FMT STR_FMT STR_FMT, STR_ARG(head), STR_ARG(code), STR_ARG(tail));
}

/* Kept in order; equal orders stay as the rooms are listed. */
static void menu_add(struct menu_set *set, int order, struct page_link link)
{
    assert(set->n < MENU_MAX);
    int at = set->n++;
    for (; at > 0 && set->order[at - 1] > order; at--) {
        set->order[at] = set->order[at - 1];
        set->link[at] = set->link[at - 1];
    }
    set->order[at] = order;
    set->link[at] = link;
}

/* Inside another's walls: only what the way in opens, a grant or the reader's scope. */
static bool wall_open(const struct web *w, str path)
{
    if (!w->org_id || !web_outside(w) || !w->app->router)
        return true;
    const struct route *r = router_match(w->app->router, w->cx->mem, METHOD_GET, path).route;
    return r && r->wall == (w->grant_id ? WALL_GRANT : WALL_SCOPE);
}

static struct menu_set *menu_of(struct web *w, bool for_org)
{
    struct menu_set *set = new (w->cx->mem, struct menu_set, 1);
    for (int f = 0; f < w->app->n_features; f++) {
        for (int i = 0; i < w->app->features[f]->n_menu; i++) {
            const struct menu *m = &w->app->features[f]->menu[i];
            if (m->for_org != for_org || !cx_can(w->cx, m->cap))
                continue;
            str path = menu_path(w, m->path);
            if (!for_org || wall_open(w, path))
                menu_add(set, m->order, (struct page_link){ tr(w->cx, m->label), path, false });
        }
    }
    return set;
}

static bool path_within(str path, str root)
{
    return str_starts(path, root) && (path.n == root.n || str_eq(root, S("/")) || path.s[root.n] == '/');
}

/* The menu entry one is under: the longest that the path begins with. */
static struct page_link *menu_current(struct menu_set *org, struct menu_set *all, str path)
{
    struct page_link *best = NULL;
    struct menu_set *sets[] = { org, all };
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < sets[k]->n; i++) {
            struct page_link *l = &sets[k]->link[i];
            if (path_within(path, l->path) && (!best || l->path.n > best->path.n))
                best = l;
        }
    if (best)
        best->current = true;
    return best;
}

/* Only what stands above the page: the organisation, then the menu entry. */
static void add_crumbs(struct web *w, struct page_frame *m, const struct page_link *place)
{
    struct page_link *crumb = new (w->cx->mem, struct page_link, 2);
    if (m->org_name.n && !str_eq(w->rq->path, m->org_path))
        crumb[m->n_crumb++] = (struct page_link){ m->org_name, m->org_path, false };
    if (place && !str_eq(place->path, w->rq->path) && !str_eq(place->path, S("/")) && !str_eq(place->path, m->org_path))
        crumb[m->n_crumb++] = *place;
    m->crumb = crumb;
}

/* An organisation's entries by their order (struct menu); what stands further down is needed less often. */
static const struct {
    int from;
    const char *title;
    bool folded;
} parts[] = {
    { 0, T("Daily work"), false },
    { 50, T("Books"), false },
    { 75, T("Shared with others"), true },
    { 90, T("Set up"), true },
};
enum { GROUPS_MAX = COUNT(parts) + 1 };

static void add_group(struct page_frame *m, struct page_group *group, struct page_group g)
{
    for (int i = 0; i < g.n; i++)
        g.open = g.open || g.link[i].current;
    if (g.n)
        group[m->n_group++] = g;
}

static void add_menu(struct web *w, struct page_frame *m)
{
    bool any = w->org_id || w->home_code.n; /* outside of an organisation: the way back to one's own */
    struct menu_set *org = any ? menu_of(w, true) : new (w->cx->mem, struct menu_set, 1),
                    *all = menu_of(w, false);
    struct page_group *group = new (w->cx->mem, struct page_group, GROUPS_MAX);
    /* An organisation's first page is the first entry of its menu. */
    m->org_path = !w->org_code.n ? S("") : org->n ? org->link[0].path : menu_path(w, "/organisations/:org");
    add_crumbs(w, m, menu_current(org, all, w->rq->path));
    for (int p = 0, at = 0; p < COUNT(parts); p++) {
        int from = at;
        while (at < org->n && (p + 1 == COUNT(parts) || org->order[at] < parts[p + 1].from))
            at++;
        struct page_group g = { tr(w->cx, parts[p].title), org->link + from, at - from, parts[p].folded };
        add_group(m, group, g);
    }
    add_group(m, group, (struct page_group){ org->n ? tr(w->cx, "Everywhere") : S(""), all->link, all->n, org->n > 0 });
    m->group = group;
}

/* ---- flash: one sentence in a short-lived cookie that scripts cannot read ---- */

/* Cut at a whole character, so that the cookie stays small and decodes. */
static str shortened(str s, ptrdiff_t most)
{
    ptrdiff_t n = s.n > most ? most : s.n;
    while (n > 0 && n < s.n && ((unsigned char)s.s[n] & 0xC0) == 0x80)
        n--;
    return str_sub(s, 0, n);
}

void web_flash(struct web *w, str message)
{
    w->message = message;
    if (w->api)
        return;
    str text = http_url_encode(w->cx->mem, shortened(message, FLASH_MAX));
    web_set_cookie(w, web_cookie_name(w, "flash"), text, FLASH_SECONDS);
}

/* What this very request said: shown at once instead of kept for the next page. */
static bool take_pending_flash(struct web *w, str name, str *encoded)
{
    for (int i = 0; i < w->rs->n_header; i++) {
        struct pair *p = &w->rs->header[i];
        struct str_cut cookie = str_cut(p->value, '=');
        if (!str_eq_nocase(p->name, S("Set-Cookie")) || !str_eq(cookie.head, name))
            continue;
        *encoded = str_cut(cookie.tail, ';').head;
        *p = w->rs->header[--w->rs->n_header];
        return true;
    }
    return false;
}

static str take_flash(struct web *w)
{
    str name = web_cookie_name(w, "flash"), encoded = request_cookie(w->rq, name), text = { 0 };
    bool sent = encoded.n > 0, pending = take_pending_flash(w, name, &encoded);
    if (sent)
        web_set_cookie(w, name, S(""), -1);
    if ((sent || pending) && !http_url_decode(w->cx->mem, encoded, false, &text))
        return S("");
    return text;
}

/* ---- answers ---- */

/* Which room offers help is its own business; without one there is no dead link. */
static str help_of(const struct web *w)
{
    for (int f = 0; f < w->app->n_features; f++)
        for (int i = 0; i < w->app->features[f]->n_routes; i++)
            if (!strcmp(w->app->features[f]->routes[i].path, "/help"))
                return help_path(w->cx->mem, w->route ? str_of(w->route->path) : S(""));
    return (str){ 0 };
}

static str other_language(struct web *w)
{
    str lang = w->cx->lang == LANG_EN ? S("vi") : S("en");
    return w->path_for_lang.n ? w->path_for_lang : list_url(w->cx->mem, w->rq, S("lang"), lang);
}

/* "Page – Organisation – Hoptac"; a title that names the organisation need not say it twice. */
static str tab_title(const struct web *w, str title)
{
    bool named = w->org_name.n && str_find(title, w->org_name) < 0;
    str part[] = { title, named ? w->org_name : S("Hoptac"), S("Hoptac") };
    return str_join(w->cx->mem, part, named ? 3 : 2, S(" – "));
}

static struct page_frame frame_of(struct web *w, str title, const struct html *body)
{
    struct page_frame m = {
        .title = title,
        .tab_title = tab_title(w, title),
        .org_name = w->org_name,
        .can_switch = w->user_name.n > 0,
        .help_path = help_of(w),
        .demo_org = w->org_demo,
        .demo_mode = web_demo_mode(w),
        .user_name = w->behalf_name.n ? TRF(w->cx, "{1} for {2}", w->user_name, w->behalf_name) : w->user_name,
        .other_lang_path = other_language(w),
        .csrf = w->user_name.n ? web_csrf_fields(w) : (html_safe){ .s = { 0 } },
        .flash = take_flash(w),
        .note = books_note(w),
        .body = { .s = buf_str(&body->out) },
    };
    m.heading = str_find(m.body.s, S("<h1")) < 0;
    add_menu(w, &m);
    return m;
}

static result answer(struct web *w, int status, str content_type, str body)
{
    w->rs->status = status;
    w->rs->content_type = content_type;
    w->rs->body = body;
    return OK;
}

/* To a program: what was done, and where the result is. A page below the one that was asked is something new: 201. */
static result answer_done(struct web *w, str message, str path)
{
    struct buf b = buf_new(w->cx->mem);
    struct json_out o = json_out_new(&b);
    str root = S("/api/v1"), where = path.n ? str_fmt(w->cx->mem, "/api/v1" STR_FMT, STR_ARG(path)) : S("");
    str own = str_starts(w->rq->path, root) ? str_sub(w->rq->path, root.n, w->rq->path.n) : w->rq->path;
    bool created = path.n > own.n + 1 && str_starts(path, own) && path.s[own.n] == '/';
    json_begin_object(&o);
    json_member_bool(&o, S("done"), path.n > 0);
    json_member_str(&o, S("message"), message);
    json_member_str(&o, S("location"), where);
    json_end_object(&o);
    if (where.n)
        response_header(w->rs, S("Location"), where);
    return answer(w, created ? 201 : 200, S("application/json; charset=utf-8"), buf_str(&b));
}

static result page_answer(struct web *w, int status, str title, const struct html *body)
{
    if (w->api)
        return answer_done(w, title, S(""));
    struct page_frame m = frame_of(w, title, body);
    struct html h = html_new(w->cx);
    page_draw(&h, &m);
    return answer(w, status, S("text/html; charset=utf-8"), buf_str(&h.out));
}

result web_page(struct web *w, str title, const struct html *body) { return page_answer(w, 200, title, body); }

result web_form_again(struct web *w, str title, const struct html *body)
{
    return page_answer(w, w->cx->errors ? err_http_status(cx_kind(w->cx)) : 200, title, body);
}

result web_trouble(struct web *w)
{
    enum err_kind kind = cx_kind(w->cx);
    struct html h = html_new(w->cx);
    ui_trouble(&h, kind, w->cx->errors);
    return page_answer(w, err_http_status(kind), trouble_title(w->cx, kind), &h);
}

result web_redirect(struct web *w, str path)
{
    /* Only within this site: a Location that a visitor could shape would send people elsewhere. */
    str local = web_local_path(path);
    if (w->api)
        return answer_done(w, w->message, local);
    response_header(w->rs, S("Location"), local);
    return answer(w, 303, S("text/plain; charset=utf-8"), S(""));
}

result web_json(struct web *w, int status, str json)
{
    return answer(w, status, S("application/json; charset=utf-8"), json);
}

/* Latin letters, digits and -_. stay in the plain name; browsers take the encoded one beside it. */
static str plain_name(struct arena *mem, str name)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < name.n; i++) {
        char c = name.s[i];
        bool fit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        buf_byte(&b, fit ? c : '_');
    }
    return buf_str(&b);
}

static void name_file(struct web *w, str file_name, bool inline_view)
{
    struct arena *mem = w->cx->mem;
    str plain = plain_name(mem, file_name), encoded = http_url_encode(mem, file_name);
    response_header(w->rs, S("Content-Disposition"),
                    str_fmt(mem, "%s; filename=\"" STR_FMT "\"; filename*=UTF-8''" STR_FMT,
                            inline_view ? "inline" : "attachment", STR_ARG(plain), STR_ARG(encoded)));
}

result web_file(struct web *w, str file_name, str content_type, str bytes, bool inline_view)
{
    name_file(w, file_name, inline_view);
    return answer(w, 200, content_type, bytes);
}

result web_file_open(struct web *w, str file_name, str content_type, int fd, bool inline_view)
{
    name_file(w, file_name, inline_view);
    w->rs->file_fd = fd;
    return answer(w, 200, content_type, S(""));
}
