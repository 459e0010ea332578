/* The export of one person, and its page. */
#include "features/trust/privacy/privacy_export.h"
#include "features/trust/privacy/privacy_pages.h"
#include "privacy.sql.h"

#include "base/json.h"

static result tell_work(struct cx *cx, struct db *db, void *arg)
{
    struct privacy_export *x = arg;
    struct organisation org;
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    TRY(party_person(cx, db, &(struct person_ask){ x->org_id, x->party_id, &x->seal }, &x->who));
    TRY(org_get(cx, db, x->org_id, &org));
    x->who.org_code = org.code;
    TRY(privacy_tell(cx, db, &x->who, &j));
    x->json = buf_str(&b);
    x->code = x->who.code;
    return OK;
}

static result note_work(struct cx *cx, struct db *db, void *arg)
{
    const struct privacy_export *x = arg;
    if (party_number_told(cx, &x->who))
        TRY(party_number_noted(cx, db, x->org_id, x->party_id));
    if (x->request_id)
        TRY(privacy_request_put_exported(db, (struct privacy_request_put_exported_args){ .org_id = x->org_id,
                                                                                         .id = x->request_id,
                                                                                         .exported_at = cx->now_at }));
    return audit_write(cx, db, (struct audit){ x->org_id, S("privacy.export"), S("party"), x->party_id, 0, S("") });
}

result privacy_export(struct cx *cx, struct store *s, struct privacy_export *x)
{
    TRY(member_seal_get(cx, s, &x->seal));
    TRY(store_read(s, cx, DB_SCOPE_ALL, tell_work, x));
    return store_write(s, cx, &x->org_id, 1, note_work, x);
}

/* ---- the page's button ---- */

struct exporting {
    struct web *w;
    struct privacy_request r;
    struct privacy_export x;
};

static result work(struct cx *cx, struct db *db, void *arg)
{
    struct exporting *k = arg;
    int64_t id = web_param_id(k->w, S("id"));
    TRY(privacy_request_read(cx, db, k->w->org_id, id, &k->r));
    if (str_eq(k->r.state, S("refused")))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.closed"),
                    .message = tr(cx, "This request was answered already."));
    k->x = (struct privacy_export){ k->w->org_id, k->r.party_id, id };
    return OK;
}

result privacy_export_post(struct web *w)
{
    const struct act_in *in = w->in;
    struct exporting k = { .w = w };
    str pdf;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, work, &k));
    TRY(privacy_export(w->cx, w->store, &k.x));
    response_header(w->rs, S("Cache-Control"), S("no-store"));
    if (!str_eq(in->format, S("pdf")))
        return web_file(w, str_fmt(w->cx->mem, STR_FMT ".json", STR_ARG(k.x.code)), S("application/json"), k.x.json,
                        false);
    TRY(privacy_paper(w->cx, &(struct privacy_paper){ k.x.json, w->org_name, w->org_demo }, &pdf));
    return web_file(w, str_fmt(w->cx->mem, STR_FMT ".pdf", STR_ARG(k.x.code)), S("application/pdf"), pdf, false);
}
