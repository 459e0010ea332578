/* Pages of unfinished entries: the own ones, going on with one, deleting one; and where the script keeps them. */
#include "features/trust/unfinished/unfinished_pages.h"
#include "unfinished.html.h"

#include "base/json.h"

struct listing {
    str path;
    struct unfinished_row *row;
    int n;
};

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct listing *l = arg;
    return unfinished_list(cx, db, l->path, &l->row, &l->n);
}

/* The newest one of a form, for the note above it. */
static result newest(struct web *w, const struct listing *l)
{
    struct buf b = buf_new(w->cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    if (l->n) {
        json_member_id(&j, S("id"), l->row[0].id);
        json_member_str(&j, S("request_id"), l->row[0].request_id);
        json_member_str(&j, S("typed"), instant_text(w->cx->mem, l->row[0].changed_at, ZONE_VN));
    }
    json_end_object(&j);
    return web_json(w, 200, buf_str(&b));
}

static str org_of(str path)
{
    str rest = str_starts(path, S("/orgs/")) ? str_sub(path, 6, path.n) : S("");
    return str_cut(rest, '/').head;
}

static result list_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct listing l = { .path = request_query(w->rq, S("path")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, list_work, &l));
    if (l.path.n)
        return newest(w, &l);
    struct unfinished_shown *row = new (w->cx->mem, struct unfinished_shown, l.n);
    for (int i = 0; i < l.n; i++) {
        const struct route *r = web_form_route(w, l.row[i].path);
        row[i] = (struct unfinished_shown){ l.row[i].id, l.row[i].changed_at, r ? tr(w->cx, r->title) : l.row[i].path,
                                            org_of(l.row[i].path) };
    }
    unfinished_draw(&h, &(struct unfinished_page){ web_csrf_fields(w), row, l.n });
    return web_page(w, tr(w->cx, "Unfinished entries"), &h);
}

/* The script sends the whole form as it stands, and where it would go. */
static result keep_post(struct web *w)
{
    struct kept k = { request_form(w->rq, S("form_path")), w->request_id, w->rq->form, w->rq->n_form };
    int64_t id;
    if (!web_form_route(w, k.path))
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("unfinished.form"),
                    .message = tr(w->cx, "This form does not exist any more."));
    if (web_keepable(w, &k))
        TRY(unfinished_keep(w->cx, w->store, w->cx->actor.user_id, &k, &id));
    return web_json(w, 200, S("{}"));
}

static result resume_show(struct web *w)
{
    struct kept k;
    int64_t changed_at;
    TRY(unfinished_open(w->cx, w->store, web_param_id(w, S("id")), &k, &changed_at));
    web_flash(w, TRF(w->cx, "Your entry of {1}, as you left it. Nothing has been sent yet.",
                     instant_text(w->cx->mem, changed_at, ZONE_VN)));
    return web_resume(w, &k);
}

static result delete_post(struct web *w)
{
    TRY(unfinished_delete(w->cx, w->store, web_param_id(w, S("id"))));
    web_flash(w, tr(w->cx, "The unfinished entry was deleted."));
    return web_redirect(w, S("/unfinished"));
}

const struct route unfinished_routes[N_UNFINISHED_ROUTES] = {
    { METHOD_GET, "/unfinished", CAP_LOGIN, WALL_NONE, NULL, list_show, T("Unfinished entries"), NULL },
    { METHOD_POST, "/unfinished", CAP_LOGIN, WALL_NONE, &form_empty, keep_post, T("Unfinished entries"), NULL },
    { METHOD_GET, "/unfinished/:id", CAP_LOGIN, WALL_NONE, NULL, resume_show, T("Unfinished entry"), NULL },
    { METHOD_POST, "/unfinished/:id", CAP_LOGIN, WALL_NONE, &form_empty, delete_post, T("Unfinished entry"), NULL },
};
