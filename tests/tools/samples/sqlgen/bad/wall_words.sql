-- expect: bad/wall_words.sql:2: error: m_bad: wall: say  -- wall: none, because
-- name: m_bad :one
-- wall: none
SELECT name FROM member WHERE org_id = :org_id;
