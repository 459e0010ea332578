/* prints: see README.md. Keeping and drawing. Nothing here knows what a paper says. */
#include "features/trust/prints/prints.h"
#include "prints.sql.h"

#include "base/hash.h"
#include "web/print/print_json.h"

struct work {
    struct web *w;
    struct print_paper_of *p;
    int n;
    str *json, *hash; /* of what is printed now, for what was not printed before */
    bool *kept;       /* printed before */
    struct sha256 *first;
};

static str lang_of(const struct print_doc *d) { return d->lang == LANG_EN ? S("en") : S("vi"); }

static result use_kept(struct cx *cx, struct work *k, int i, const struct print_kept_get *row)
{
    if (!print_doc_read(cx->mem, row->doc_json, &k->p[i].doc))
        return fail(cx, .kind = ERR_ENV, .code = S("print.kept"),
                    .message = tr(cx, "What was first printed of this voucher cannot be read."));
    k->kept[i] = true;
    memcpy(k->first[i].b, row->pdf_hash.s, sizeof k->first[i].b);
    return OK;
}

static result look_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    for (int i = 0; i < k->n; i++) {
        struct print_kept_get row;
        bool found;
        TRY(print_kept_get(db,
                           (struct print_kept_get_args){ .org_id = k->w->org_id,
                                                         .voucher_id = k->p[i].voucher_id,
                                                         .paper = k->p[i].paper,
                                                         .lang = lang_of(&k->p[i].doc) },
                           &row, &found));
        if (found)
            TRY(use_kept(cx, k, i, &row));
    }
    return OK;
}

static result keep_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    for (int i = 0; i < k->n; i++)
        if (k->json[i].n)
            TRY(print_kept_insert(db, (struct print_kept_insert_args){ .org_id = k->w->org_id,
                                                                       .voucher_id = k->p[i].voucher_id,
                                                                       .paper = k->p[i].paper,
                                                                       .lang = lang_of(&k->p[i].doc),
                                                                       .party_id = k->p[i].party_id,
                                                                       .doc_json = k->json[i],
                                                                       .pdf_hash = k->hash[i],
                                                                       .printed_at = cx->now_at,
                                                                       .printed_by_id = cx->actor.user_id }));
    return look_work(cx, db, arg); /* somebody may have been faster */
}

/* What is printed for the first time, as it will be kept. */
static result draw_new(struct cx *cx, struct work *k, int *n_new)
{
    *n_new = 0;
    for (int i = 0; i < k->n; i++) {
        str pdf;
        if (k->kept[i])
            continue;
        TRY(print_pdf(cx, &k->p[i].doc, 1, &pdf));
        struct sha256 h = sha256_of(pdf);
        k->json[i] = print_doc_json(cx->mem, &k->p[i].doc);
        k->hash[i] = str_dup(cx->mem, sha256_str(&h));
        ++*n_new;
    }
    return OK;
}

static result draw_all(struct web *w, const struct print_paper_of *p, int n, str *pdf)
{
    struct print_doc *doc = new (w->cx->mem, struct print_doc, n);
    for (int i = 0; i < n; i++) {
        doc[i] = p[i].doc;
        doc[i].stamp = p[i].is_void ? tr_lang(doc[i].lang, "VOID") : S("");
    }
    return print_pdf(w->cx, doc, n, pdf);
}

static void say_which(struct web *w, const struct work *k, int n_new, str pdf)
{
    struct sha256 h = sha256_of(pdf);
    if (k->n != 1 || k->p[0].is_void)
        return;
    bool same = str_eq(sha256_str(&h), sha256_str(&k->first[0]));
    response_header(w->rs, S("Hoptac-First-Print"), n_new ? S("kept") : same ? S("same") : S("redrawn"));
}

result prints_pdf(struct web *w, struct print_paper_of *p, int n, str *pdf)
{
    struct cx *cx = w->cx;
    int n_new;
    if (web_outside(w))
        return draw_all(w, p, n, pdf);
    struct work k = { w,
                      p,
                      n,
                      new (cx->mem, str, n + 1),
                      new (cx->mem, str, n + 1),
                      new (cx->mem, bool, n + 1),
                      new (cx->mem, struct sha256, n + 1) };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, look_work, &k));
    TRY(draw_new(cx, &k, &n_new));
    if (n_new)
        TRY(store_write(w->store, cx, &w->org_id, 1, keep_work, &k));
    TRY(draw_all(w, p, n, pdf));
    say_which(w, &k, n_new, *pdf);
    return OK;
}

/* ---- a person's data ---- */

struct erasing {
    struct db *db;
    const struct person *who;
    struct print_kept_put_args *put;
    int n, cap;
};

/* While a voucher must be kept its paper is, unless a phone or personal number stands on it. */
static result gather(struct cx *cx, void *arg, const struct print_kept_each *r)
{
    struct erasing *e = arg;
    struct person who = *e->who;
    bool kept = who.kept_from.ymd && date_cmp(r->posting_on, who.kept_from) >= 0;
    if (kept && !person_by_digits(cx->mem, &who, r->doc_json))
        return OK;
    who.is_alone = who.is_alone || r->party_id == who.party_id;
    str blanked = person_blanked(cx->mem, &who, r->doc_json);
    if (str_eq(blanked, r->doc_json))
        return OK;
    if (e->n == e->cap) {
        struct print_kept_put_args *more = new (cx->mem, struct print_kept_put_args, e->cap = 2 * e->cap + 16);
        if (e->n)
            memcpy(more, e->put, sizeof *more * (size_t)e->n);
        e->put = more;
    }
    e->put[e->n++] = (struct print_kept_put_args){ .doc_json = str_dup(cx->mem, blanked),
                                                   .org_id = who.org_id,
                                                   .voucher_id = r->voucher_id,
                                                   .paper = str_dup(cx->mem, r->paper),
                                                   .lang = str_dup(cx->mem, r->lang) };
    return OK;
}

static result erase_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct erasing e = { .db = db, .who = who };
    (void)cx;
    TRY(print_kept_each(db, (struct print_kept_each_args){ .org_id = who->org_id }, gather, &e));
    for (int i = 0; i < e.n; i++)
        TRY(print_kept_put(db, e.put[i]));
    *n += e.n;
    return OK;
}

static const struct invariant invariants[] = {
    { "prints.voucher", &inv_print_kept_voucher_stmt },
};
static const struct personal_field personal[] = {
    { "print_kept", "doc_json", T("What stood on a printed voucher"),
      T("To print a voucher again as it was first printed"),
      T("Law on Accounting 88/2015/QH13: vouchers name who took part"), T("Whoever may read the voucher"),
      T("As long as the vouchers are kept"), false, PERSONAL_LAW, .words = true },
};

const struct feature prints_feature = { .name = "prints",
                                        .invariants = invariants,
                                        .n_invariants = COUNT(invariants),
                                        .erase_person = erase_person,
                                        .personal = personal,
                                        .n_personal = COUNT(personal) };
