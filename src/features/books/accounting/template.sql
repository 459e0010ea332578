-- Templates of journal vouchers.

-- name: template_insert :exec
INSERT INTO journal_template (org_id, id, name, memo, lines_json, is_monthly, due_on, due_day, made_by_id, made_at)
VALUES (:org_id, :id, :name, :memo, :lines_json, :is_monthly, :due_on, :due_day, :made_by_id, :made_at);

-- name: template_rows :many
SELECT id, name, memo, is_monthly, due_on FROM journal_template WHERE org_id = :org_id
 ORDER BY due_on, name, id;

-- name: template_get :opt
SELECT name, memo, lines_json, is_monthly, due_on, due_day FROM journal_template WHERE org_id = :org_id AND id = :id;

-- name: template_named :opt
SELECT id FROM journal_template WHERE org_id = :org_id AND name = :name ORDER BY id LIMIT 1;

-- name: template_put_due :exec
UPDATE journal_template SET due_on = :due_on WHERE org_id = :org_id AND id = :id;

-- name: template_delete :exec
DELETE FROM journal_template WHERE org_id = :org_id AND id = :id;

-- name: template_count_due :one
SELECT count(*) AS n_due FROM journal_template WHERE org_id = :org_id AND due_on <= :due_on;

-- name: template_words :many
SELECT id, name, memo, lines_json FROM journal_template WHERE org_id = :org_id ORDER BY id;

-- name: template_put_words :exec
UPDATE journal_template SET name = :name, memo = :memo, lines_json = :lines_json WHERE org_id = :org_id AND id = :id;
