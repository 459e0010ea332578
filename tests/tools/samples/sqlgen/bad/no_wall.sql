-- expect: bad/no_wall.sql:5: error: m_bad: no wall: member has org_id
-- expect: bad/no_wall.sql:7: error: m_worse: no wall: member has org_id
-- expect: bad/no_wall.sql:9: error: m_count: no wall: member has org_id
-- expect: bad/no_wall.sql:11: error: m_view: no wall: member has org_id
-- name: m_bad :one
SELECT name FROM member WHERE id = :id;
-- name: m_worse :exec
UPDATE member SET name = :name WHERE id = :id;
-- name: m_count :one
SELECT count(*) AS n FROM member;
-- name: m_view :one
SELECT n_member FROM v_share;
