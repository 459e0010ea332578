-- The link between a user and a person of the register, and who opened that person's data.

-- name: link_put :exec
INSERT INTO user_party (org_id, user_id, party_id, linked_at, linked_by_id)
VALUES (:org_id, :user_id, :party_id, :linked_at, :linked_by_id)
    ON CONFLICT (org_id, user_id) DO UPDATE SET party_id = excluded.party_id, linked_at = excluded.linked_at,
                                                linked_by_id = excluded.linked_by_id;

-- name: link_delete :exec changed
DELETE FROM user_party WHERE org_id = :org_id AND user_id = :user_id;

-- name: link_delete_party :exec changed
DELETE FROM user_party WHERE org_id = :org_id AND party_id = :party_id;

-- name: link_get :opt
-- Somebody who was taken off the register again has no page.
SELECT k.party_id FROM user_party k JOIN v_party p ON p.org_id = k.org_id AND p.id = k.party_id
 WHERE k.org_id = :org_id AND k.user_id = :user_id;

-- name: link_of_party :opt
SELECT k.user_id, coalesce(u.login, '') AS login, k.linked_at
  FROM user_party k
  LEFT JOIN v_user u ON u.id = k.user_id
 WHERE k.org_id = :org_id AND k.party_id = :party_id;

-- name: link_rows :many
-- wall: none, because the administrator sees whose account a user is, wherever that is.
SELECT k.org_id, o.code AS org_code, o.name AS org_name, coalesce(p.code, '') AS party_code,
       coalesce(p.full_name, '') AS full_name, k.linked_at
  FROM user_party k
  JOIN v_organisation o ON o.org_id = k.org_id
  LEFT JOIN v_party p ON p.org_id = k.org_id AND p.id = k.party_id
 WHERE k.user_id = :user_id
 ORDER BY o.code, k.org_id;

-- name: opened_rows :many
-- Acts on the person itself, and openings of its pages and slips by grant.
SELECT a.at, a.action, a.detail, coalesce(u.full_name, '') AS who, coalesce(f.full_name, '') AS behalf,
       coalesce(o.name, '') AS who_org
  FROM audit a
  LEFT JOIN v_user u ON u.id = a.user_id
  LEFT JOIN v_user f ON f.id = a.for_user_id AND a.for_user_id <> 0
  LEFT JOIN v_organisation o ON o.org_id = u.org_id
 WHERE a.org_id = :org_id
   AND ((a.subject = 'party' AND a.subject_id = :party_id)
     OR (a.subject = 'page' AND a.subject_id = :party_id
         AND (instr(a.detail, '/members/') > 0 OR instr(a.detail, '/parties/') > 0))
     OR (a.subject = 'page' AND instr(a.detail, '/intake/') > 0
         AND a.subject_id IN (SELECT i.voucher_id FROM v_intake i
                               WHERE i.org_id = :org_id AND i.party_id = :party_id)))
 ORDER BY a.at DESC, a.id DESC
 LIMIT :limit;

-- name: inv_link_user :many
-- Every link belongs to a user.
-- wall: none, because doctor looks at every organisation.
SELECT k.org_id, k.user_id FROM user_party k
 WHERE NOT EXISTS (SELECT 1 FROM v_user u WHERE u.id = k.user_id)
 ORDER BY k.org_id, k.user_id;
