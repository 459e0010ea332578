/* Migrations: one number series over all rooms, each in a transaction of its own, each remembered with the digest of
   its file. Expand only: a newer schema is refused by an older binary. And the per-organisation lock and id counter. */
#include "db/db_private.h"

#include "db.sql.h"

#include <assert.h>

/* ---- what stands in the store ---- */

static const struct migration *migration_find(int64_t number)
{
    for (int i = 0; i < n_migrations; i++)
        if (migrations[i].number == number)
            return &migrations[i];
    return NULL;
}

static result newest(struct db *db, int64_t *number)
{
    struct db_has_schema has;
    struct db_newest_migration top = { 0 };
    *number = -1;
    TRY(db_has_schema(db, &has));
    if (has.n)
        TRY(db_newest_migration(db, &top));
    *number = has.n ? top.number : -1;
    return OK;
}

static result refuse_newer(struct cx *cx, struct db *db, void *arg)
{
    int64_t number;
    (void)arg;
    TRY(newest(db, &number));
    if (number <= migrations[n_migrations - 1].number)
        return OK;
    return fail(cx, .kind = ERR_ENV, .code = S("schema.newer"),
                .message =
                    TRF(cx, "The database is newer than this program (schema {1}, known {2}).",
                        str_from_i64(cx->mem, number), str_from_i64(cx->mem, migrations[n_migrations - 1].number)),
                .hint = tr(cx, "Install the newer version of the program and start it again."));
}

result schema_not_newer(struct cx *cx, struct store *s) { return store_read(s, cx, DB_SCOPE_ALL, refuse_newer, NULL); }

/* ---- migrating ---- */

static result check_recorded(struct cx *cx, void *arg, const struct db_migrated *row)
{
    const struct migration *m = migration_find(row->number);
    int *recorded = arg;
    (*recorded)++;
    if (m && str_eq(row->file_hash, (str){ (const char *)m->sha256, 32 }))
        return OK;
    return fail(
        cx, .kind = ERR_ENV, .code = S("schema.changed"),
        .message = TRF(cx, "Migration {1} in the database differs from the one in this program.", row->name),
        .hint = tr(cx, "A released migration never changes. Use the program that made this database, or a newer one."));
}

static result apply(struct cx *cx, struct db *db, const struct migration *m)
{
    const struct backend *b = db->conn->backend;
    struct db_note_migration_args note = { .number = m->number,
                                           .name = str_of(m->name),
                                           .file_hash = { (const char *)m->sha256, 32 },
                                           .migrated_at = cx->now_at };
    TRY(db_exec(db, b->kind == STORE_SQLITE ? m->sqlite : m->postgres));
    TRY(db_note_migration(db, note));
    if (m == &migrations[n_migrations - 1] && b->after_migrate)
        return b->after_migrate(cx, db->conn);
    return OK;
}

/* One migration; *arg says whether one was due. */
static result migrate_step(struct cx *cx, struct db *db, void *arg)
{
    bool *due = arg;
    struct db_lock_migration lock;
    struct db_has_schema has;
    int recorded = 0;
    *due = false;
    TRY(db_lock_migration(db, &lock));
    TRY(db_has_schema(db, &has));
    if (has.n)
        TRY(db_migrated(db, check_recorded, &recorded));
    if (recorded == n_migrations)
        return OK;
    *due = true;
    return apply(cx, db, &migrations[recorded]);
}

result store_migrate(struct cx *cx, struct store *s)
{
    assert(n_migrations > 0 && migrations[0].number == 0);
    for (bool due = true; due;)
        TRY(store_write(s, cx, NULL, 0, migrate_step, &due));
    return OK;
}

static result refuse_older(struct cx *cx, struct db *db, void *arg)
{
    int64_t number;
    (void)arg;
    TRY(newest(db, &number));
    if (number == migrations[n_migrations - 1].number)
        return OK;
    return fail(cx, .kind = ERR_ENV, .code = S("schema.older"),
                .message = tr(cx, "The database is older than this program."),
                .hint = tr(cx, "Bring it up to date with: hoptac init --db PATH"));
}

result store_check_schema(struct cx *cx, struct store *s)
{
    return store_read(s, cx, DB_SCOPE_ALL, refuse_older, NULL);
}

/* ---- organisations ---- */

result db_lock_one(struct db *db, int64_t org_id, str ticket)
{
    struct db_lock_org row;
    bool found = false;
    TRY(db_lock_org(db, (struct db_lock_org_args){ .org_id = org_id, .ticket_text = ticket }, &row, &found));
    if (found || org_id == 0)
        return OK;
    return fail(db->cx, .kind = ERR_NOT_FOUND, .code = S("org.unknown"),
                .message = tr(db->cx, "This organisation does not exist."));
}

int64_t db_next_id(struct db *db, int64_t org_id)
{
    struct db_take_id row;
    if (db->reserved.org_id == org_id && db->reserved.next < db->reserved.end)
        return db->reserved.next++;
    return db_take_id(db, (struct db_take_id_args){ .org_id = org_id, .n_id = 1 }, &row).ok ? row.id : -1;
}

result db_reserve_ids(struct db *db, int64_t org_id, int n)
{
    struct db_take_id row;
    TRY(db_take_id(db, (struct db_take_id_args){ .org_id = org_id, .n_id = n }, &row));
    if (db->reserved.org_id != org_id || db->reserved.end != row.id - n + 1) /* else they go on where the others end */
        db->reserved.next = row.id - n + 1;
    db->reserved.org_id = org_id;
    db->reserved.end = row.id + 1;
    return OK;
}
