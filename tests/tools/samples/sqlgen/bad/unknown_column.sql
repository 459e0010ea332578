-- expect: bad/unknown_column.sql:4: error: m_bad: no such column: m.nick
-- name: m_bad :one
SELECT m.id,
       m.nick
  FROM member m WHERE m.org_id = :org_id;
