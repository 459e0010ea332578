-- Taking back an item that nothing speaks of.

-- name: item_used :many
SELECT m.item_id FROM move m WHERE m.org_id = :org_id
UNION
SELECT d.item_id FROM delivery d WHERE d.org_id = :org_id
UNION
SELECT l.item_id FROM lot l WHERE l.org_id = :org_id
UNION
SELECT p.item_id FROM item_price p WHERE p.org_id = :org_id
UNION
SELECT f.subject_id AS item_id FROM v_filed f WHERE f.org_id = :org_id AND f.subject = 'item'
 ORDER BY item_id;

-- name: item_use_count :one
SELECT (SELECT count(*) FROM move m WHERE m.org_id = :org_id AND m.item_id = :item_id)
     + (SELECT count(*) FROM delivery d WHERE d.org_id = :org_id AND d.item_id = :item_id)
     + (SELECT count(*) FROM lot l WHERE l.org_id = :org_id AND l.item_id = :item_id)
     + (SELECT count(*) FROM item_price p WHERE p.org_id = :org_id AND p.item_id = :item_id)
     + (SELECT count(*) FROM v_filed f WHERE f.org_id = :org_id AND f.subject = 'item' AND f.subject_id = :item_id)
       AS n_use;

-- name: item_remove :exec
DELETE FROM item WHERE org_id = :org_id AND id = :id;
