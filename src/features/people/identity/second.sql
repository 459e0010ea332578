-- Two-step log-in. Users are the installation's, and so is what they prove themselves with.

-- name: second_get :opt
-- wall: none, because users are the installation's.
SELECT f.sealed_bytes, f.last_step, u.second_on_at,
       (SELECT count(*) FROM recovery_code r WHERE r.user_id = f.user_id AND r.used_at = 0) AS n_left
  FROM second_factor f
  JOIN app_user u ON u.id = f.user_id
 WHERE f.user_id = :user_id;

-- name: second_put :exec
INSERT INTO second_factor (user_id, sealed_bytes, made_at) VALUES (:user_id, :sealed_bytes, :made_at)
    ON CONFLICT (user_id) DO UPDATE SET sealed_bytes = excluded.sealed_bytes, made_at = excluded.made_at,
                                        last_step = 0;

-- name: second_use :exec changed
-- A code serves once: whoever comes second with it changes nothing.
UPDATE second_factor SET last_step = :step_no
 WHERE user_id = :user_id AND last_step < :step_no;

-- name: second_on_put :exec
-- wall: none, because users are the installation's.
UPDATE app_user SET second_on_at = :second_on_at WHERE id = :id;

-- name: second_delete :exec
DELETE FROM second_factor WHERE user_id = :user_id;

-- name: recovery_insert :exec
INSERT INTO recovery_code (user_id, code_hash, made_at) VALUES (:user_id, :code_hash, :made_at);

-- name: recovery_use :exec changed
UPDATE recovery_code SET used_at = :used_at WHERE user_id = :user_id AND code_hash = :code_hash AND used_at = 0;

-- name: recovery_delete :exec
DELETE FROM recovery_code WHERE user_id = :user_id;

-- name: half_insert :exec
INSERT INTO half_login (token_hash, user_id, expires_at) VALUES (:token_hash, :user_id, :expires_at);

-- name: half_get :opt
-- wall: none, because nobody is logged in yet.
SELECT h.user_id, h.n_try, u.org_id, u.is_active
  FROM half_login h
  JOIN app_user u ON u.id = h.user_id
 WHERE h.token_hash = :token_hash AND h.expires_at >= :now_at;

-- name: half_count :exec
UPDATE half_login SET n_try = n_try + 1 WHERE token_hash = :token_hash;

-- name: half_delete :exec
DELETE FROM half_login WHERE token_hash = :token_hash;

-- name: half_drop :exec
DELETE FROM half_login WHERE user_id = :user_id;

-- name: half_forget :exec
DELETE FROM half_login WHERE expires_at < :now_at;
