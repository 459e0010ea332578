-- Users, roles, sessions, grants.

-- name: user_insert :exec
INSERT INTO app_user (org_id, id, login, full_name, name_fold, name_sort, password_hash_text, lang, is_demo, created_at,
                      first_password_at)
VALUES (:org_id, :id, :login, :full_name, :name_fold, :name_sort, :password_hash_text, :lang, :is_demo, :created_at,
        :first_password_at);

-- name: user_get_by_login :opt
-- wall: none, because a name at the log-in page belongs to no organisation yet.
SELECT u.id, u.org_id, u.login, u.full_name, u.password_hash_text, u.lang, u.is_active, u.is_demo, u.first_password_at,
       u.second_on_at
  FROM app_user u WHERE u.login = :login;

-- name: user_get :opt
-- wall: none, because users are the installation's.
SELECT u.id, u.org_id, u.login, u.full_name, u.lang, u.is_active, u.is_demo, u.first_password_at, u.second_on_at
  FROM app_user u WHERE u.id = :id;

-- name: user_password_put :exec
-- wall: none, because users are the installation's.
UPDATE app_user SET password_hash_text = :password_hash_text, first_password_at = :first_password_at WHERE id = :id;

-- name: user_lang_put :exec
-- wall: none, because users are the installation's.
UPDATE app_user SET lang = :lang WHERE id = :id;

-- name: user_active_put :exec
-- wall: none, because users are the installation's.
UPDATE app_user SET is_active = :is_active WHERE id = :id;

-- name: user_other_roles :one
-- Roles beyond that of a member, ended ones too.
-- wall: none, because users are the installation's.
SELECT count(*) AS n_role FROM user_role r WHERE r.user_id = :user_id AND r.role <> 'member';

-- name: user_put_gone :exec
-- wall: none, because users are the installation's.
UPDATE app_user SET full_name = :full_name, name_fold = '', name_sort = '', login = :login, password_hash_text = '',
       second_on_at = 0, is_active = 0
 WHERE id = :id;

-- name: session_drop :exec
DELETE FROM session WHERE user_id = :user_id;

-- name: login_drop :exec
DELETE FROM login_attempt WHERE user_id = :user_id;

-- name: user_total :one
-- wall: none, because users are the installation's.
SELECT count(*) AS n_user FROM app_user;

-- name: user_rows :many
-- wall: none, because users are the installation's.
SELECT u.id, u.org_id, u.login, u.full_name, u.lang, u.is_active, u.is_demo, coalesce(o.name, '') AS org_name,
       coalesce(o.code, '') AS org_code
  FROM app_user u
  LEFT JOIN v_organisation o ON o.org_id = u.org_id
 ORDER BY u.login;

-- name: user_without_words :many
-- wall: none, because users are the installation's.
SELECT u.id, u.full_name FROM app_user u WHERE u.name_sort = '' ORDER BY u.id LIMIT 1000;

-- name: user_words_put :exec
-- wall: none, because users are the installation's.
UPDATE app_user SET name_fold = :name_fold, name_sort = :name_sort WHERE id = :id;

-- name: user_page :each
-- wall: none, because users are the installation's.
-- sort: by_login = u.login, u.id; by_name = u.name_sort, u.id; by_made = u.created_at, u.id
SELECT u.id, u.login, u.full_name, u.name_sort, u.created_at, u.is_active, u.first_password_at, u.second_on_at,
       coalesce(o.code, '') AS org_code, coalesce(o.name, '') AS org_name,
       coalesce((SELECT r.role FROM user_role r
                  WHERE r.user_id = u.id AND r.valid_from_on <= :on_on AND r.valid_to_on >= :on_on
                  ORDER BY r.role, r.org_id LIMIT 1), '') AS role,
       (SELECT count(*) FROM user_role r
         WHERE r.user_id = u.id AND r.valid_from_on <= :on_on AND r.valid_to_on >= :on_on) AS n_role
  FROM app_user u
  LEFT JOIN v_organisation o ON o.org_id = u.org_id
 WHERE (:name_fold = '' OR instr(u.name_fold, :name_fold) > 0 OR instr(u.login, :name_fold) > 0)
   AND (:role = '' OR EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = u.id AND r.role = :role
                                 AND r.valid_from_on <= :on_on AND r.valid_to_on >= :on_on))
   AND (:state_code = '' OR (:state_code = 'active' AND u.is_active = 1) OR (:state_code = 'locked' AND u.is_active = 0)
        OR (:state_code = 'first' AND u.first_password_at <> 0) OR (:state_code = 'one' AND u.second_on_at = 0))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: role_org_kind :opt
-- wall: none, because the administrator gives roles everywhere.
SELECT o.kind FROM v_organisation o WHERE o.org_id = :org_id;

-- name: role_put :exec
INSERT INTO user_role (org_id, user_id, role, valid_from_on) VALUES (:org_id, :user_id, :role, :valid_from_on)
    ON CONFLICT (org_id, user_id, role, valid_from_on) DO UPDATE SET valid_to_on = 99991231;

-- name: role_end :exec
UPDATE user_role SET valid_to_on = :end_on
 WHERE org_id = :org_id AND user_id = :user_id AND role = :role AND valid_to_on > :end_on;

-- name: role_of_user :many
-- wall: none, because a user's roles say which organisations there are.
SELECT r.org_id, r.role, coalesce(o.code, '') AS code, coalesce(o.name, '') AS name, coalesce(o.kind, '') AS kind
  FROM user_role r
  LEFT JOIN v_organisation o ON o.org_id = r.org_id
 WHERE r.user_id = :user_id AND r.valid_from_on <= :on_on AND r.valid_to_on >= :on_on
 ORDER BY r.org_id, r.role;

-- name: role_all :many
-- wall: none, because the administrator's list of users shows their roles.
SELECT r.user_id, r.org_id, r.role FROM user_role r
 WHERE r.valid_from_on <= :on_on AND r.valid_to_on >= :on_on
 ORDER BY r.user_id, r.org_id, r.role;

-- name: session_insert :exec
INSERT INTO session (id, token_hash, user_id, chosen_org_id, created_at, seen_at, expires_at, peer)
VALUES (:id, :token_hash, :user_id, :chosen_org_id, :created_at, :seen_at, :expires_at, :peer);

-- name: session_by_token :opt
-- wall: none, because the session says who asks.
SELECT s.id, s.user_id, s.chosen_org_id, s.delegation_id, s.seen_at, s.expires_at, s.is_revoked, u.full_name, u.lang,
       u.is_active, u.first_password_at, u.second_on_at, coalesce(o.code, '') AS code, coalesce(o.name, '') AS name,
       coalesce(o.kind, '') AS kind,
       coalesce((SELECT t.setting FROM org_setting t WHERE t.org_id = s.chosen_org_id AND t.name = 'second_factor'), '')
       AS second_rule
  FROM session s
  JOIN app_user u ON u.id = s.user_id
  LEFT JOIN v_organisation o ON o.org_id = s.chosen_org_id
 WHERE s.token_hash = :token_hash;

-- name: session_touch :exec
UPDATE session SET seen_at = :seen_at WHERE id = :id;

-- name: session_put_org :exec
UPDATE session SET chosen_org_id = :chosen_org_id, delegation_id = :delegation_id WHERE id = :id;

-- name: session_off :exec changed
UPDATE session SET is_revoked = 1 WHERE id = :id AND user_id = :user_id;

-- name: session_off_others :exec
-- All of a user but one; 0 = all.
UPDATE session SET is_revoked = 1 WHERE user_id = :user_id AND id <> :id AND is_revoked = 0;

-- name: session_off_token :exec
UPDATE session SET is_revoked = 1 WHERE token_hash = :token_hash;

-- name: session_forget :exec
-- Those that nobody can use any more.
DELETE FROM session WHERE is_revoked = 1 OR expires_at < :now_at OR seen_at < :idle_since_at;

-- name: login_forget :exec
DELETE FROM login_attempt WHERE at < :before_at;

-- name: session_rows :many
SELECT id, created_at, seen_at, peer FROM session
 WHERE user_id = :user_id AND is_revoked = 0 AND expires_at > :after_at
 ORDER BY seen_at DESC, id DESC;

-- name: login_insert :exec
INSERT INTO login_attempt (id, at, user_id, peer, is_ok) VALUES (:id, :at, :user_id, :peer, :is_ok);

-- name: login_failures :one
SELECT count(*) AS n_failure FROM login_attempt WHERE user_id = :user_id AND is_ok = 0 AND at > :after_at;

-- name: login_rows :many
SELECT at, peer, is_ok FROM login_attempt WHERE user_id = :user_id ORDER BY at DESC, id DESC LIMIT 50;

-- name: grant_insert :exec
INSERT INTO access_grant (org_id, id, grantee_org_id, basis, purpose, decision_number, books_from_on, books_to_on,
                          valid_from_on, valid_to_on, given_by_id, given_at)
VALUES (:org_id, :id, :grantee_org_id, :basis, :purpose, :decision_number, :books_from_on, :books_to_on,
        :valid_from_on, :valid_to_on, :given_by_id, :given_at);

-- name: grant_withdraw_put :exec changed
UPDATE access_grant SET withdrawn_at = :withdrawn_at WHERE org_id = :org_id AND id = :id AND withdrawn_at = 0;

-- name: grant_rows :many
SELECT g.id, g.grantee_org_id, g.basis, g.purpose, g.decision_number, g.books_from_on, g.books_to_on, g.valid_from_on,
       g.valid_to_on, g.withdrawn_at, coalesce(o.name, '') AS grantee_name,
       (SELECT count(*) FROM audit a WHERE a.org_id = g.org_id AND a.grant_id = g.id AND a.grant_id <> 0) AS n_use,
       coalesce((SELECT max(a.at) FROM audit a WHERE a.org_id = g.org_id AND a.grant_id = g.id AND a.grant_id <> 0), 0)
       AS last_use_at
  FROM access_grant g
  LEFT JOIN v_organisation o ON o.org_id = g.grantee_org_id
 WHERE g.org_id = :org_id AND (:id = 0 OR g.id = :id)
 ORDER BY g.id;

-- name: grant_live_rows :many
-- The longest reaching first.
SELECT g.id, g.books_from_on, g.books_to_on FROM access_grant g
 WHERE g.org_id = :org_id AND g.grantee_org_id = :grantee_org_id AND g.withdrawn_at = 0
   AND g.valid_from_on <= :on_on AND g.valid_to_on >= :on_on
 ORDER BY g.books_to_on DESC, g.books_from_on, g.id DESC
 LIMIT 20;

-- name: grant_opening_list :each
-- Who opened what by a grant: the person, in whose name, for which organisation.
-- sort: by_at = a.at, a.id; by_who = coalesce(u.name_sort, '') AS who_sort, a.at, a.id; by_page = a.detail, a.at, a.id
SELECT a.id, a.at, a.grant_id, a.action, a.detail, coalesce(u.full_name, '') AS who,
       coalesce(u.name_sort, '') AS who_sort, coalesce(f.full_name, '') AS behalf,
       coalesce(g.grantee_org_id, 0) AS grantee_org_id, coalesce(o.name, '') AS who_org
  FROM audit a
  LEFT JOIN access_grant g ON g.org_id = a.org_id AND g.id = a.grant_id
  LEFT JOIN v_organisation o ON o.org_id = g.grantee_org_id
  LEFT JOIN app_user u ON u.id = a.user_id
  LEFT JOIN app_user f ON f.id = a.for_user_id AND a.for_user_id <> 0
 WHERE a.org_id = :org_id AND a.grant_id <> 0 AND a.at >= :from_at AND a.at < :to_at
   AND (:grantee_org_id = 0 OR g.grantee_org_id = :grantee_org_id)
   AND (:name_fold = '' OR instr(u.name_fold, :name_fold) > 0 OR instr(f.name_fold, :name_fold) > 0
        OR instr(o.name_fold, :name_fold) > 0 OR instr(a.detail, :detail) > 0)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: wall_org :opt
-- wall: none, because it is the wall.
SELECT o.org_id, o.code, o.name, o.is_demo,
       CASE WHEN EXISTS (SELECT 1 FROM scope_org s WHERE s.scope_id = :scope_id AND s.org_id = o.org_id)
            THEN 1 ELSE 0 END AS is_in_scope
  FROM v_organisation o WHERE o.code = :code;

-- name: secret_one :opt
SELECT secret_bytes FROM secret WHERE name = :name;

-- name: secret_insert :exec
INSERT INTO secret (name, secret_bytes) VALUES (:name, :secret_bytes) ON CONFLICT (name) DO NOTHING;

-- name: inv_user_role :many
-- Every role belongs to a user and an organisation.
-- wall: none, because doctor looks at every organisation.
SELECT r.org_id, r.user_id, r.role FROM user_role r
 WHERE NOT EXISTS (SELECT 1 FROM app_user u WHERE u.id = r.user_id)
    OR NOT EXISTS (SELECT 1 FROM v_organisation o WHERE o.org_id = r.org_id)
 ORDER BY r.org_id, r.user_id, r.role;

-- name: inv_grant_use :many
-- Nobody used a grant outside its days.
-- wall: none, because doctor looks at every organisation.
SELECT a.org_id, a.id, a.grant_id FROM audit a
 WHERE a.grant_id <> 0
   AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.org_id = a.org_id AND g.id = a.grant_id
                      AND (g.withdrawn_at = 0 OR g.withdrawn_at >= a.at))
 ORDER BY a.org_id, a.id;

-- name: user_hash_get :opt
-- wall: none, because users are the installation's.
SELECT u.password_hash_text FROM app_user u WHERE u.id = :id;
