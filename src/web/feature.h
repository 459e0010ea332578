/* What a room exports. app/features.def lists the rooms; everything else is found through these tables.
   The router checks session, capability, wall, CSRF and form before any handler runs. */
#ifndef WEB_FEATURE_H
#define WEB_FEATURE_H

#include "db/db.h"
#include "vouchers/voucher.h"
#include "web/cap.h"
#include "web/form.h"
#include "web/html.h"
#include "web/http.h"
#include "web/person.h"
#include "web/personal.h"

struct json_out;

/* How a route finds the organisation it is about and who may pass. */
enum wall {
    WALL_UNSET,  /* refused at start */
    WALL_NONE,   /* no organisation: public, or reference data, or the city's own */
    WALL_OWN,    /* path has :org (the organisation's code); the session's home organisation must be it */
    WALL_SCOPE,  /* :org must be in the session's scope (city and commune officers: register and submitted figures) */
    WALL_GRANT,  /* WALL_OWN, or a live grant/decision for this organisation; the opening is logged and shown to it */
};

struct app;
struct data;
struct opening;
/* What a handler gets. */
struct web {
    struct app *app;
    struct store *store;
    struct cx *cx;
    const struct request *rq;
    struct response *rs;
    int64_t org_id;      /* of :org, after the wall; 0 = none */
    str org_code, org_name;
    bool org_demo;
    int64_t session_id, grant_id;
    const struct opening *opening; /* by which another's books are open (web/opening.h) */
    int n_opening;
    result (*opened)(struct web *w); /* set by the wall: writes down, after the handler, that grant_id opened this */
    const struct route *route;
    struct pair param[8]; /* path parameters, :name */
    int n_param;
    void *in;            /* the form's struct, filled and valid; from the query for GET; NULL without form */
    str csrf;            /* token for forms, made by web_csrf_fields */
    str visitor;         /* cookie of somebody not logged in, on whom the token hangs */
    str request_id;      /* from the form's hidden field; new for a fresh form */
    str user_name, path_for_lang;
    str behalf_name;     /* for whom the user acts by delegation; empty = in the own name */
    int64_t token_id;    /* the program that asks; 0 = a session or nobody */
    bool api;            /* asked under /api/v1: JSON in, JSON out */
    str hold;            /* what this session has to do first: it gets nowhere else; empty = nothing */
    str message;         /* what web_flash said to an API client */
    str home_code, home_name; /* the session's own organisation when it keeps books; empty for offices and nobody */
};

typedef result (*web_handler)(struct web *w);
struct route {
    enum method method;
    const char *path; /* "/orgs/:org/members/:id" ; plural nouns */
    enum cap cap;
    enum wall wall;
    const struct form *form; /* GET: may be NULL; every other method has one: &form_empty when nothing is filled in */
    web_handler handler;
    const char *title;       /* T("Members"): page title and test name */
    /* Draws the form again, with cx->errors at their fields and what was typed (rq), when decoding failed or the
       handler failed with something that can be put right. NULL: a plain page lists the errors. */
    web_handler again;
    /* What the answer holds, for the API and its description (web/data.h): every route is there under "/api/v1" + path.
       NULL: a GET is a page for people only; another method answers what it did and where (data_done). */
    const struct data *data;
};

struct menu {
    const char *path, *label; /* T("…"); path may hold :org */
    enum cap cap;
    int order;    /* within an organisation: below 50 daily work, below 75 books, below 90 shared, from 90 set-up */
    bool for_org; /* shown inside an organisation's workspace; else in the city's/global menu */
};

struct cli;
struct first_step;
struct waiting;
/* argv after the verb. Returns the exit code; prints through cli/cli.h. */
typedef int (*cli_fn)(struct cli *c);
struct command {
    const char *name;    /* "org list" */
    const char *usage;   /* "--kind KIND" */
    const char *summary; /* T("…") */
    cli_fn run;
};

/* A declared measure: what indicators are built from. */
struct measure {
    const char *code, *name; /* "org.revenue" T("Revenue") */
    const char *unit;        /* "VND" "kg" "person" */
    const struct db_stmt *by_org_month;
};

/* Work without a request: forgetting what has had its time, nightly checks, deliveries. Idempotent, and safe to be cut
   off anywhere: it runs again. Its first run is due one interval after it was first seen. */
struct feature_job {
    const char *name; /* "identity.forget" */
    int every_minutes;
    result (*run)(struct cx *cx, struct store *s);
};

/* What programs outside may ask to be told of (vouchers/notice.h). Names say what has happened and never change. */
struct feature_event {
    const char *name;   /* "import.applied" */
    const char *action; /* of the audit: "import.apply" */
    const char *label;  /* T("…") */
    const char *path;   /* the route of what it is about, with :org and :id; NULL = none */
};

struct feature {
    const char *name; /* "members" */
    const struct route *routes;
    int n_routes;
    const struct command *commands;
    int n_commands;
    const struct menu *menu;
    int n_menu;
    const struct first_step *steps; /* web/steps.h */
    int n_steps;
    const struct waiting *waits; /* web/waits.h */
    int n_waits;
    const struct voucher_kind *kinds;
    int n_kinds;
    const struct invariant *invariants;
    int n_invariants;
    const struct personal_field *personal;
    int n_personal;
    const struct measure *measures;
    int n_measures;
    const struct feature_job *jobs;
    int n_jobs;
    const struct feature_event *events;
    int n_events;
    /* One person's data in the room's own tables: told as members of the open JSON object (reads, and sees everything),
       and taken away, *n counting the rows; whether that may be done was settled before. forget_person is for what
       users keep for themselves, in tables of no organisation, which a transaction of one organisation does not see:
       it runs in one of its own, before. All may be NULL. */
    result (*tell_person)(struct cx *cx, struct db *db, const struct person *who, struct json_out *j);
    result (*erase_person)(struct cx *cx, struct db *db, const struct person *who, int *n);
    result (*forget_person)(struct cx *cx, struct db *db, const struct person *who, int *n);
    /* Reference data (idempotent, at every start) and demo data (once, at init), in features.def order; may be NULL. */
    result (*load_reference)(struct cx *cx, struct store *s);
    result (*load_demo)(struct cx *cx, struct store *s);
};
#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))
extern const struct feature *const features[];
extern const int n_features;

#include "web/answer.h"

#endif
