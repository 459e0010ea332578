-- Packages of figures: made, received, superseded, withdrawn.

-- name: submission_sums :many
-- Turnovers of the accounts that figures are made of, by month and first-level account.
SELECT s.month, substr(s.account, 1, 3) AS head_code, sum(s.dr_vnd) AS dr_vnd, sum(s.cr_vnd) AS cr_vnd
  FROM sum_account s
 WHERE s.org_id = :org_id AND s.month >= :first_month AND s.month <= :last_month
   AND substr(s.account, 1, 3) IN ('511', '512', '521', '558', '611', '612', '642', '658', '659')
 GROUP BY s.month, substr(s.account, 1, 3)
 ORDER BY s.month, substr(s.account, 1, 3);

-- name: submission_memberships :each
SELECT m.joined_on, m.left_on, m.is_worker
  FROM v_membership m
 WHERE m.org_id = :org_id
 ORDER BY m.party_id, m.joined_on;

-- name: submission_last_number :one
SELECT coalesce(max(s.number), 0) AS last_no FROM submission s WHERE s.org_id = :org_id AND s.direction = :direction;

-- name: submission_insert :exec
INSERT INTO submission (org_id, id, direction, number, first_month, last_month, made_at, received_at,
                        withdraws_number, package_bytes, package_hash, signature_bytes, public_bytes, state, user_id)
VALUES (:org_id, :id, :direction, :number, :first_month, :last_month, :made_at, :received_at, :withdraws_number,
        :package_bytes, :package_hash, :signature_bytes, :public_bytes, :state, :user_id);

-- name: submission_by_number :opt
SELECT s.id, s.first_month, s.last_month, s.made_at, s.received_at, s.withdraws_number, s.package_bytes, s.package_hash,
       s.signature_bytes, s.public_bytes, s.state
  FROM submission s
 WHERE s.org_id = :org_id AND s.direction = :direction AND s.number = :number;

-- name: submission_state_put :exec changed
UPDATE submission SET state = :state
 WHERE org_id = :org_id AND direction = :direction AND number = :number AND state <> :state;

-- name: submission_withdrawal_of :opt
-- A withdrawal that came before the package it takes back.
SELECT s.id FROM submission s
 WHERE s.org_id = :org_id AND s.direction = 'received' AND s.withdraws_number = :number;

-- name: submission_later :many
-- Later packages that cover some of these months; they count, whichever came first.
SELECT s.id, s.first_month, s.last_month
  FROM submission s
 WHERE s.org_id = :org_id AND s.direction = 'received' AND s.number > :number AND s.withdraws_number = 0
   AND s.first_month <= :last_month AND s.last_month >= :first_month
 ORDER BY s.number;

-- name: submitted_value_insert :exec
INSERT INTO submitted_value (org_id, submission_id, month, code, value_vnd, number_value, superseded_by_id)
VALUES (:org_id, :submission_id, :month, :code, :value_vnd, :number_value, :superseded_by_id);

-- name: submitted_value_supersede :exec changed
-- Earlier packages give way for these months.
UPDATE submitted_value SET superseded_by_id = :by_id
 WHERE org_id = :org_id AND month >= :first_month AND month <= :last_month AND superseded_by_id = 0
   AND submission_id IN (SELECT s.id FROM submission s
                          WHERE s.org_id = :org_id AND s.direction = 'received' AND s.number < :number);

-- name: submitted_value_withdraw :exec changed
UPDATE submitted_value SET superseded_by_id = :by_id
 WHERE org_id = :org_id AND submission_id = :submission_id AND superseded_by_id = 0;

-- name: submission_supersede_spent :exec
-- A package none of whose figures count any more.
UPDATE submission SET state = 'superseded'
 WHERE org_id = :org_id AND direction = 'received' AND state = 'accepted' AND withdraws_number = 0
   AND NOT EXISTS (SELECT 1 FROM submitted_value v WHERE v.org_id = submission.org_id
                      AND v.submission_id = submission.id AND v.superseded_by_id = 0);

-- name: submission_values :many
SELECT v.month, v.code, v.value_vnd, v.number_value, v.superseded_by_id
  FROM submitted_value v
 WHERE v.org_id = :org_id AND v.submission_id = :submission_id
 ORDER BY v.month, v.code;

-- name: submission_key_own :opt
-- The key this installation signs with.
SELECT k.public_bytes, k.sealed_bytes, k.added_at FROM submission_key k
 WHERE k.org_id = :org_id AND k.revoked_at = 0 AND length(k.sealed_bytes) > 0
 ORDER BY k.added_at DESC, k.public_bytes
 LIMIT 1;

-- name: submission_keys :many
SELECT k.public_bytes, k.added_at, k.revoked_at, CASE WHEN length(k.sealed_bytes) > 0 THEN 1 ELSE 0 END AS is_own
  FROM submission_key k
 WHERE k.org_id = :org_id
 ORDER BY k.added_at, k.public_bytes;

-- name: submission_key_insert :exec
INSERT INTO submission_key (org_id, public_bytes, sealed_bytes, added_at, added_by_id)
VALUES (:org_id, :public_bytes, :sealed_bytes, :added_at, :added_by_id);

-- name: submission_key_revoke :exec changed
-- Only keys of others: one's own signing key stays.
UPDATE submission_key SET revoked_at = :now_at
 WHERE org_id = :org_id AND revoked_at = 0 AND length(sealed_bytes) = 0;

-- name: submission_sent :many
-- What a cooperative sent, and whether a city in this same installation has it.
SELECT s.number, s.first_month, s.last_month, s.made_at, s.withdraws_number, s.state,
       coalesce(r.received_at, 0) AS received_at, coalesce(r.state, '') AS received_state
  FROM submission s
  LEFT JOIN submission r ON r.org_id = s.org_id AND r.direction = 'received' AND r.number = s.number
 WHERE s.org_id = :org_id AND s.direction = 'sent'
 ORDER BY s.number DESC
 LIMIT 1000;

-- name: submission_city_here :one
-- Does a city department work in this installation, so that a package need not travel as a file?
-- wall: none, because the register's public fields are open to everybody.
SELECT count(*) AS n_row FROM v_organisation o WHERE o.kind = 'city';

-- name: submission_cities :many
-- wall: none, because the register's public fields are open to everybody.
SELECT o.org_id FROM v_organisation o WHERE o.kind = 'city' ORDER BY o.org_id LIMIT 8;

-- name: submission_received :many
-- The latest packages within the reader's scope; scope -1 is everything.
-- type: scope_id = int
SELECT s.org_id, o.code AS org_code, o.name AS org_name, o.is_demo, s.number, s.first_month, s.last_month, s.made_at,
       s.received_at, s.withdraws_number, s.state
  FROM submission s
  JOIN v_organisation o ON o.org_id = s.org_id
 WHERE s.direction = 'received' AND (:org_id = 0 OR s.org_id = :org_id)
   AND (:scope_id = -1 OR EXISTS (SELECT 1 FROM scope_org c WHERE c.scope_id = :scope_id AND c.org_id = s.org_id))
 ORDER BY s.received_at DESC, s.org_id, s.number DESC
 LIMIT :n_limit;

-- name: submission_received_list :each
-- The packages within the reader's scope; scope -1 is everything.
-- sort: by_received = s.received_at, s.org_id, s.id; by_org = o.name_sort, s.org_id, s.id
-- sort: by_number = s.number, s.org_id, s.id
-- type: scope_id = int
SELECT s.org_id AS org_id, s.id AS id, o.code AS org_code, o.name AS org_name, o.name_sort AS name_sort, o.is_demo,
       s.number AS number, s.first_month, s.last_month, s.made_at, s.received_at AS received_at, s.withdraws_number,
       s.state
  FROM submission s
  JOIN v_organisation o ON o.org_id = s.org_id
 WHERE s.direction = 'received'
   AND (:scope_id = -1 OR EXISTS (SELECT 1 FROM scope_org c WHERE c.scope_id = :scope_id AND c.org_id = s.org_id))
   AND (:q_fold = '' OR instr(o.name_fold, :q_fold) > 0 OR instr(o.code, :q_code) > 0)
   AND (:state = '' OR s.state = :state)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: submission_standing :each
-- Each active cooperative in scope: how far its figures reach, and whether numbers are missing in between.
-- sort: by_name = o.name_sort, o.org_id; by_code = o.code
-- sort: by_received = coalesce(r.received_at, 0) AS received_at, o.name_sort, o.org_id
-- sort: by_months = coalesce(v.n_month, 0) AS n_month, o.name_sort, o.org_id
-- type: scope_id = int
SELECT o.org_id AS org_id, o.code AS code, o.name AS name, o.name_sort AS name_sort, o.is_demo,
       coalesce(v.first_month, 0) AS first_month, coalesce(v.last_month, 0) AS last_month,
       coalesce(v.n_month, 0) AS n_month,
       CASE WHEN v.n_month IS NULL THEN 'nothing'
            WHEN v.last_month < :due_month OR v.n_month < v.last_month - v.first_month + 1 THEN 'missing'
            ELSE 'complete' END AS state,
       coalesce(r.n_package, 0) AS n_package, coalesce(r.last_no, 0) AS last_no,
       coalesce(r.received_at, 0) AS received_at
  FROM v_organisation o
  LEFT JOIN (SELECT w.org_id, min(w.month) AS first_month, max(w.month) AS last_month, count(*) AS n_month
               FROM v_submitted_value w
              WHERE w.code = 'revenue' AND w.month >= :from_month AND w.month <= :to_month
              GROUP BY w.org_id) v ON v.org_id = o.org_id
  LEFT JOIN (SELECT s.org_id, count(*) AS n_package, max(s.number) AS last_no, max(s.received_at) AS received_at
               FROM submission s WHERE s.direction = 'received' GROUP BY s.org_id) r ON r.org_id = o.org_id
 WHERE o.kind = 'cooperative' AND o.status = 'active'
   AND (:scope_id = -1 OR EXISTS (SELECT 1 FROM scope_org c WHERE c.scope_id = :scope_id AND c.org_id = o.org_id))
   AND (:q_fold = '' OR instr(o.name_fold, :q_fold) > 0 OR instr(o.code, :q_code) > 0)
   AND (:state = ''
        OR CASE WHEN v.n_month IS NULL THEN 'nothing'
                WHEN v.last_month < :due_month OR v.n_month < v.last_month - v.first_month + 1 THEN 'missing'
                ELSE 'complete' END = :state)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: submission_standing_count :one
-- type: scope_id = int
SELECT count(*) AS n_row,
       coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM v_submitted_value w WHERE w.org_id = o.org_id
                          AND w.code = 'revenue' AND w.month >= :from_month AND w.month <= :to_month)
                    THEN 1 ELSE 0 END), 0) AS n_reporting
  FROM v_organisation o
 WHERE o.kind = 'cooperative' AND o.status = 'active'
   AND (:scope_id = -1 OR EXISTS (SELECT 1 FROM scope_org c WHERE c.scope_id = :scope_id AND c.org_id = o.org_id));

-- name: inv_submitted_value_live :many
-- No two figures of one cooperative, month and code count at once.
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.month, v.code, count(*) AS n_row FROM submitted_value v
 WHERE v.superseded_by_id = 0
 GROUP BY v.org_id, v.month, v.code
HAVING count(*) > 1
 ORDER BY v.org_id, v.month, v.code;

-- name: inv_submitted_value_source :many
-- Figures stand on a received package; withdrawn and superseded packages count for nothing.
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.submission_id, v.month, v.code FROM submitted_value v
 WHERE NOT EXISTS (SELECT 1 FROM submission s WHERE s.org_id = v.org_id AND s.id = v.submission_id
                      AND s.direction = 'received' AND s.withdraws_number = 0)
    OR (v.superseded_by_id = 0
        AND EXISTS (SELECT 1 FROM submission s WHERE s.org_id = v.org_id AND s.id = v.submission_id
                       AND s.state <> 'accepted'))
 ORDER BY v.org_id, v.submission_id, v.month, v.code;

-- name: inv_submission_key :many
-- Every package was signed with a key that is known here.
-- wall: none, because doctor looks at every organisation.
SELECT s.org_id, s.number, s.direction FROM submission s
 WHERE NOT EXISTS (SELECT 1 FROM submission_key k WHERE k.org_id = s.org_id AND k.public_bytes = s.public_bytes)
 ORDER BY s.org_id, s.number, s.direction;
