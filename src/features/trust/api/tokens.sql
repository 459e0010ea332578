-- name: api_token_insert :exec
INSERT INTO api_token (org_id, id, user_id, name, token_hash, scopes, request_id, made_at, valid_to_on)
VALUES (:org_id, :id, :user_id, :name, :token_hash, :scopes, :request_id, :made_at, :valid_to_on);

-- name: api_token_by_hash :opt
-- wall: none, because the token itself says whose it is.
SELECT org_id, id, user_id, scopes, valid_to_on, revoked_at, used_at
  FROM api_token
 WHERE token_hash = :token_hash;

-- name: api_token_by_request :opt
SELECT id FROM api_token WHERE org_id = :org_id AND request_id = :request_id;

-- name: api_token_all :many
SELECT t.id, t.user_id, coalesce(u.login, '') AS login, t.name, t.scopes, t.made_at, t.valid_to_on, t.revoked_at,
       t.used_at
  FROM api_token t
  LEFT JOIN v_user u ON u.id = t.user_id
 WHERE t.org_id = :org_id AND (:user_id = 0 OR t.user_id = :user_id) AND (:id = 0 OR t.id = :id)
 ORDER BY t.made_at, t.id;

-- name: api_token_revoke :exec changed
UPDATE api_token SET revoked_at = :revoked_at
 WHERE org_id = :org_id AND id = :id AND revoked_at = 0 AND (:user_id = 0 OR user_id = :user_id);

-- name: api_token_touch :exec
UPDATE api_token SET used_at = :used_at WHERE org_id = :org_id AND id = :id;

-- A token belongs to somebody.
-- name: inv_api_token_user :many
-- wall: none, because an invariant looks at everything.
SELECT t.org_id, t.id AS token_id FROM api_token t
 WHERE NOT EXISTS (SELECT 1 FROM v_user u WHERE u.id = t.user_id)
 ORDER BY t.org_id, t.id;
