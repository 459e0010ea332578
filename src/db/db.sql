-- name: db_has_schema :one
-- only: sqlite
SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version';

-- name: db_has_schema :one
-- only: postgres
SELECT count(*) AS n FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_version');

-- name: db_migrated :each
SELECT number, name, file_hash FROM schema_version ORDER BY number;

-- name: db_newest_migration :one
SELECT coalesce(max(number), -1) AS number FROM schema_version;

-- name: db_note_migration :exec
INSERT INTO schema_version (number, name, file_hash, migrated_at) VALUES (:number, :name, :file_hash, :migrated_at);

-- name: db_lock_migration :one
-- Two programs must not migrate at once. On SQLite the write transaction is the lock.
-- only: sqlite
SELECT 1 AS n;

-- name: db_lock_migration :one
-- only: postgres
SELECT 1 AS n FROM (SELECT pg_advisory_xact_lock(20140711)) AS l;

-- name: db_lock_org :opt
-- On SQLite the single writer is the lock; the row must exist all the same.
-- only: sqlite
SELECT org_id FROM org_lock WHERE org_id = :org_id AND :ticket_text = :ticket_text;

-- name: db_lock_org :opt
-- Locking an organisation also narrows the row-level wall of this transaction to what it locks (postgres_wall.c).
-- only: postgres
SELECT org_id FROM org_lock
 WHERE org_id = :org_id AND set_config('hoptac.wall', :ticket_text, true) = :ticket_text
   FOR UPDATE;

-- name: db_take_id :one
INSERT INTO counter (org_id, name, last_value) VALUES (:org_id, 'id', :n_id)
ON CONFLICT (org_id, name) DO UPDATE SET last_value = counter.last_value + :n_id
RETURNING last_value AS id;
