-- Taking back a party that no effect speaks of.

-- name: party_use_count :one
SELECT (SELECT count(*) FROM line l WHERE l.org_id = :org_id AND l.party_id = :party_id)
     + (SELECT count(*) FROM move m WHERE m.org_id = :org_id AND m.owner_party_id = :party_id)
     + (SELECT count(*) FROM delivery d WHERE d.org_id = :org_id AND d.party_id = :party_id)
     + (SELECT count(*) FROM member_use u WHERE u.org_id = :org_id AND u.party_id = :party_id) AS n_use;

-- name: party_remove_changes :exec
DELETE FROM party_change WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_remove_agreements :exec
DELETE FROM member_agreement WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_remove_classes :exec
DELETE FROM member_class WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_remove_memberships :exec
DELETE FROM member WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_remove_number :exec
DELETE FROM party_number WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_remove_row :exec changed
DELETE FROM party WHERE org_id = :org_id AND id = :party_id;
