-- What doctor walks over.

-- name: doctor_vouchers :many
-- wall: none, because doctor verifies every organisation's log.
SELECT org_id, id FROM voucher
 WHERE (org_id = :after_org_id AND id > :after_id) OR org_id > :after_org_id
 ORDER BY org_id, id
 LIMIT :n_limit;

-- name: doctor_orgs :many
-- wall: none, because doctor rebuilds every organisation's sums. The last row is 0.
SELECT org_id FROM org_lock
UNION ALL SELECT 0 AS org_id
 ORDER BY org_id DESC;

-- name: doctor_jobs :many
SELECT name, trouble FROM job WHERE is_ok = 0 ORDER BY name;
