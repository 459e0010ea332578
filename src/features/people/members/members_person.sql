-- One person's data: looked up for a search, told whole, taken away.

-- name: person_get :opt
SELECT p.code, p.full_name, p.phone FROM party p
 WHERE p.org_id = :org_id AND p.id = :party_id;

-- name: person_same_count :one
-- Others of the organisation who bear the name, also those whom nobody finds by it any more.
SELECT count(*) AS n_same FROM party p
 WHERE p.org_id = :org_id AND p.id <> :party_id AND p.is_erased = 0
   AND (p.name_fold = :name_fold OR (p.restricted_on <> 0 AND p.full_name = :full_name));

-- name: person_erase_party :exec
-- Code and token stay: vouchers and prints speak of them, and they say nothing about the person.
UPDATE party
   SET full_name = :full_name, name_fold = :name_fold, name_sort = :name_sort, given_sort = :given_sort, phone = '',
       address = '', hamlet = '', birth_on = 0, gender = '', tax_code = '', is_erased = 1, restricted_on = 0
 WHERE org_id = :org_id AND id = :party_id;

-- name: person_restrict_party :exec
-- Name, address and tax code stay for vouchers that must be kept.
UPDATE party
   SET name_fold = :name_fold, name_sort = :name_sort, given_sort = :given_sort, phone = '', hamlet = '', birth_on = 0,
       gender = '', restricted_on = :restricted_on
 WHERE org_id = :org_id AND id = :party_id;

-- name: person_erase_number :exec changed
DELETE FROM party_number WHERE org_id = :org_id AND party_id = :party_id;

-- name: person_erase_values :exec changed
-- That something changed stays; what it was does not. Classes, agreements and days of membership say what vouchers
-- meant.
UPDATE party_change SET before_text = :gone_text, after_text = :gone_text
 WHERE org_id = :org_id AND party_id = :party_id
   AND field NOT IN ('class', 'agreement', 'joined', 'left', 'restricted');

-- name: person_erase_reasons :exec changed
UPDATE party_change SET reason = '' WHERE org_id = :org_id AND party_id = :party_id AND reason <> '';

-- name: person_erase_words :exec changed
UPDATE member SET left_reason = '', note = ''
 WHERE org_id = :org_id AND party_id = :party_id AND (left_reason <> '' OR note <> '');

-- name: person_other_reasons :many
-- Words about others, in which the person may be named.
SELECT id, reason FROM party_change
 WHERE org_id = :org_id AND party_id <> :party_id AND reason <> '' ORDER BY id;

-- name: person_erase_other_reason :exec
UPDATE party_change SET reason = '' WHERE org_id = :org_id AND id = :id;

-- name: person_other_words :many
SELECT party_id, joined_on, left_reason, note FROM member
 WHERE org_id = :org_id AND party_id <> :party_id AND (left_reason <> '' OR note <> '')
 ORDER BY party_id, joined_on;

-- name: person_put_other_words :exec
UPDATE member SET left_reason = :left_reason, note = :note
 WHERE org_id = :org_id AND party_id = :party_id AND joined_on = :joined_on;
