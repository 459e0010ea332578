-- expect: bad/variant.sql:5: error: v_alone: only: postgres needs a twin
-- expect: bad/variant.sql:13: error: v_param: :more: only in the PostgreSQL text
-- expect: bad/variant.sql:17: error: v_less: parameter :code is not in the PostgreSQL text
-- expect: bad/variant.sql:25: error: v_clock: now: may not be used here
-- name: v_alone :one
-- only: postgres
SELECT code FROM word;
-- name: v_param :one
-- only: sqlite
SELECT code FROM word WHERE code = :code;
-- name: v_param :one
-- only: postgres
SELECT code FROM word WHERE code = :code AND value = :more;
-- name: v_less :one
-- only: sqlite
SELECT code FROM word WHERE code = :code;
-- name: v_less :one
-- only: postgres
SELECT code FROM word;
-- name: v_clock :one
-- only: sqlite
SELECT code FROM word WHERE code = :code;
-- name: v_clock :one
-- only: postgres
SELECT code FROM word WHERE code = :code AND now() > 0;
