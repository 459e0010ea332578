-- name: member_list :many
-- LIKE and date() in a comment
SELECT m.id, m.name, count(*) AS n, sum(m.share_vnd) AS share_vnd, m.a * m.b AS area
FROM member m WHERE m.org_id = :org_id AND m.name <> 'LIKE date(x) * y_vnd' ORDER BY m.date, m.id;
