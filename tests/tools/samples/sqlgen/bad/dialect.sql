-- expect: bad/dialect.sql:13: error: m_star: *: name the columns
-- expect: bad/dialect.sql:15: error: m_like: like() may not be used here
-- expect: bad/dialect.sql:17: error: m_date: date() may not be used here
-- expect: bad/dialect.sql:19: error: m_chance: random() may not be used here
-- expect: bad/dialect.sql:21: error: m_quote: "Lan": names need no quotes
-- expect: bad/dialect.sql:23: error: m_product: *: products of money
-- expect: bad/dialect.sql:25: error: m_fraction: 0.5: no fractions
-- expect: bad/dialect.sql:27: error: m_ifnull: ifnull() may not be used here
-- expect: bad/dialect.sql:29: error: m_replace: INSERT: write INSERT … ON CONFLICT
-- expect: bad/dialect.sql:31: error: m_is: IS: compares only with NULL
-- expect: bad/dialect.sql:33: error: m_two: ;: one statement a name
-- name: m_star :one
SELECT * FROM member WHERE org_id = :org_id;
-- name: m_like :one
SELECT name FROM member WHERE org_id = :org_id AND name LIKE 'a%';
-- name: m_date :one
SELECT name FROM member WHERE org_id = :org_id AND date('now') > 0;
-- name: m_chance :one
SELECT name FROM member WHERE org_id = :org_id AND random() > 0;
-- name: m_quote :one
SELECT name FROM member WHERE org_id = :org_id AND name = "Lan";
-- name: m_product :one
SELECT sum(share_vnd * 2) AS twice_vnd FROM member WHERE org_id = :org_id;
-- name: m_fraction :one
SELECT name FROM member WHERE org_id = :org_id AND id > 0.5;
-- name: m_ifnull :one
SELECT ifnull(name, '') AS name FROM member WHERE org_id = :org_id;
-- name: m_replace :exec
INSERT OR REPLACE INTO word (code, value) VALUES (:code, :value);
-- name: m_is :one
SELECT name FROM member WHERE org_id = :org_id AND name IS 'a';
-- name: m_two :exec
DELETE FROM word WHERE code = :code; DELETE FROM member;
