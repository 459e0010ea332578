/* Statements: from a constant descriptor and a typed struct to the backend's cells, and back. Both databases share it.
   Nothing here opens, commits or waits: that is store.c. */
#include "db/db_private.h"

#include <assert.h>
#include <stddef.h>

_Thread_local int db_statement_count;
_Thread_local struct db_fault db_fault;

enum { INVARIANT_FINDINGS = 10, FIRST_ROWS = 8 };

struct cx *db_cx(struct db *db) { return db->cx; }

/* ---- into the database ---- */

static struct cell cell_from(const struct db_field *f, const void *args)
{
    const char *p = (const char *)args + f->offset;
    switch ((enum db_type)f->type) {
    case DB_TEXT:
        return (struct cell){ .kind = CELL_TEXT, .s = *(const str *)p };
    case DB_BLOB:
        return (struct cell){ .kind = CELL_BLOB, .s = *(const str *)p };
    case DB_DATE:
        return (struct cell){ .kind = CELL_INT, .i = ((const date *)p)->ymd };
    case DB_BOOL:
        return (struct cell){ .kind = CELL_INT, .i = *(const bool *)p };
    case DB_MONEY:
        return (struct cell){ .kind = CELL_INT, .i = ((const money *)p)->dong };
    case DB_QTY:
        return (struct cell){ .kind = CELL_INT, .i = ((const qty *)p)->base };
    default:
        return (struct cell){ .kind = CELL_INT, .i = *(const int64_t *)p };
    }
}

static bool fault_due(void) { return db_fault.fail_statement > 0 && --db_fault.fail_statement == 0; }

static result run(struct db *db, struct run *r, const void *args)
{
    const struct db_stmt *st = r->stmt;
    struct cell param[DB_MAX_FIELDS];
    assert(st->n_param <= DB_MAX_FIELDS && (args || st->n_param == 0));
    if (db->failed)
        return FAILED; /* its error is told already; PostgreSQL would refuse everything from here on */
    if (st->writes && !db->write) {
        db->failed = true;
        return fail(db->cx, .kind = ERR_BUG, .code = S("db.read_only"),
                    .message = TRF(db->cx, "The database may not be written here ({1}: {2}).", str_of(st->name),
                                   S("a reading")));
    }
    for (int i = 0; i < st->n_param; i++)
        param[i] = cell_from(&st->param[i], args);
    r->param = param;
    db_statement_count++;
    if (fault_due()) {
        db->conn->trouble = TROUBLE_STATEMENT;
        db->failed = true;
        return fail(db->cx, .kind = ERR_ENV, .code = S("db.fault"),
                    .message = TRF(db->cx, "The database failed ({1}: {2}).", str_of(st->name), S("injected")));
    }
    if (db->conn->backend->run(db->cx, db->conn, r).ok)
        return OK;
    db->failed = db->failed || db->conn->trouble != TROUBLE_NONE;
    return FAILED;
}

/* ---- out of the database ---- */

static result wrong_kind(struct cx *cx, const struct db_stmt *st, const struct db_field *f)
{
    return fail(cx, .kind = ERR_BUG, .code = S("db.type"),
                .message = TRF(cx, "The database holds a value of the wrong type ({1}: {2}).", str_of(st->name),
                               str_of(f->name)));
}

static result store_integer(struct cx *cx, const struct db_stmt *st, const struct db_field *f, int64_t v, char *p)
{
    switch ((enum db_type)f->type) {
    case DB_DATE:
        if (v < INT32_MIN || v > INT32_MAX)
            return wrong_kind(cx, st, f);
        ((date *)p)->ymd = (int32_t)v;
        return OK;
    case DB_BOOL:
        *(bool *)p = v != 0;
        return OK;
    case DB_MONEY:
        ((money *)p)->dong = v;
        return OK;
    case DB_QTY:
        ((qty *)p)->base = v;
        return OK;
    default:
        *(int64_t *)p = v;
        return OK;
    }
}

/* One row. copy: texts go to the cx's arena, else they stay views of the cells. row is zeroed: NULL stays 0 and ''. */
static result decode(struct cx *cx, const struct db_stmt *st, const struct cell *cell, bool copy, void *row)
{
    for (int i = 0; i < st->n_col; i++) {
        const struct db_field *f = &st->col[i];
        char *p = (char *)row + f->offset;
        bool bytes = f->type == DB_TEXT || f->type == DB_BLOB;
        if (cell[i].kind == CELL_NULL)
            continue;
        if (bytes && cell[i].kind == (f->type == DB_TEXT ? CELL_TEXT : CELL_BLOB))
            *(str *)p = copy ? str_dup(cx->mem, cell[i].s) : cell[i].s;
        else if (!bytes && cell[i].kind == CELL_INT)
            TRY(store_integer(cx, st, f, cell[i].i, p));
        else
            return wrong_kind(cx, st, f);
    }
    return OK;
}

struct taking {
    const struct db_stmt *st;
    char *row;
    int n, cap;
    db_row_fn fn;
    void *arg;
};

static result take_one(struct cx *cx, void *arg, const struct cell *cell)
{
    struct taking *t = arg;
    if (t->n++)
        return fail(cx, .kind = ERR_BUG, .code = S("db.many"),
                    .message = TRF(cx, "The database gave more than one row ({1}).", str_of(t->st->name)));
    return decode(cx, t->st, cell, true, t->row);
}

static result take_many(struct cx *cx, void *arg, const struct cell *cell)
{
    struct taking *t = arg;
    size_t size = t->st->row_size;
    if (t->n == t->cap) {
        int cap = t->cap ? 2 * t->cap : FIRST_ROWS;
        char *more = arena_alloc(cx->mem, (size_t)cap, size);
        if (t->n)
            memcpy(more, t->row, (size_t)t->n * size);
        t->row = more;
        t->cap = cap;
    }
    TRY(decode(cx, t->st, cell, true, t->row + (size_t)t->n * size));
    t->n++;
    return OK;
}

static result take_each(struct cx *cx, void *arg, const struct cell *cell)
{
    struct taking *t = arg;
    memset(t->row, 0, t->st->row_size);
    TRY(decode(cx, t->st, cell, false, t->row));
    return t->fn(cx, t->arg, t->row);
}

/* ---- the four ways to run ---- */

result db_run_exec(struct db *db, const struct db_stmt *st, const void *args, int64_t *changed)
{
    struct run r = { .stmt = st };
    TRY(run(db, &r, args));
    if (changed)
        *changed = r.changed;
    return OK;
}

result db_run_one(struct db *db, const struct db_stmt *st, const void *args, void *row, bool *found)
{
    struct taking t = { .st = st, .row = row };
    struct run r = { .stmt = st, .row = take_one, .arg = &t };
    memset(row, 0, st->row_size);
    if (found)
        *found = false;
    TRY(run(db, &r, args));
    if (found)
        *found = t.n == 1;
    else if (t.n == 0)
        return fail(db->cx, .kind = ERR_NOT_FOUND, .code = S("db.not_found"),
                    .message = tr(db->cx, "This record does not exist."));
    return OK;
}

result db_run_many(struct db *db, const struct db_stmt *st, const void *args, void **rows, int *n)
{
    struct taking t = { .st = st };
    struct run r = { .stmt = st, .row = take_many, .arg = &t };
    *rows = NULL;
    *n = 0;
    TRY(run(db, &r, args));
    *rows = t.row;
    *n = t.n;
    return OK;
}

result db_run_each(struct db *db, const struct db_stmt *st, const void *args, db_row_fn fn, void *arg)
{
    struct taking t = { .st = st, .row = arena_alloc(db->cx->mem, 1, st->row_size), .fn = fn, .arg = arg };
    struct run r = { .stmt = st, .row = take_each, .arg = &t, .stream = true };
    return run(db, &r, args);
}

result db_exec(struct db *db, const char *sql)
{
    if (db->failed)
        return FAILED;
    result r = db->conn->backend->exec(db->cx, db->conn, sql);
    db->failed = !r.ok;
    return r;
}

/* ---- invariants ---- */

struct findings {
    const struct invariant *inv;
    str *out;
    int *n, most;
};

static result take_finding(struct cx *cx, void *arg, const struct cell *cell)
{
    struct findings *f = arg;
    struct buf b = buf_new(cx->mem);
    if (*f->n >= f->most)
        return OK;
    buf_fmt(&b, "%s:", f->inv->name);
    for (int i = 0; i < f->inv->stmt->n_col; i++) {
        buf_fmt(&b, " %s=", f->inv->stmt->col[i].name);
        if (cell[i].kind == CELL_INT)
            buf_i64(&b, cell[i].i);
        else if (cell[i].kind == CELL_TEXT)
            buf_put(&b, cell[i].s);
        else if (cell[i].kind == CELL_BLOB)
            buf_put(&b, str_to_hex(cx->mem, cell[i].s.s, (size_t)cell[i].s.n));
        else
            buf_put(&b, S("?"));
    }
    f->out[(*f->n)++] = buf_str(&b);
    return OK;
}

result db_check_invariant(struct db *db, const struct invariant *inv, str *finding, int *n_finding)
{
    struct findings f = { .inv = inv, .out = finding, .n = n_finding, .most = *n_finding + INVARIANT_FINDINGS };
    struct run r = { .stmt = inv->stmt, .row = take_finding, .arg = &f, .stream = true };
    return run(db, &r, NULL);
}

/* ---- lists ---- */

static bool is_asked(const struct db_field *f, const void *args)
{
    struct cell c = cell_from(f, args);
    return c.kind == CELL_INT ? c.i != 0 && (f->type != DB_DATE || c.i != DATE_OPEN.ymd) : c.s.n > 0;
}

int db_page_lead(const struct db_page *p, const void *args)
{
    for (int i = 0; i < p->n_lead; i++)
        for (int k = 0; k < p->lead[i].n; k++)
            if (is_asked(&p->lead[i].param[k], args))
                return i + 1;
    return 0;
}
