-- Rows that tests of weighing in need from other rooms.

-- name: test_party :exec
INSERT INTO party (org_id, id, code, kind, full_name, name_fold, name_sort, given_sort, token, created_at)
VALUES (:org_id, :id, :code, 'member', :full_name, :name_fold, '', '', :token, 0);

-- name: test_member :exec
INSERT INTO member (org_id, party_id, joined_on) VALUES (:org_id, :party_id, 20250101);

-- name: test_agreement :exec
INSERT INTO member_agreement (org_id, party_id, valid_from_on, number, signed_on, intake_mode)
VALUES (:org_id, :party_id, 20250101, 'HD', 20250101, :intake_mode);
