/* Telling other systems, with another system on this machine: what is written with the act, what is sent and in which
   order, what becomes of failures, where messages never go. On both databases. */
#include "tests/kit/kit.h"
#include "tests/kit/receiver.h"

#include "app/app_features.h"
#include "base/hash.h"
#include "base/json.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/hooks/hooks_parts.h"
#include "hooks.sql.h"
#include "os/os.h"
#include "web/http.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

static struct kit kit;
static struct receiver there;
static struct organisation org;
static struct hook_key key;

struct asking {
    struct hook_in in;
    struct hook_made made;
    struct hook one;
    struct hook_again again;
    struct hook_delivery_list row[RECEIVED_MAX];
    int n;
    bool on;
    str network;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_by_code(cx, db, S("DEMO-RAU"), &org);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_org, NULL));
    kit_ok(&kit, hook_key_get(&kit.cx, kit.store, &key));
    receiver_start(&there);
    return 0;
}

static int end(void **state)
{
    (void)state;
    receiver_stop(&there);
    kit_check_invariants(&kit, hooks_feature.invariants, hooks_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

/* ---- doing ---- */

static result do_network(struct cx *cx, struct db *db, void *arg)
{
    const struct asking *a = arg;
    return hook_network_allow(cx, db, a->network, a->on);
}

static void allow(const char *network, bool on)
{
    struct asking a = { .network = str_of(network), .on = on };
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, do_network, &a));
}

static result do_add(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return hook_add(cx, db, &key, &a->in, &a->made);
}

static str there_url(void) { return str_fmt(&kit.mem, "http://127.0.0.1:%d/in", there.port); }

static result add(struct asking *a, str url, const char *events)
{
    str *event = new (&kit.mem, str, 8);
    a->in = (struct hook_in){ .org_id = org.org_id, .url = url, .event = event, .request_id = os_uuid7(&kit.mem) };
    for (struct str_cut c = str_cut(str_of(events), ' '); c.head.n; c = str_cut(c.tail, ' '))
        event[a->in.n_event++] = c.head;
    return store_write(kit.store, &kit.cx, &org.org_id, 1, do_add, a);
}

static struct hook_made subscribed(const char *events)
{
    struct asking a = { 0 };
    allow("127.0.0.0/8", true);
    kit_ok(&kit, add(&a, there_url(), events));
    return a.made;
}

struct posting {
    int64_t amount;
    bool fails;
    struct posted out;
};

static result do_post(struct cx *cx, struct db *db, void *arg)
{
    struct posting *p = arg;
    const struct line line[] = { { .account = S("1111"), .dr = { p->amount } },
                                 { .account = S("5118"), .cr = { p->amount }, .side = SIDE_EXTERNAL } };
    struct voucher v = { .kind = S("journal"),
                         .org_id = org.org_id,
                         .document_on = { 20260302 },
                         .posting_on = { 20260302 },
                         .request_id = os_uuid7(cx->mem),
                         .memo = S("Nguyễn Văn DEMO nộp tiền"),
                         .line = line,
                         .n_line = 2 };
    TRY(voucher_post(cx, db, &v, &p->out));
    return p->fails ? fail(cx, .kind = ERR_CONFLICT, .code = S("test.thought_better")) : OK;
}

static int64_t post(int64_t amount)
{
    struct posting p = { .amount = amount };
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_post, &p));
    return p.out.id;
}

static result do_void(struct cx *cx, struct db *db, void *arg)
{
    struct posted out;
    return voucher_void(cx, db,
                        (struct voucher_void){ .org_id = org.org_id,
                                               .voucher_id = *(int64_t *)arg,
                                               .posting_on = { 20260302 },
                                               .reason = S("DEMO"),
                                               .request_id = os_uuid7(cx->mem) },
                        &out);
}

/* Sends what is due `minutes` after the tests' time. */
static struct hook_sending send_at(int64_t minutes)
{
    struct hook_sending s = { .seconds = 20, .answer_seconds = 1 };
    kit.cx.now_at = KIT_NOW + minutes * 60 * HOOK_SECOND;
    kit_ok(&kit, hook_send(&kit.cx, kit.store, &s));
    kit.cx.now_at = KIT_NOW;
    return s;
}

static result take_row(struct cx *cx, void *arg, const struct hook_delivery_list *r)
{
    struct asking *a = arg;
    assert_true(a->n < RECEIVED_MAX);
    struct hook_delivery_list *to = &a->row[a->n++];
    *to = *r;
    to->event = str_dup(cx->mem, r->event);
    to->state = str_dup(cx->mem, r->state);
    to->trouble = str_dup(cx->mem, r->trouble);
    to->detail = str_dup(cx->mem, r->detail);
    return OK;
}

static result do_look(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    a->n = 0;
    if (a->made.id)
        TRY(hook_get(cx, db, org.org_id, a->made.id, &a->one));
    return hook_delivery_list(
        db,
        (struct hook_delivery_list_args){
            .org_id = org.org_id, .hook_id = a->made.id, .sort = HOOK_DELIVERY_LIST_BY_TIME, .limit = RECEIVED_MAX },
        take_row, a);
}

static struct asking *look(int64_t hook_id)
{
    struct asking *a = new (&kit.mem, struct asking, 1);
    a->made.id = hook_id;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, do_look, a));
    return a;
}

static str member_of(str body, const char *name)
{
    struct json *tree;
    str s = { 0 };
    assert_true(json_parse(&kit.mem, body, &tree, NULL));
    assert_true(json_as_str(json_get(tree, str_of(name)), &s));
    return s;
}

/* ---- what is written with the act ---- */

static void test_tell__only_what_was_asked_for(void **state)
{
    int64_t before = post(1000); /* nobody listens yet */
    (void)state;
    struct hook_made posts = subscribed("voucher.posted"), voids = subscribed("voucher.voided");
    int64_t id = post(2000);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_void, &id));
    struct asking *a = look(posts.id);
    assert_int_equal(a->n, 1);
    assert_true(a->row[0].subject_id == id && id != before);
    assert_str(a->row[0].detail, "journal");
    assert_str(a->row[0].state, "waiting");
    a = look(voids.id);
    assert_int_equal(a->n, 1);
    assert_true(a->row[0].subject_id == id);
    assert_str(a->row[0].event, "voucher.voided");
}

static void test_tell__nothing_of_what_did_not_happen(void **state)
{
    struct posting p = { .amount = 5, .fails = true };
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    kit_refused(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_post, &p), "test.thought_better");
    assert_int_equal(look(m.id)->n, 0);
}

static result do_switch(struct cx *cx, struct db *db, void *arg)
{
    const struct asking *a = arg;
    return hook_set_on(cx, db, org.org_id, a->made.id, a->on);
}

static result do_remove(struct cx *cx, struct db *db, void *arg)
{
    const struct asking *a = arg;
    return hook_remove(cx, db, org.org_id, a->made.id);
}

static void test_tell__stops_when_switched_off(void **state)
{
    struct asking a = { 0 };
    (void)state;
    a.made = subscribed("voucher.posted");
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_switch, &a));
    (void)post(1);
    assert_int_equal(look(a.made.id)->n, 0);
    a.on = true;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_switch, &a));
    (void)post(2);
    assert_int_equal(look(a.made.id)->n, 1);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_remove, &a));
    (void)post(3);
    assert_int_equal(look(0)->n, 0);
    kit_refused(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_remove, &a), "hook.not_found");
}

static result do_notice(struct cx *cx, struct db *db, void *arg)
{
    return audit_write(cx, db, *(const struct audit *)arg);
}

/* What any room writes into the audit can be told. */
static void test_tell__follows_the_audit(void **state)
{
    struct audit a = { org.org_id, S("import.apply"), S("import_batch"), 77, 0, S("members") };
    (void)state;
    struct hook_made m = subscribed("import.applied submission.received");
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_notice, &a));
    a.action = S("import.preview");
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_notice, &a));
    struct asking *seen = look(m.id);
    assert_int_equal(seen->n, 1);
    assert_str(seen->row[0].event, "import.applied");
    assert_true(seen->row[0].subject_id == 77);
}

/* ---- what is sent ---- */

static void test_send__signed_in_order_and_once(void **state)
{
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    int64_t id[3] = { post(1), post(2), post(3) };
    struct hook_sending s = send_at(1);
    assert_int_equal(s.n_sent, 3);
    assert_int_equal(receiver_count(&there), 3);
    for (int i = 0; i < 3; i++) {
        str body = receiver_body(&there, i), signature = receiver_header(&there, i, "Hoptac-Signature");
        assert_true(str_eq(member_of(body, "subject_id"), str_from_i64(&kit.mem, id[i])));
        assert_true(str_eq(member_of(body, "id"), receiver_header(&there, i, "Hoptac-Delivery")));
        assert_str(receiver_header(&there, i, "Hoptac-Event"), "voucher.posted");
        assert_str(receiver_header(&there, i, "Content-Type"), "application/json");
        assert_true(str_find(body, S("Nguy")) < 0); /* no word of anybody */
        int64_t t;
        assert_true(str_starts(signature, S("t=")) &&
                    str_to_i64(str_sub(str_cut(signature, ',').head, 2, signature.n), &t));
        assert_true(t >= KIT_NOW / HOOK_SECOND + 60 && t < KIT_NOW / HOOK_SECOND + 90);
        assert_true(str_eq(signature, hook_signature(&kit.mem, t, body, &m.secret, 1)));
    }
    assert_int_equal(send_at(2).n_sent, 0);
    struct asking *a = look(m.id);
    assert_str(a->row[0].state, "done");
    assert_int_equal(a->row[0].answer_status, 200);
    assert_str(a->one.state, "works");
}

static void test_send__again_until_it_is_taken(void **state)
{
    static const int plan[] = { 500, 302, 200, 200 };
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    receiver_plan(&there, plan, 4);
    int64_t first = post(1);
    (void)post(2);
    assert_int_equal(send_at(1).n_failed, 1); /* the second waits behind the first */
    assert_int_equal(send_at(1).n_failed, 0); /* not yet */
    struct asking *a = look(m.id);
    assert_int_equal(a->row[0].n_attempt, 1);
    assert_int_equal(a->row[0].answer_status, 500);
    assert_int_equal(a->row[1].n_attempt, 0);
    assert_str(a->one.state, "fails");
    assert_int_equal(send_at(4).n_failed, 1); /* a redirect is not followed */
    struct hook_sending s = send_at(10);
    assert_int_equal(s.n_sent, 2);
    assert_int_equal(receiver_count(&there), 4);
    for (int i = 0; i < 3; i++)
        assert_true(str_eq(member_of(receiver_body(&there, i), "subject_id"), str_from_i64(&kit.mem, first)));
    assert_true(str_eq(receiver_header(&there, 0, "Hoptac-Delivery"), receiver_header(&there, 2, "Hoptac-Delivery")));
    assert_true(str_eq(receiver_body(&there, 0), receiver_body(&there, 2)));
    a = look(m.id);
    assert_int_equal(a->row[0].n_attempt, 3);
    assert_int_equal(a->one.n_failed, 0);
}

/* Nothing of one is heard by the other, and a silent one costs the others at most its time limit. */
static void test_send__a_silent_system_holds_nobody_up(void **state)
{
    static const int silent[] = { ANSWER_NEVER, ANSWER_NEVER };
    struct receiver other;
    struct asking a = { 0 };
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    receiver_plan(&there, silent, 2);
    receiver_start(&other);
    kit_ok(&kit, add(&a, str_fmt(&kit.mem, "http://127.0.0.1:%d/", other.port), "voucher.posted"));
    (void)post(1), (void)post(2), (void)post(3);
    int64_t begun = os_monotonic();
    struct hook_sending s = send_at(1);
    assert_true(os_monotonic() - begun < 10 * HOOK_SECOND);
    assert_int_equal(s.n_sent, 3);
    assert_int_equal(s.n_failed, 1);
    assert_int_equal(receiver_count(&other), 3);
    assert_str(look(m.id)->row[0].trouble, "timeout");
    assert_int_equal(look(m.id)->row[0].answer_status, 0);
    receiver_stop(&other);
}

static void test_send__knows_what_went_wrong(void **state)
{
    static const int plan[] = { ANSWER_CUT, ANSWER_LONG };
    struct asking a = { 0 };
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    receiver_plan(&there, plan, 2);
    (void)post(1);
    (void)send_at(1);
    assert_str(look(m.id)->row[0].trouble, "broken");
    (void)send_at(10);
    assert_str(look(m.id)->row[0].trouble, "size");
    kit_ok(&kit, add(&a, S("http://127.0.0.1:1/"), "voucher.posted"));
    (void)post(2);
    (void)send_at(30);
    assert_str(look(a.made.id)->row[0].trouble, "connect");
    kit_ok(&kit, add(&a, S("https://nowhere.invalid/"), "voucher.posted"));
    (void)post(3);
    (void)send_at(60);
    assert_str(look(a.made.id)->row[0].trouble, "name");
}

/* ---- a certificate nobody vouches for ---- */

static str pem_of(BIO *b)
{
    char *s;
    long n = BIO_get_mem_data(b, &s);
    str out = str_dup(&kit.mem, (str){ s, n });
    BIO_free(b);
    return out;
}

static void own_certificate(struct http_config *c)
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    BIO *cert = BIO_new(BIO_s_mem()), *secret = BIO_new(BIO_s_mem());
    X509_gmtime_adj(X509_getm_notBefore(x), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, pair);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const uint8_t *)"127.0.0.1", -1, -1, 0);
    X509_set_issuer_name(x, X509_get_subject_name(x));
    assert_true(X509_sign(x, pair, EVP_sha256()) > 0);
    PEM_write_bio_X509(cert, x);
    PEM_write_bio_PrivateKey(secret, pair, NULL, NULL, 0, NULL, NULL);
    c->tls_cert = pem_of(cert), c->tls_key = pem_of(secret);
    X509_free(x);
    EVP_PKEY_free(pair);
}

static void taken(void *arg, struct cx *cx, const struct request *rq, struct response *rs)
{
    (void)cx, (void)rq;
    *(int *)arg += 1;
    rs->status = 200;
}

static void test_send__not_to_whom_nobody_vouches_for(void **state)
{
    struct http_config c = {
        .address = S("127.0.0.1"), .workers = 1, .body_max = 1 << 16, .deadline_seconds = 5, .connections_max = 8
    };
    struct http_server *server;
    struct asking a = { 0 };
    int n_taken = 0, port;
    (void)state;
    own_certificate(&c);
    kit_ok(&kit, http_start(&kit.cx, c, taken, &n_taken, &server, &port));
    allow("127.0.0.1", true);
    kit_ok(&kit, add(&a, str_fmt(&kit.mem, "https://127.0.0.1:%d/", port), "voucher.posted"));
    (void)post(1);
    assert_int_equal(send_at(1).n_failed, 1);
    assert_str(look(a.made.id)->row[0].trouble, "tls");
    assert_int_equal(n_taken, 0);
    http_stop(server);
}

/* ---- giving up ---- */

static result do_again(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return hook_send_again(cx, db, &a->again);
}

static void test_send__is_given_up_after_three_days(void **state)
{
    static const int plan[] = { 503, 503, 200, 200 };
    struct asking a = { 0 };
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    receiver_plan(&there, plan, 4);
    (void)post(1), (void)post(2);
    (void)send_at(1);
    (void)send_at(3 * 24 * 60 + 1);
    struct asking *seen = look(m.id);
    assert_str(seen->row[0].state, "given_up");
    assert_str(seen->row[1].state, "given_up"); /* it stood behind the first all that time */
    assert_int_equal(seen->one.n_given_up, 2);
    assert_int_equal(receiver_count(&there), 2);
    (void)send_at(4 * 24 * 60);
    assert_int_equal(receiver_count(&there), 2);
    a.again = (struct hook_again){ .org_id = org.org_id, .id = &seen->row[0].id, .n = 1 };
    kit.cx.now_at = KIT_NOW + 4 * HOOK_DAY;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_again, &a));
    assert_int_equal(a.again.n_again, 1);
    assert_int_equal(send_at(4 * 24 * 60 + 1).n_sent, 1);
    a.again = (struct hook_again){ .org_id = org.org_id, .hook_id = m.id };
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_again, &a));
    assert_int_equal(a.again.n_again, 1);
    assert_int_equal(send_at(4 * 24 * 60 + 2).n_sent, 1);
    assert_int_equal(look(m.id)->one.n_given_up, 0);
}

/* ---- where messages never go ---- */

static void test_send__not_into_networks_inside(void **state)
{
    struct asking a = { 0 };
    (void)state;
    kit_refused(&kit, add(&a, there_url(), "voucher.posted"), "hook.inside");
    /* a name that leads inside is found out when it is connected to */
    kit_ok(&kit, add(&a, str_fmt(&kit.mem, "http://localhost:%d/", there.port), "voucher.posted"));
    (void)post(1);
    assert_int_equal(send_at(1).n_failed, 1);
    assert_str(look(a.made.id)->row[0].trouble, "address");
    assert_int_equal(receiver_count(&there), 0);
    allow("127.0.0.1", true);
    allow("::1", true);
    assert_int_equal(send_at(10).n_sent, 1);
    allow("127.0.0.1", false);
    allow("::1", false);
    (void)post(2);
    assert_int_equal(send_at(20).n_failed, 1);
    assert_int_equal(receiver_count(&there), 1);
}

static void test_add__tells_every_mistake(void **state)
{
    struct asking a = { 0 };
    (void)state;
    assert_false(add(&a, S("http://example.org/"), "voucher.posted no.such").ok);
    assert_int_equal(kit.cx.n_errors, 2);
    kit_expect_code(&kit, "hook.plain");
    kit_refused(&kit, add(&a, S("https://example.org/"), ""), "hook.events");
    kit_ok(&kit, add(&a, S("https://example.org/"), "voucher.posted"));
    kit_refused(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_add, &a), "hook.made");
    for (int i = 1; i < HOOKS_MAX; i++)
        kit_ok(&kit, add(&a, S("https://example.org/"), "voucher.posted"));
    kit_refused(&kit, add(&a, S("https://example.org/"), "voucher.posted"), "hook.many");
}

/* ---- secrets, tests, leases ---- */

static result do_rotate(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return hook_rotate_secret(cx, db, &key, org.org_id, &a->made);
}

static result do_test(struct cx *cx, struct db *db, void *arg)
{
    const struct asking *a = arg;
    return hook_test(cx, db, org.org_id, a->made.id);
}

static void test_secret__the_old_one_is_good_for_a_day(void **state)
{
    struct asking a = { 0 };
    (void)state;
    a.made = subscribed("voucher.posted");
    str secret[2] = { [1] = a.made.secret };
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_rotate, &a));
    secret[0] = a.made.secret;
    assert_false(str_eq(secret[0], secret[1]));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_test, &a));
    (void)send_at(1);
    (void)post(1);
    (void)send_at(24 * 60 + 1);
    assert_int_equal(receiver_count(&there), 2);
    for (int i = 0; i < 2; i++) {
        str signature = receiver_header(&there, i, "Hoptac-Signature");
        int64_t t;
        assert_true(str_to_i64(str_sub(str_cut(signature, ',').head, 2, signature.n), &t));
        assert_true(str_eq(signature, hook_signature(&kit.mem, t, receiver_body(&there, i), secret, 2 - i)));
    }
    assert_str(receiver_header(&there, 0, "Hoptac-Event"), "hook.test");
}

static result do_lease(struct cx *cx, struct db *db, void *arg)
{
    int64_t changed;
    (void)cx;
    return hook_lease(db,
                      (struct hook_lease_args){ .lease_until_at = KIT_NOW + 180 * HOOK_SECOND,
                                                .org_id = org.org_id,
                                                .id = *(int64_t *)arg,
                                                .now_at = KIT_NOW },
                      &changed);
}

/* Another server sends now; when it died, its lease ends by itself. */
static void test_send__by_one_server_at_a_time(void **state)
{
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    (void)post(1);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_lease, &m.id));
    assert_int_equal(send_at(1).n_sent, 0);
    assert_int_equal(send_at(3).n_sent, 1);
}

static void test_forget__what_is_long_done(void **state)
{
    (void)state;
    struct hook_made m = subscribed("voucher.posted");
    (void)post(1);
    (void)send_at(1);
    (void)post(2);
    kit.cx.now_at = KIT_NOW + 29 * HOOK_DAY;
    kit_ok(&kit, hook_job_forget(&kit.cx, kit.store));
    kit.cx.now_at = KIT_NOW;
    assert_int_equal(look(m.id)->n, 2);
    kit.cx.now_at = KIT_NOW + 31 * HOOK_DAY;
    kit_ok(&kit, hook_job_forget(&kit.cx, kit.store));
    kit.cx.now_at = KIT_NOW;
    struct asking *a = look(m.id);
    assert_int_equal(a->n, 1);
    assert_str(a->row[0].state, "waiting");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tell__only_what_was_asked_for, begin, end),
        cmocka_unit_test_setup_teardown(test_tell__nothing_of_what_did_not_happen, begin, end),
        cmocka_unit_test_setup_teardown(test_tell__stops_when_switched_off, begin, end),
        cmocka_unit_test_setup_teardown(test_tell__follows_the_audit, begin, end),
        cmocka_unit_test_setup_teardown(test_send__signed_in_order_and_once, begin, end),
        cmocka_unit_test_setup_teardown(test_send__again_until_it_is_taken, begin, end),
        cmocka_unit_test_setup_teardown(test_send__a_silent_system_holds_nobody_up, begin, end),
        cmocka_unit_test_setup_teardown(test_send__knows_what_went_wrong, begin, end),
        cmocka_unit_test_setup_teardown(test_send__not_to_whom_nobody_vouches_for, begin, end),
        cmocka_unit_test_setup_teardown(test_send__is_given_up_after_three_days, begin, end),
        cmocka_unit_test_setup_teardown(test_send__not_into_networks_inside, begin, end),
        cmocka_unit_test_setup_teardown(test_add__tells_every_mistake, begin, end),
        cmocka_unit_test_setup_teardown(test_secret__the_old_one_is_good_for_a_day, begin, end),
        cmocka_unit_test_setup_teardown(test_send__by_one_server_at_a_time, begin, end),
        cmocka_unit_test_setup_teardown(test_forget__what_is_long_done, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
