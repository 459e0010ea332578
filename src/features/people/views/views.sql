-- What users keep of lists is written and read by web/list; this room only answers for it.

-- name: inv_list_kept_owner :many
-- What is kept belongs to somebody.
-- wall: none, because doctor looks at every user.
SELECT k.user_id, k.list FROM list_kept k
 WHERE NOT EXISTS (SELECT 1 FROM v_user u WHERE u.id = k.user_id)
 ORDER BY k.user_id, k.list, k.name;

-- name: list_kept_of_org :many
-- What people of an organisation keep.
SELECT k.user_id, k.list, k.name, k.query_text
  FROM list_kept k
  JOIN v_user u ON u.id = k.user_id
 WHERE u.org_id = :org_id
 ORDER BY k.user_id, k.list, k.name;

-- name: list_kept_erase :exec
DELETE FROM list_kept WHERE user_id = :user_id AND list = :list AND name = :name;
