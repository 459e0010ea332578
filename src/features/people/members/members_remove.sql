-- Taking back a party that no effect speaks of.

-- name: party_use_count :one
SELECT (SELECT count(*) FROM line l WHERE l.org_id = :org_id AND l.party_id = :party_id)
     + (SELECT count(*) FROM move m WHERE m.org_id = :org_id AND m.owner_party_id = :party_id)
     + (SELECT count(*) FROM delivery d WHERE d.org_id = :org_id AND d.party_id = :party_id)
     + (SELECT count(*) FROM member_use u WHERE u.org_id = :org_id AND u.party_id = :party_id)
     + (SELECT count(*) FROM v_filed f WHERE f.org_id = :org_id AND f.subject = 'party'
           AND f.subject_id = :party_id) AS n_use;

-- name: party_used :many
SELECT l.party_id FROM line l WHERE l.org_id = :org_id AND l.party_id <> 0
UNION
SELECT m.owner_party_id AS party_id FROM move m WHERE m.org_id = :org_id AND m.owner_party_id <> 0
UNION
SELECT d.party_id FROM delivery d WHERE d.org_id = :org_id
UNION
SELECT u.party_id FROM member_use u WHERE u.org_id = :org_id
UNION
SELECT f.subject_id AS party_id FROM v_filed f WHERE f.org_id = :org_id AND f.subject = 'party'
 ORDER BY party_id;

-- name: party_between :one
-- type: from_id = int, to_id = int
SELECT count(*) AS n_party,
       (SELECT count(*) FROM line l WHERE l.org_id = :org_id AND l.party_id <> 0
           AND l.party_id >= :from_id AND l.party_id <= :to_id)
       + (SELECT count(*) FROM move m
           WHERE m.org_id = :org_id AND m.owner_party_id >= :from_id AND m.owner_party_id <= :to_id)
       + (SELECT count(*) FROM delivery d
           WHERE d.org_id = :org_id AND d.party_id >= :from_id AND d.party_id <= :to_id)
       + (SELECT count(*) FROM member_use u
           WHERE u.org_id = :org_id AND u.party_id >= :from_id AND u.party_id <= :to_id)
       + (SELECT count(*) FROM v_filed f
           WHERE f.org_id = :org_id AND f.subject = 'party'
             AND f.subject_id >= :from_id AND f.subject_id <= :to_id) AS n_use
  FROM party p
 WHERE p.org_id = :org_id AND p.id >= :from_id AND p.id <= :to_id;

-- name: parties_remove_changes :exec
DELETE FROM party_change WHERE org_id = :org_id AND party_id >= :from_id AND party_id <= :to_id;

-- name: parties_remove_agreements :exec
DELETE FROM member_agreement WHERE org_id = :org_id AND party_id >= :from_id AND party_id <= :to_id;

-- name: parties_remove_classes :exec
DELETE FROM member_class WHERE org_id = :org_id AND party_id >= :from_id AND party_id <= :to_id;

-- name: parties_remove_memberships :exec
DELETE FROM member WHERE org_id = :org_id AND party_id >= :from_id AND party_id <= :to_id;

-- name: parties_remove_words :exec
DELETE FROM party_word WHERE org_id = :org_id AND party_id >= :from_id AND party_id <= :to_id;

-- name: parties_remove_numbers :exec
DELETE FROM party_number WHERE org_id = :org_id AND party_id >= :from_id AND party_id <= :to_id;

-- name: parties_remove_rows :exec
DELETE FROM party WHERE org_id = :org_id AND id >= :from_id AND id <= :to_id;

-- name: parties_remove_keys :exec
DELETE FROM party_key WHERE org_id = :org_id AND party_id >= :from_id AND party_id <= :to_id;
