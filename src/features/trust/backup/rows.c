/* Rows as lines of JSON and back, from the tables that sqlgen describes: no table is named here. */
#include "features/trust/backup/backup.h"
#include "backup.sql.h"

#include "base/json.h"
#include "db/tables.h"

struct writing {
    struct cx *cx;
    const struct db_table *table;
    const struct db_stmt *stmt;
    backup_sink sink;
    void *arg;
    size_t mark;
};

static int64_t integer_at(const void *row, const struct db_field *f)
{
    const char *p = (const char *)row + f->offset;
    switch ((enum db_type)f->type) {
    case DB_DATE:
        return ((const date *)(const void *)p)->ymd;
    case DB_BOOL:
        return *(const bool *)(const void *)p;
    default:
        return *(const int64_t *)(const void *)p; /* int64, money and qty hold one int64 */
    }
}

static void put_value(struct json_out *j, struct arena *mem, const void *row, const struct db_field *f)
{
    const str *s = (const str *)(const void *)((const char *)row + f->offset);
    if (f->type == DB_TEXT)
        json_put_str(j, *s);
    else if (f->type == DB_BLOB)
        json_put_str(j, str_to_hex(mem, s->s, (size_t)s->n));
    else
        json_put_i64(j, integer_at(row, f));
}

static result write_row(struct cx *cx, void *arg, const void *row)
{
    struct writing *w = arg;
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    size_t mark = arena_mark(cx->mem);
    json_begin_object(&j);
    json_member_str(&j, S("table"), str_of(w->table->name));
    json_key(&j, S("row"));
    json_begin_object(&j);
    for (int i = 0; i < w->stmt->n_col; i++) {
        json_key(&j, str_of(w->stmt->col[i].name));
        put_value(&j, cx->mem, row, &w->stmt->col[i]);
    }
    json_end_object(&j);
    json_end_object(&j);
    buf_byte(&b, '\n');
    result r = w->sink(cx, w->arg, buf_str(&b));
    arena_reset(cx->mem, mark);
    return r;
}

static str head_line(struct cx *cx, str org_code)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_member_str(&j, S("hoptac"), S("export"));
    json_member_i64(&j, S("version"), 1);
    json_member_i64(&j, S("schema"), migrations[n_migrations - 1].number);
    json_member_str(&j, S("org"), org_code);
    json_end_object(&j);
    buf_byte(&b, '\n');
    return buf_str(&b);
}

/* The schema's own record is made by migrating. What belongs to no organisation (secrets, sessions) leaves only with
 * the whole. */
static bool leaves(const struct db_table *t, bool whole)
{
    str name = str_of(t->name);
    if (str_eq(name, S("schema_version")))
        return false;
    return whole || (t->has_org_id && t->select_org);
}

result backup_write_rows(struct cx *cx, struct db *db, int64_t org_id, str org_code, backup_sink sink, void *arg)
{
    struct writing w = { .cx = cx, .sink = sink, .arg = arg };
    TRY(sink(cx, arg, head_line(cx, org_code)));
    for (int i = 0; i < n_db_tables; i++) {
        w.table = &db_tables[i];
        if (!leaves(w.table, org_id == 0))
            continue;
        w.stmt = org_id ? w.table->select_org : w.table->select_all;
        TRY(db_run_each(db, w.stmt, &org_id, write_row, &w));
    }
    return OK;
}

/* ---- reading ---- */

struct reading {
    str text;
    int64_t n_row;
    int line;
};

static result refuse(struct cx *cx, int line, const char *code, str message)
{
    return fail(cx, .kind = ERR_INVALID, .code = str_of(code), .field = str_fmt(cx->mem, "line %d", line),
                .message = message);
}

static const struct db_table *table_find(str name)
{
    for (int i = 0; i < n_db_tables; i++)
        if (str_eq(name, str_of(db_tables[i].name)))
            return &db_tables[i];
    return NULL;
}

static bool take_value(struct cx *cx, const struct json *v, const struct db_field *f, char *args)
{
    char *p = args + f->offset;
    int64_t n;
    str s;
    switch ((enum db_type)f->type) {
    case DB_TEXT:
        return json_as_str(v, (str *)(void *)p);
    case DB_BLOB:
        return json_as_str(v, &s) && str_from_hex(cx->mem, s, (str *)(void *)p);
    case DB_DATE:
        if (!json_as_i64(v, &n) || n < INT32_MIN || n > INT32_MAX)
            return false;
        ((date *)(void *)p)->ymd = (int32_t)n;
        return true;
    case DB_BOOL:
        if (!json_as_i64(v, &n))
            return false;
        *(bool *)(void *)p = n != 0;
        return true;
    default:
        return json_as_i64(v, (int64_t *)(void *)p);
    }
}

static result insert_row(struct cx *cx, struct db *db, const struct json *o, int line)
{
    str name = { 0 };
    const struct json *row = json_get(o, S("row"));
    (void)json_as_str(json_get(o, S("table")), &name);
    const struct db_table *t = table_find(name);
    if (!t || !row)
        return refuse(cx, line, "restore.table", TRF(cx, "The table “{1}” is not known here.", name));
    size_t size = sizeof(str);
    for (int i = 0; i < t->insert->n_param; i++)
        if (t->insert->param[i].offset + sizeof(str) > size)
            size = t->insert->param[i].offset + sizeof(str);
    char *args = new (cx->mem, char, size);
    for (int i = 0; i < t->insert->n_param; i++)
        if (!take_value(cx, json_get(row, str_of(t->insert->param[i].name)), &t->insert->param[i], args))
            return refuse(cx, line, "restore.column",
                          TRF(cx, "The value of {1} is missing or malformed.", str_of(t->insert->param[i].name)));
    return db_run_exec(db, t->insert, args, NULL);
}

static result check_head(struct cx *cx, const struct json *o)
{
    int64_t schema = -1;
    str what = { 0 };
    (void)json_as_str(json_get(o, S("hoptac")), &what);
    (void)json_as_i64(json_get(o, S("schema")), &schema);
    if (!str_eq(what, S("export")))
        return refuse(cx, 1, "restore.head", tr(cx, "This is not an export of Hoptac."));
    if (schema != migrations[n_migrations - 1].number)
        return refuse(cx, 1, "restore.schema",
                      TRF(cx, "The export was made by another version (schema {1}, here {2}).",
                          str_from_i64(cx->mem, schema), str_from_i64(cx->mem, migrations[n_migrations - 1].number)));
    return OK;
}

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *r = arg;
    struct backup_org_count count;
    str rest = r->text;
    int64_t n = 0;
    TRY(backup_org_count(db, &count));
    if (count.n_org)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("restore.not_empty"), .field = S("db"),
                    .message = tr(cx, "The database has organisations already."),
                    .hint = tr(cx, "Restore into a new database."));
    for (int line = 1; rest.n; line++) {
        size_t mark = arena_mark(cx->mem);
        struct str_cut c = str_cut(rest, '\n');
        struct json *o;
        struct json_error e;
        rest = c.tail;
        if (str_trim(c.head).n == 0)
            continue;
        if (!json_parse(cx->mem, c.head, &o, &e))
            return refuse(cx, line, "restore.json", tr(cx, e.message));
        TRY(line == 1 ? check_head(cx, o) : insert_row(cx, db, o, line));
        n += line > 1;
        arena_reset(cx->mem, mark);
    }
    r->n_row = n;
    return OK;
}

result backup_read_rows(struct cx *cx, struct store *s, str text, int64_t *n_row)
{
    struct reading r = { .text = text };
    TRY(store_write(s, cx, NULL, 0, read_work, &r));
    *n_row = r.n_row;
    return OK;
}
