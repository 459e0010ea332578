-- expect: bad/shape.sql:30: error: s_order: many rows have an order
-- expect: bad/shape.sql:11: error: s_rows: :exec gives no rows
-- expect: bad/shape.sql:13: error: s_none: the statement gives no columns
-- expect: bad/shape.sql:15: error: s_alias: column count(*) needs a name
-- expect: bad/shape.sql:17: error: s_twice: two columns are named id
-- expect: bad/shape.sql:19: error: s_type: parameter thing: no type follows from the name
-- expect: bad/shape.sql:21: error: s_column: column thing: no type follows from the name
-- expect: bad/shape.sql:23: error: s_word: int cannot be a name in C
-- expect: bad/shape.sql:25: error: s_row: row: s_other must stand above
-- expect: bad/shape.sql:28: error: s_none: the name is taken at bad/shape.sql:13
-- name: s_rows :exec
DELETE FROM word WHERE code = :code RETURNING code;
-- name: s_none :one
DELETE FROM word WHERE code = :code;
-- name: s_alias :one
SELECT count(*) FROM word;
-- name: s_twice :one
SELECT a.id, b.id FROM member a, member b WHERE a.org_id = :org_id;
-- name: s_type :one
SELECT code FROM word WHERE :thing + 0 > 1;
-- name: s_column :one
SELECT 1 + 1 AS thing FROM word;
-- name: s_word :one
SELECT id AS int FROM member WHERE org_id = :org_id;
-- name: s_row :one
-- row: s_other
SELECT code FROM word;
-- name: s_none :exec
DELETE FROM word WHERE code = :code;
-- name: s_order :many
SELECT code FROM word WHERE code IN (SELECT w.code FROM word w ORDER BY w.code);
