-- expect: bad/append_only.sql:5: error: f_amend: fact is append-only
-- expect: bad/append_only.sql:7: error: f_drop: fact is append-only
-- expect: bad/append_only.sql:9: error: f_upsert: fact is append-only
-- name: f_amend :exec
UPDATE fact SET dr_vnd = :dr_vnd WHERE org_id = :org_id;
-- name: f_drop :exec
DELETE FROM fact WHERE org_id = :org_id;
-- name: f_upsert :exec
INSERT INTO fact (org_id, id, dr_vnd) VALUES (:org_id, :id, :dr_vnd) ON CONFLICT DO UPDATE SET dr_vnd = :dr_vnd;
