-- expect: bad/syntax.sql:3: error: m_bad: near "member": syntax error
-- name: m_bad :one
SELECT id FORM member;
