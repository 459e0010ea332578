-- What a user keeps of lists: the columns chosen (name '') and filters saved under a name.

-- name: list_kept_rows :many
SELECT name, query_text FROM list_kept WHERE user_id = :user_id AND list = :list ORDER BY name;

-- name: list_kept_put :exec
INSERT INTO list_kept (user_id, list, name, query_text) VALUES (:user_id, :list, :name, :query_text)
ON CONFLICT (user_id, list, name) DO UPDATE SET query_text = excluded.query_text;

-- name: list_kept_drop :exec
DELETE FROM list_kept WHERE user_id = :user_id AND list = :list AND name = :name;

-- name: list_kept_count :one
SELECT count(*) AS n_row FROM list_kept WHERE user_id = :user_id AND list = :list AND name <> :name;
