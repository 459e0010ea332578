-- Cash in and out.

-- name: payment_insert :exec
INSERT INTO payment (org_id, voucher_id, direction, party_id, account, amount_vnd, paid_on)
VALUES (:org_id, :voucher_id, :direction, :party_id, :account, :amount_vnd, :paid_on);

-- name: payment_part_insert :exec
INSERT INTO payment_part (org_id, voucher_id, paid_voucher_id, amount_vnd)
VALUES (:org_id, :voucher_id, :paid_voucher_id, :amount_vnd);

-- name: payment_same :opt
-- Another living one of the day with the same person, purpose and amount; of nobody in particular, with the same words;
-- of slips, for a slip that this one pays too.
SELECT v.book, v.year, v.number
  FROM payment n
  JOIN payment p ON p.org_id = n.org_id AND p.paid_on = n.paid_on AND p.direction = n.direction
       AND p.party_id = n.party_id AND p.account = n.account AND p.amount_vnd = n.amount_vnd
       AND p.voucher_id <> n.voucher_id
  JOIN voucher v ON v.org_id = p.org_id AND v.id = p.voucher_id
  LEFT JOIN voucher_memo nm ON nm.org_id = n.org_id AND nm.voucher_id = n.voucher_id
  LEFT JOIN voucher_memo pm ON pm.org_id = p.org_id AND pm.voucher_id = p.voucher_id
 WHERE n.org_id = :org_id AND n.voucher_id = :voucher_id
   AND (n.party_id <> 0 OR coalesce(nm.memo, '') = coalesce(pm.memo, ''))
   AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = p.org_id AND r.reverses_id = p.voucher_id
                      AND r.reverses_id <> 0)
   AND NOT EXISTS (SELECT 1 FROM payment_part a WHERE a.org_id = n.org_id AND a.voucher_id = n.voucher_id
                      AND NOT EXISTS (SELECT 1 FROM payment_part b WHERE b.org_id = p.org_id
                                         AND b.voucher_id = p.voucher_id AND b.paid_voucher_id = a.paid_voucher_id))
 ORDER BY v.id
 LIMIT 1;

-- name: payment_cash :one
SELECT coalesce(sum(dr_vnd), 0) AS dr_vnd, coalesce(sum(cr_vnd), 0) AS cr_vnd
  FROM sum_account WHERE org_id = :org_id AND account = '1111';

-- name: payment_cash_on :one
SELECT coalesce(sum(dr_vnd), 0) AS dr_vnd, coalesce(sum(cr_vnd), 0) AS cr_vnd
  FROM line WHERE org_id = :org_id AND account = '1111' AND posting_on <= :last_on;

-- name: payment_payable :many
-- Bought slips of one party and what they still owe.
SELECT v_paid.voucher_id, v_paid.price_voucher_id, v_paid.book, v_paid.year, v_paid.number, v_paid.delivered_on,
       v_paid.amount_vnd, v_paid.paid_vnd, v_paid.item_name
  FROM (SELECT i.voucher_id, coalesce(x.voucher_id, 0) AS price_voucher_id, v.book, v.year, v.number, i.delivered_on,
               coalesce(x.amount_vnd, i.amount_vnd) AS amount_vnd, it.name_vi AS item_name,
               coalesce((SELECT sum(pp.amount_vnd) FROM payment_part pp
                          WHERE pp.org_id = i.org_id AND pp.paid_voucher_id = i.voucher_id
                            AND NOT EXISTS (SELECT 1 FROM voucher pr WHERE pr.org_id = pp.org_id
                                               AND pr.reverses_id = pp.voucher_id AND pr.reverses_id <> 0)), 0)
       AS paid_vnd
          FROM v_intake i
          JOIN voucher v ON v.org_id = i.org_id AND v.id = i.voucher_id
          JOIN v_item it ON it.org_id = i.org_id AND it.id = i.item_id
          LEFT JOIN v_intake_price x ON x.org_id = i.org_id AND x.intake_voucher_id = i.voucher_id
               AND NOT EXISTS (SELECT 1 FROM voucher xr WHERE xr.org_id = x.org_id AND xr.reverses_id = x.voucher_id
                                  AND xr.reverses_id <> 0)
         WHERE i.org_id = :org_id AND i.party_id = :party_id AND i.mode = 'bought'
           AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = i.org_id AND r.reverses_id = i.voucher_id
                              AND r.reverses_id <> 0)) v_paid
 WHERE v_paid.amount_vnd > v_paid.paid_vnd
 ORDER BY v_paid.delivered_on, v_paid.voucher_id;

-- name: payment_creditor :many
SELECT s.party_id, p.code, p.full_name, sum(s.cr_vnd) - sum(s.dr_vnd) AS owed_vnd
  FROM sum_party s
  JOIN v_party p ON p.org_id = s.org_id AND p.id = s.party_id
 WHERE s.org_id = :org_id AND s.account = '331'
 GROUP BY s.party_id, p.code, p.full_name
HAVING sum(s.cr_vnd) > sum(s.dr_vnd)
 ORDER BY sum(s.cr_vnd) - sum(s.dr_vnd) DESC, p.code, s.party_id;

-- name: payment_creditor_on :many
-- row: payment_creditor
SELECT l.party_id, p.code, p.full_name, sum(l.cr_vnd) - sum(l.dr_vnd) AS owed_vnd
  FROM line l
  JOIN v_party p ON p.org_id = l.org_id AND p.id = l.party_id
 WHERE l.org_id = :org_id AND l.account = '331' AND l.posting_on <= :last_on
 GROUP BY l.party_id, p.code, p.full_name
HAVING sum(l.cr_vnd) > sum(l.dr_vnd)
 ORDER BY sum(l.cr_vnd) - sum(l.dr_vnd) DESC, p.code, l.party_id;

-- name: payment_by_request :opt
SELECT y.amount_vnd
  FROM voucher v
  JOIN payment y ON y.org_id = v.org_id AND y.voucher_id = v.id
 WHERE v.org_id = :org_id AND v.request_key = :request_key;

-- name: payment_owed :each
-- Who is owed what.
-- type: word_from = text, word_to = text, rest = text, rest_more = text
-- sort: by_owed = o.owed_vnd, p.id AS party_id; by_code = p.code; by_name = p.given_sort, p.id AS party_id
-- total: o.owed_vnd
SELECT p.id AS party_id, p.code, p.full_name, p.given_sort, o.owed_vnd
  FROM (SELECT s.party_id, sum(s.cr_vnd) - sum(s.dr_vnd) AS owed_vnd
          FROM sum_party s
         WHERE s.org_id = :org_id AND s.account = '331'
         GROUP BY s.party_id
        HAVING sum(s.cr_vnd) > sum(s.dr_vnd)) o
  JOIN v_party p ON p.org_id = :org_id AND p.id = o.party_id
 WHERE (:word_from = '' OR EXISTS (SELECT 1 FROM v_party_word w WHERE w.org_id = p.org_id AND w.party_id = p.id
                                      AND w.word >= :word_from AND w.word < :word_to))
   AND (:rest = '' OR instr(p.name_fold, :rest) > 0)
   AND (:rest_more = '' OR instr(p.name_fold, :rest_more) > 0)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: payment_owed_on :each
-- The same at the end of a day.
-- row: payment_owed
-- type: word_from = text, word_to = text, rest = text, rest_more = text
-- sort: by_owed = o.owed_vnd, p.id AS party_id; by_code = p.code; by_name = p.given_sort, p.id AS party_id
-- total: o.owed_vnd
SELECT p.id AS party_id, p.code, p.full_name, p.given_sort, o.owed_vnd
  FROM (SELECT l.party_id, sum(l.cr_vnd) - sum(l.dr_vnd) AS owed_vnd
          FROM line l
         WHERE l.org_id = :org_id AND l.account = '331' AND l.posting_on <= :last_on
         GROUP BY l.party_id
        HAVING sum(l.cr_vnd) > sum(l.dr_vnd)) o
  JOIN v_party p ON p.org_id = :org_id AND p.id = o.party_id
 WHERE (:word_from = '' OR EXISTS (SELECT 1 FROM v_party_word w WHERE w.org_id = p.org_id AND w.party_id = p.id
                                      AND w.word >= :word_from AND w.word < :word_to))
   AND (:rest = '' OR instr(p.name_fold, :rest) > 0)
   AND (:rest_more = '' OR instr(p.name_fold, :rest_more) > 0)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: payment_one :opt
SELECT y.voucher_id, y.direction, y.party_id, y.account, y.amount_vnd, y.paid_on, v.book, v.year, v.number,
       coalesce(t.memo, '') AS memo, coalesce(p.code, '') AS party_code, coalesce(p.full_name, '') AS party_name,
       coalesce(p.address, '') AS party_address, CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS is_void, l.leaf_hash
  FROM payment y
  JOIN voucher v ON v.org_id = y.org_id AND v.id = y.voucher_id
  LEFT JOIN voucher_memo t ON t.org_id = y.org_id AND t.voucher_id = y.voucher_id
  LEFT JOIN v_party p ON p.org_id = y.org_id AND p.id = y.party_id
  LEFT JOIN voucher r ON r.org_id = y.org_id AND r.reverses_id = y.voucher_id AND r.reverses_id <> 0
  JOIN log_leaf l ON l.org_id = y.org_id AND l.voucher_id = y.voucher_id
 WHERE y.org_id = :org_id AND y.voucher_id = :voucher_id;

-- name: payment_list :each
-- sort: by_date = y.paid_on, y.voucher_id; by_number = v.book, v.year, v.number; by_amount = y.amount_vnd, y.voucher_id
-- sort: by_name = coalesce(p.given_sort, '') AS given_sort, y.voucher_id
-- total: CASE WHEN y.direction = 'in' AND r.id IS NULL THEN y.amount_vnd ELSE 0 END AS in_vnd
-- total: CASE WHEN y.direction = 'out' AND r.id IS NULL THEN y.amount_vnd ELSE 0 END AS out_vnd
SELECT y.voucher_id, y.direction, y.party_id, y.account, y.amount_vnd, y.paid_on, v.book, v.year, v.number,
       coalesce(t.memo, '') AS memo, coalesce(p.code, '') AS party_code, coalesce(p.full_name, '') AS party_name,
       coalesce(p.given_sort, '') AS given_sort, CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS is_void
  FROM payment y
  JOIN voucher v ON v.org_id = y.org_id AND v.id = y.voucher_id
  LEFT JOIN voucher_memo t ON t.org_id = y.org_id AND t.voucher_id = y.voucher_id
  LEFT JOIN v_party p ON p.org_id = y.org_id AND p.id = y.party_id
  LEFT JOIN voucher r ON r.org_id = y.org_id AND r.reverses_id = y.voucher_id AND r.reverses_id <> 0
 WHERE y.org_id = :org_id
   AND y.paid_on >= :from_on AND y.paid_on <= :to_on
   AND (:direction = '' OR y.direction = :direction)
   AND (:name_fold = '' OR v.number = :number
        OR y.party_id IN (SELECT p.id FROM v_party p WHERE p.org_id = :org_id AND instr(p.name_fold, :name_fold) > 0))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: inv_payment_voucher :many
-- Every payment voucher has its row, and the row its voucher.
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.id FROM voucher v
 WHERE v.kind IN ('payment.in', 'payment.out')
   AND NOT EXISTS (SELECT 1 FROM payment y WHERE y.org_id = v.org_id AND y.voucher_id = v.id)
UNION ALL
SELECT y.org_id, y.voucher_id FROM payment y
 WHERE NOT EXISTS (SELECT 1 FROM voucher v WHERE v.org_id = y.org_id AND v.id = y.voucher_id)
 ORDER BY 1, 2;

-- name: inv_payment_parts :many
-- The parts of a payment are its amount.
-- wall: none, because doctor looks at every organisation.
SELECT y.org_id, y.voucher_id, y.amount_vnd, sum(p.amount_vnd) AS parts_vnd
  FROM payment y
  JOIN payment_part p ON p.org_id = y.org_id AND p.voucher_id = y.voucher_id
 GROUP BY y.org_id, y.voucher_id, y.amount_vnd
HAVING sum(p.amount_vnd) <> y.amount_vnd
 ORDER BY y.org_id, y.voucher_id;

-- name: inv_overpaid :many
-- No slip is paid more than it is worth, and no living payment pays a void slip.
-- wall: none, because doctor looks at every organisation.
SELECT p.org_id, p.paid_voucher_id, sum(p.amount_vnd) AS paid_vnd
  FROM payment_part p
  JOIN v_intake i ON i.org_id = p.org_id AND i.voucher_id = p.paid_voucher_id
 WHERE NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = p.org_id AND r.reverses_id = p.voucher_id AND
       r.reverses_id <> 0)
 GROUP BY p.org_id, p.paid_voucher_id, i.amount_vnd
HAVING sum(p.amount_vnd) > coalesce((SELECT max(x.amount_vnd) FROM v_intake_price x WHERE x.org_id = p.org_id
                                        AND x.intake_voucher_id = p.paid_voucher_id
                                        AND NOT EXISTS (SELECT 1 FROM voucher xr WHERE xr.org_id = x.org_id
                                                           AND xr.reverses_id = x.voucher_id AND xr.reverses_id
       <> 0)),
                                    CASE WHEN EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = p.org_id
                                                         AND r.reverses_id = p.paid_voucher_id AND r.reverses_id <> 0)
                                         THEN 0 ELSE i.amount_vnd END)
 ORDER BY p.org_id, p.paid_voucher_id;

-- name: step_payment :opt
SELECT voucher_id FROM payment WHERE org_id = :org_id ORDER BY voucher_id LIMIT 1;
