-- Copies.

-- name: backup_org_count :one
-- wall: none, because a restore asks whether the store is empty.
SELECT count(*) AS n_org FROM org_lock;
