-- Jobs and their turns.

-- name: job_note :exec
INSERT INTO job (name, due_at) VALUES (:name, :due_at) ON CONFLICT (name) DO NOTHING;

-- name: job_take :exec changed
UPDATE job SET lease_until_at = :lease_until_at, started_at = :now_at
 WHERE name = :name AND lease_until_at <= :now_at AND (due_at <= :now_at OR :is_forced = 1);

-- name: job_settle :exec
UPDATE job SET due_at = :due_at, lease_until_at = 0, ended_at = :ended_at, is_ok = :is_ok, trouble = :trouble
 WHERE name = :name;

-- name: job_all :many
SELECT name, due_at, lease_until_at, started_at, ended_at, is_ok, trouble FROM job ORDER BY name;
