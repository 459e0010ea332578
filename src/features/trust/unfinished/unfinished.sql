-- Entries not sent yet. Every query binds the owner: nobody sees another's.

-- name: unfinished_rows :many
-- wall: none, because it binds the user who asks.
SELECT id, request_key, path, changed_at FROM unfinished
 WHERE user_id = :user_id AND (:path = '' OR path = :path)
 ORDER BY changed_at DESC, id DESC;

-- name: unfinished_get :opt
-- wall: none, because it binds the user who asks.
SELECT id, request_key, path, sealed_bytes, changed_at FROM unfinished WHERE id = :id AND user_id = :user_id;

-- name: unfinished_by_key :opt
-- wall: none, because it binds the user who asks.
SELECT id FROM unfinished WHERE user_id = :user_id AND request_key = :request_key;

-- name: unfinished_insert :exec
INSERT INTO unfinished (id, user_id, request_key, path, sealed_bytes, created_at, changed_at)
VALUES (:id, :user_id, :request_key, :path, :sealed_bytes, :now_at, :now_at);

-- name: unfinished_set :exec
UPDATE unfinished SET path = :path, sealed_bytes = :sealed_bytes, changed_at = :now_at
 WHERE id = :id AND user_id = :user_id;

-- name: unfinished_drop :exec
DELETE FROM unfinished WHERE id = :id AND user_id = :user_id;

-- name: unfinished_forget :exec
-- wall: none, because the job removes what is old wherever it is.
DELETE FROM unfinished WHERE changed_at < :before_at;

-- name: inv_unfinished_key :many
-- Every kept entry says which form it belongs to.
-- wall: none, because doctor looks at everything.
SELECT id FROM unfinished WHERE request_key = '' OR path = '' ORDER BY id;

-- name: unfinished_below :many
-- wall: none, because the addresses that begin so are the organisation's own.
SELECT id, path, sealed_bytes, changed_at FROM unfinished
 WHERE substr(path, 1, length(:prefix)) = :prefix ORDER BY id;

-- name: unfinished_erase :exec
-- wall: none, because a person who asks for it is erased from everybody's entries.
DELETE FROM unfinished WHERE id = :id;
