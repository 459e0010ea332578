/* The export of one person, and its page. */
#include "features/trust/privacy/privacy_export.h"
#include "features/trust/privacy/privacy_pages.h"
#include "privacy.sql.h"

#include "base/json.h"

result privacy_export(struct cx *cx, struct db *db, struct privacy_export *x)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    struct person who;
    TRY(party_person(cx, db, &(struct person_ask){ x->org_id, x->party_id, x->seal }, &who));
    TRY(privacy_tell(cx, db, &who, &j));
    x->json = buf_str(&b);
    x->code = who.code;
    if (x->request_id)
        TRY(privacy_request_put_exported(db, (struct privacy_request_put_exported_args){ .org_id = x->org_id,
                                                                                         .id = x->request_id,
                                                                                         .exported_at = cx->now_at }));
    return audit_write(cx, db, (struct audit){ x->org_id, S("privacy.export"), S("party"), x->party_id, 0, S("") });
}

/* ---- the page's button ---- */

struct exporting {
    struct web *w;
    struct privacy_request r;
    struct privacy_export x;
    struct member_seal seal;
};

static result work(struct cx *cx, struct db *db, void *arg)
{
    struct exporting *k = arg;
    int64_t id = web_param_id(k->w, S("id"));
    TRY(privacy_request_read(cx, db, k->w->org_id, id, &k->r));
    if (str_eq(k->r.state, S("refused")))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.closed"),
                    .message = tr(cx, "This request was answered already."));
    k->x = (struct privacy_export){ k->w->org_id, k->r.party_id, id, &k->seal };
    return privacy_export(cx, db, &k->x);
}

result privacy_export_post(struct web *w)
{
    const struct act_in *in = w->in;
    struct exporting k = { .w = w };
    str pdf;
    TRY(member_seal_get(w->cx, w->store, &k.seal));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, work, &k));
    response_header(w->rs, S("Cache-Control"), S("no-store"));
    if (!str_eq(in->format, S("pdf")))
        return web_file(w, str_fmt(w->cx->mem, STR_FMT ".json", STR_ARG(k.x.code)), S("application/json"), k.x.json,
                        false);
    TRY(privacy_paper(w->cx, &(struct privacy_paper){ k.x.json, w->org_name, w->org_demo }, &pdf));
    return web_file(w, str_fmt(w->cx->mem, STR_FMT ".pdf", STR_ARG(k.x.code)), S("application/pdf"), pdf, false);
}
