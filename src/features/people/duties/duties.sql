-- Duties as reference data, and what was marked.

-- name: duty_insert :exec
INSERT INTO duty (org_id, id, ref_set_id, code, who, sector, period, due, name_vi, name_en, what_vi, what_en, when_vi,
                  when_en, law, article, source, certainty, done_by, valid_from_on, valid_to_on)
VALUES (:org_id, :id, :ref_set_id, :code, :who, :sector, :period, :due, :name_vi, :name_en, :what_vi, :what_en,
        :when_vi, :when_en, :law, :article, :source, :certainty, :done_by, :valid_from_on, :valid_to_on);

-- name: duty_rules :many
-- Of the newest version.
-- wall: none, because reference data is everybody's.
SELECT d.code, d.who, d.sector, d.period, d.due, d.name_vi, d.name_en, d.what_vi, d.what_en, d.when_vi, d.when_en,
       d.law, d.article, d.source, d.certainty, d.done_by, d.valid_from_on, d.valid_to_on
  FROM duty d
 WHERE d.org_id = 0
   AND d.ref_set_id = (SELECT max(s.id) FROM ref_set s WHERE s.org_id = 0 AND s.set_code = 'duties')
 ORDER BY d.id;

-- name: duty_org :one
-- Whose duties; first_month: of its books, 0 = none yet.
SELECT o.kind, o.sector, o.registered_on,
       coalesce((SELECT s.setting FROM org_setting s WHERE s.org_id = o.org_id AND s.name = 'year_first_month'), '1')
           AS year_first,
       coalesce((SELECT min(a.month) FROM sum_account a WHERE a.org_id = o.org_id), 0) AS first_month
  FROM v_organisation o WHERE o.org_id = :org_id;

-- name: duty_marks :many
SELECT m.id, m.code, m.period, m.state, m.done_on, m.note, m.voucher_id, m.marked_by_id, m.marked_at,
       coalesce(v.book, '') AS book, coalesce(v.year, 0) AS year, coalesce(v.number, 0) AS number
  FROM duty_mark m
  LEFT JOIN voucher v ON v.org_id = m.org_id AND v.id = m.voucher_id
 WHERE m.org_id = :org_id
 ORDER BY m.code, m.period;

-- name: duty_closed :many
SELECT first_on, changed_at FROM period WHERE org_id = :org_id AND state <> 'open' ORDER BY first_on;

-- name: duty_sent :many
SELECT first_month, last_month, made_at FROM v_submission
 WHERE org_id = :org_id AND direction = 'sent' AND state = 'sent' AND withdraws_number = 0
 ORDER BY number;

-- name: duty_voucher :opt
SELECT id FROM voucher WHERE org_id = :org_id AND book = :book AND year = :year AND number = :number;

-- name: duty_mark_put :exec
-- Marked again, it keeps its number and what hangs on it.
INSERT INTO duty_mark (org_id, code, period, state, done_on, note, voucher_id, marked_by_id, marked_at, id)
VALUES (:org_id, :code, :period, :state, :done_on, :note, :voucher_id, :marked_by_id, :marked_at, :id)
    ON CONFLICT (org_id, code, period)
    DO UPDATE SET state = excluded.state, done_on = excluded.done_on, note = excluded.note,
                  voucher_id = excluded.voucher_id, marked_by_id = excluded.marked_by_id,
                  marked_at = excluded.marked_at,
                  id = CASE WHEN duty_mark.id = 0 THEN excluded.id ELSE duty_mark.id END;

-- name: duty_mark_at :opt
SELECT code, period FROM duty_mark WHERE org_id = :org_id AND id = :id;

-- name: duty_filed :opt
SELECT f.subject_id FROM v_filed f
  JOIN duty_mark m ON m.org_id = f.org_id AND m.id = f.subject_id
 WHERE f.org_id = :org_id AND f.subject = 'duty_mark' AND m.code = :code AND m.period = :period
 LIMIT 1;

-- name: duty_note_put :exec
UPDATE duty_mark SET note = :note WHERE org_id = :org_id AND code = :code AND period = :period;

-- name: duty_mark_drop :exec changed
DELETE FROM duty_mark WHERE org_id = :org_id AND code = :code AND period = :period;

-- ---- what must hold ----

-- A mark is about a duty that there is or was.
-- name: inv_duty_mark_known :many
-- wall: none, because an invariant looks at everything.
SELECT m.org_id, m.code, m.period FROM duty_mark m
 WHERE NOT EXISTS (SELECT 1 FROM duty d WHERE d.org_id = 0 AND d.code = m.code)
 ORDER BY m.org_id, m.code, m.period;

-- What is done has a day, what is not ours a reason.
-- name: inv_duty_mark_whole :many
-- wall: none, because an invariant looks at everything.
SELECT m.org_id, m.code, m.period FROM duty_mark m
 WHERE (m.state = 'done' AND m.done_on = 0) OR (m.state = 'not_ours' AND m.note = '')
 ORDER BY m.org_id, m.code, m.period;
