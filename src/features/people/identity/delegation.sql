-- Delegations.

-- name: delegation_insert :exec
INSERT INTO delegation (org_id, id, from_user_id, to_user_id, caps, reason, valid_from_on, valid_to_on, given_at)
VALUES (:org_id, :id, :from_user_id, :to_user_id, :caps, :reason, :valid_from_on, :valid_to_on, :given_at);

-- name: delegation_end :exec changed
UPDATE delegation SET withdrawn_at = :withdrawn_at, withdrawn_by_id = :withdrawn_by_id
 WHERE org_id = :org_id AND id = :id AND withdrawn_at = 0 AND (:from_user_id = 0 OR from_user_id = :from_user_id);

-- name: delegation_rows :many
-- Of an organisation: all, or those that one gave or got.
SELECT d.org_id, d.id, d.from_user_id, d.to_user_id, d.caps, d.reason, d.valid_from_on, d.valid_to_on, d.withdrawn_at,
       coalesce(a.full_name, '') AS from_name, coalesce(b.full_name, '') AS to_name,
       coalesce(o.code, '') AS org_code, coalesce(o.name, '') AS org_name, coalesce(o.kind, '') AS kind
  FROM delegation d
  LEFT JOIN app_user a ON a.id = d.from_user_id
  LEFT JOIN app_user b ON b.id = d.to_user_id
  LEFT JOIN v_organisation o ON o.org_id = d.org_id
 WHERE d.org_id = :org_id AND (:user_id = 0 OR d.from_user_id = :user_id OR d.to_user_id = :user_id)
 ORDER BY d.id DESC
 LIMIT 200;

-- name: delegation_to_me :many
-- wall: none, because what was handed to a user says where he may work.
-- row: delegation_rows
SELECT d.org_id, d.id, d.from_user_id, d.to_user_id, d.caps, d.reason, d.valid_from_on, d.valid_to_on, d.withdrawn_at,
       coalesce(a.full_name, '') AS from_name, coalesce(b.full_name, '') AS to_name,
       coalesce(o.code, '') AS org_code, coalesce(o.name, '') AS org_name, coalesce(o.kind, '') AS kind
  FROM delegation d
  JOIN app_user a ON a.id = d.from_user_id AND a.is_active = 1
  LEFT JOIN app_user b ON b.id = d.to_user_id
  LEFT JOIN v_organisation o ON o.org_id = d.org_id
 WHERE d.to_user_id = :to_user_id AND d.withdrawn_at = 0 AND d.valid_from_on <= :on_on AND d.valid_to_on >= :on_on
 ORDER BY d.org_id, d.id;

-- name: delegation_giver_role :many
-- What the givers of a user's delegations may themselves today.
-- wall: none, because what was handed to a user says where he may work.
SELECT d.org_id, d.id, r.role
  FROM delegation d
  JOIN user_role r ON r.org_id = d.org_id AND r.user_id = d.from_user_id
 WHERE d.to_user_id = :to_user_id AND d.withdrawn_at = 0 AND d.valid_from_on <= :on_on AND d.valid_to_on >= :on_on
   AND r.valid_from_on <= :on_on AND r.valid_to_on >= :on_on
 ORDER BY d.org_id, d.id, r.role;

-- name: delegation_colleague :many
-- Who has a role in the organisation today, but oneself.
SELECT DISTINCT u.id, u.login, u.full_name
  FROM user_role r
  JOIN app_user u ON u.id = r.user_id AND u.is_active = 1
 WHERE r.org_id = :org_id AND r.user_id <> :user_id AND r.valid_from_on <= :on_on AND r.valid_to_on >= :on_on
 ORDER BY u.full_name, u.id;

-- name: inv_delegation :many
-- Nobody hands something to himself, and it ends.
-- wall: none, because doctor looks at every organisation.
SELECT d.org_id, d.id FROM delegation d
 WHERE d.from_user_id = d.to_user_id OR d.valid_to_on < d.valid_from_on OR d.valid_to_on >= 99991231
 ORDER BY d.org_id, d.id;
