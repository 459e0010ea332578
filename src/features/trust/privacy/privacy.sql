-- Requests of persons, and the times that the law gives.

-- name: privacy_rule_insert :exec
INSERT INTO privacy_rule (org_id, id, purpose, amount, unit, law_vi, law_en, valid_from_on, source, ref_set_id)
VALUES (:org_id, :id, :purpose, :amount, :unit, :law_vi, :law_en, :valid_from_on, :source, :ref_set_id);

-- name: privacy_rule_get :opt
-- wall: none, because times of law are public.
SELECT r.amount, r.unit, r.law_vi, r.law_en FROM privacy_rule r
 WHERE r.purpose = :purpose AND r.valid_from_on <= :on_on
 ORDER BY r.valid_from_on DESC, r.ref_set_id DESC
 LIMIT 1;

-- name: privacy_request_insert :exec
INSERT INTO privacy_request (org_id, id, party_id, kind, asked_on, due_on, first_due_on, reply_by_on, told_on, state,
                             words, user_id, made_at, request_key)
VALUES (:org_id, :id, :party_id, :kind, :asked_on, :due_on, :due_on, :reply_by_on, :told_on, 'open',
        :words, :user_id, :made_at, :request_key);

-- name: privacy_request_by_key :opt
SELECT id FROM privacy_request WHERE org_id = :org_id AND request_key = :request_key AND request_key <> '';

-- name: privacy_request_get :opt
SELECT r.id, r.party_id, r.kind, r.asked_on, r.told_on, r.reply_by_on, r.due_on, r.first_due_on, r.state, r.words,
       r.answer, r.extension_reason, r.exported_at, r.made_at, r.done_at, coalesce(u.full_name, '') AS user_name,
       coalesce(d.full_name, '') AS done_by_name, coalesce(p.code, '') AS party_code,
       coalesce(p.full_name, '') AS party_name, coalesce(p.kind, '') AS party_kind
  FROM privacy_request r
  LEFT JOIN v_party p ON p.org_id = r.org_id AND p.id = r.party_id
  LEFT JOIN v_user u ON u.id = r.user_id
  LEFT JOIN v_user d ON d.id = r.done_by_id
 WHERE r.org_id = :org_id AND r.id = :id;

-- name: privacy_request_put_told :exec
UPDATE privacy_request SET told_on = :told_on WHERE org_id = :org_id AND id = :id;

-- name: privacy_request_put_due :exec
UPDATE privacy_request SET due_on = :due_on, extension_reason = :reason_text WHERE org_id = :org_id AND id = :id;

-- name: privacy_request_put_exported :exec
UPDATE privacy_request SET exported_at = :exported_at WHERE org_id = :org_id AND id = :id;

-- name: privacy_request_put_closed :exec
UPDATE privacy_request SET state = :state, answer = :answer, done_at = :done_at, done_by_id = :done_by_id
 WHERE org_id = :org_id AND id = :id;

-- name: privacy_request_words :many
-- Free words of requests, in which somebody may be named.
SELECT id, party_id, kind, done_at, words, answer, extension_reason FROM privacy_request
 WHERE org_id = :org_id ORDER BY id;

-- name: privacy_request_put_words :exec
UPDATE privacy_request SET words = :words, answer = :answer, extension_reason = :reason_text
 WHERE org_id = :org_id AND id = :id;

-- name: privacy_request_open_of :many
-- What somebody has asked and not been answered.
SELECT id, kind FROM privacy_request
 WHERE org_id = :org_id AND party_id = :party_id AND state = 'open'
 ORDER BY id;

-- name: privacy_waiting_count :one
SELECT count(*) AS n_open,
       coalesce(sum(CASE WHEN due_on > 0 AND due_on < :today_on THEN 1 ELSE 0 END), 0) AS n_late
  FROM privacy_request WHERE org_id = :org_id AND state = 'open';

-- name: privacy_erasure_insert :exec
INSERT INTO privacy_erasure (org_id, id, party_id, request_id, user_id, erased_at, n_row, keep_until_on, finished_at)
VALUES (:org_id, :id, :party_id, :request_id, :user_id, :erased_at, :n_row, :keep_until_on, :finished_at);

-- name: privacy_erasure_of :opt
-- The rest that is still kept of a party.
SELECT id, erased_at, keep_until_on FROM privacy_erasure
 WHERE org_id = :org_id AND party_id = :party_id AND finished_at = 0
 ORDER BY id DESC LIMIT 1;

-- name: privacy_erasure_due :many
-- wall: none, because the job looks at every organisation.
SELECT org_id, id, party_id FROM privacy_erasure
 WHERE finished_at = 0 AND keep_until_on < :today_on
 ORDER BY org_id, id;

-- name: privacy_erasure_put_rest :exec
UPDATE privacy_erasure SET keep_until_on = :keep_until_on, finished_at = :finished_at, is_scrubbed = 0
 WHERE org_id = :org_id AND id = :id;

-- name: privacy_erasure_unscrubbed :one
-- wall: none, because the files are everybody's.
SELECT count(*) AS n_row FROM privacy_erasure WHERE is_scrubbed = 0 AND erased_at <= :before_at;

-- name: privacy_erasure_put_scrubbed :exec
-- wall: none, because the files are everybody's.
UPDATE privacy_erasure SET is_scrubbed = 1 WHERE is_scrubbed = 0 AND erased_at <= :before_at;

-- name: privacy_request_list :each
-- Those that wait come first.
-- sort: by_due = CASE WHEN r.state = 'open' THEN 0 ELSE 1 END AS n_closed, r.due_on, r.id
-- sort: by_asked = r.asked_on, r.id; by_name = coalesce(p.given_sort, '') AS given_sort, r.id
-- sort: by_code = coalesce(p.code, '') AS party_code, r.id
SELECT r.id, r.party_id, r.kind, r.asked_on, r.told_on, r.reply_by_on, r.due_on, r.state, r.answer, r.done_at,
       coalesce(d.full_name, coalesce(u.full_name, '')) AS handler_name, coalesce(p.code, '') AS party_code,
       coalesce(p.full_name, '') AS party_name, coalesce(p.given_sort, '') AS given_sort,
       CASE WHEN r.state = 'open' THEN 0 ELSE 1 END AS n_closed
  FROM privacy_request r
  LEFT JOIN v_party p ON p.org_id = r.org_id AND p.id = r.party_id
  LEFT JOIN v_user u ON u.id = r.user_id
  LEFT JOIN v_user d ON d.id = r.done_by_id
 WHERE r.org_id = :org_id
   AND (:kind = '' OR r.kind = :kind)
   AND (:state_code = '' OR r.state = :state_code
        OR (:state_code = 'late' AND r.state = 'open' AND r.due_on > 0 AND r.due_on < :today_on))
   AND (:name_fold = '' OR instr(p.name_fold, :name_fold) > 0 OR p.code = :party_code)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: privacy_view_list :each
-- Who saw a whole personal number.
-- sort: by_at = a.at, a.id; by_code = coalesce(p.code, '') AS party_code, a.id
SELECT a.id, a.at, a.subject_id AS party_id, coalesce(p.code, '') AS party_code, coalesce(p.kind, '') AS party_kind,
       coalesce(p.full_name, '') AS party_name, coalesce(u.full_name, '') AS user_name
  FROM audit a
  LEFT JOIN v_party p ON p.org_id = a.org_id AND p.id = a.subject_id
  LEFT JOIN v_user u ON u.id = a.user_id
 WHERE a.org_id = :org_id AND a.action = 'member.number_open' AND a.at >= :from_at AND a.at < :to_at
   AND (:name_fold = '' OR instr(p.name_fold, :name_fold) > 0 OR p.code = :party_code)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: inv_privacy_answer :many
-- Whoever was answered has an answer, its day and the one who gave it; an open request has none.
-- wall: none, because doctor looks at every organisation.
SELECT org_id, id, state FROM privacy_request
 WHERE (state <> 'open' AND (answer = '' OR done_at = 0))
    OR (state = 'open' AND (answer <> '' OR done_at <> 0))
 ORDER BY org_id, id;

-- name: inv_privacy_party :many
-- Every request is somebody's, or of somebody who was brought in by mistake and taken back.
-- wall: none, because doctor looks at every organisation.
SELECT r.org_id, r.id, r.party_id FROM privacy_request r
 WHERE NOT EXISTS (SELECT 1 FROM v_party p WHERE p.org_id = r.org_id AND p.id = r.party_id)
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.org_id = r.org_id AND a.subject = 'party'
                      AND a.subject_id = r.party_id AND a.action = 'party.remove')
 ORDER BY r.org_id, r.id;

-- name: inv_privacy_due :many
-- A time is extended at most once, with a reason, and never shortened.
-- wall: none, because doctor looks at every organisation.
SELECT org_id, id, due_on, first_due_on FROM privacy_request
 WHERE due_on < first_due_on OR (first_due_on <> 0 AND (due_on <> first_due_on) <> (extension_reason <> ''))
 ORDER BY org_id, id;

-- name: inv_privacy_erased :many
-- Somebody of whom nothing is left has no request that waits.
-- wall: none, because doctor looks at every organisation.
SELECT e.org_id, e.party_id, e.id FROM privacy_erasure e
 WHERE e.finished_at <> 0
   AND EXISTS (SELECT 1 FROM privacy_request r WHERE r.org_id = e.org_id AND r.party_id = e.party_id
                  AND r.state = 'open')
 ORDER BY e.org_id, e.id;

-- name: inv_privacy_rest :many
-- A rest is kept with the day on which it goes.
-- wall: none, because doctor looks at every organisation.
SELECT org_id, id FROM privacy_erasure WHERE finished_at = 0 AND keep_until_on = 0 ORDER BY org_id, id;
