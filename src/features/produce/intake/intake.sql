-- Weighing in.

-- name: intake_insert :exec
INSERT INTO intake (org_id, voucher_id, sheet_key, party_id, item_id, lot_id, grade, mode, gross_qty, tare_qty,
       net_qty,
                    is_priced, price_vnd, amount_vnd, delivered_on)
VALUES (:org_id, :voucher_id, :sheet_key, :party_id, :item_id, :lot_id, :grade, :mode, :gross_qty, :tare_qty,
       :net_qty,
        :is_priced, :price_vnd, :amount_vnd, :delivered_on);

-- name: intake_price_insert :exec
INSERT INTO intake_price (org_id, voucher_id, intake_voucher_id, price_vnd, amount_vnd)
VALUES (:org_id, :voucher_id, :intake_voucher_id, :price_vnd, :amount_vnd);

-- name: intake_same :opt
-- A slip that says the same, from another sheet.
SELECT v.book, v.year, v.number
  FROM intake i
  JOIN voucher v ON v.org_id = i.org_id AND v.id = i.voucher_id
 WHERE i.org_id = :org_id AND i.delivered_on = :delivered_on AND i.party_id = :party_id AND i.item_id = :item_id
   AND i.net_qty = :net_qty AND i.sheet_key <> :sheet_key
   AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = i.org_id AND r.reverses_id = i.voucher_id
                      AND r.reverses_id <> 0)
 ORDER BY i.voucher_id
 LIMIT 1;

-- name: intake_by_voucher :opt
-- A slip with the lot it became: the answer to a sheet that comes again.
SELECT i.lot_id, l.code AS lot_code, l.token AS lot_token
  FROM intake i
  JOIN lot l ON l.org_id = i.org_id AND l.id = i.lot_id
 WHERE i.org_id = :org_id AND i.voucher_id = :voucher_id;

-- name: intake_rows :many
-- Slips with their price (own, or by a later voucher that is not void) and what has been paid on them.
SELECT i.voucher_id, i.party_id, i.item_id, i.lot_id, i.grade, i.mode, i.gross_qty, i.tare_qty, i.net_qty,
       i.is_priced,
       i.delivered_on, v.book, v.year, v.number, coalesce(t.memo, '') AS memo,
       p.code AS member_code, p.full_name AS member_name, it.code AS item_code, it.name_vi, it.name_en,
       it.shown_unit, it.per,
       it.unit, it.account,
       l.code AS lot_code, l.token AS lot_token,
       CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS is_void,
       coalesce(x.voucher_id, 0) AS price_voucher_id,
       coalesce(x.price_vnd, i.price_vnd) AS price_vnd, coalesce(x.amount_vnd, i.amount_vnd) AS amount_vnd,
       coalesce((SELECT sum(pp.amount_vnd) FROM payment_part pp
                  WHERE pp.org_id = i.org_id AND pp.paid_voucher_id = i.voucher_id
                    AND NOT EXISTS (SELECT 1 FROM voucher pr WHERE pr.org_id = pp.org_id AND pr.reverses_id =
       pp.voucher_id
                                       AND pr.reverses_id <> 0)), 0) AS paid_vnd
  FROM intake i
  JOIN voucher v ON v.org_id = i.org_id AND v.id = i.voucher_id
  JOIN v_party p ON p.org_id = i.org_id AND p.id = i.party_id
  JOIN item it ON it.org_id = i.org_id AND it.id = i.item_id
  JOIN lot l ON l.org_id = i.org_id AND l.id = i.lot_id
  LEFT JOIN voucher_memo t ON t.org_id = i.org_id AND t.voucher_id = i.voucher_id
  LEFT JOIN voucher r ON r.org_id = i.org_id AND r.reverses_id = i.voucher_id AND r.reverses_id <> 0
  LEFT JOIN intake_price x ON x.org_id = i.org_id AND x.intake_voucher_id = i.voucher_id
       AND NOT EXISTS (SELECT 1 FROM voucher xr WHERE xr.org_id = x.org_id AND xr.reverses_id = x.voucher_id
                          AND xr.reverses_id <> 0)
 WHERE i.org_id = :org_id AND i.delivered_on >= :from_on AND i.delivered_on <= :to_on
   AND (:party_id = 0 OR i.party_id = :party_id)
   AND (:voucher_id = 0 OR i.voucher_id = :voucher_id)
   AND (:sheet_key = '' OR i.sheet_key = :sheet_key)
   AND (:name_fold = '' OR instr(p.name_fold, :name_fold) > 0 OR instr(it.name_fold, :name_fold) > 0)
   AND (:is_unpriced = 0 OR (i.is_priced = 0 AND x.voucher_id IS NULL AND r.id IS NULL))
   AND (:is_unpaid = 0 OR (r.id IS NULL AND i.mode = 'bought' AND coalesce(x.amount_vnd, i.amount_vnd) >
         coalesce((SELECT sum(pp.amount_vnd) FROM payment_part pp
                    WHERE pp.org_id = i.org_id AND pp.paid_voucher_id = i.voucher_id
                      AND NOT EXISTS (SELECT 1 FROM voucher pr WHERE pr.org_id = pp.org_id
                                         AND pr.reverses_id = pp.voucher_id AND pr.reverses_id <> 0)), 0)))
 ORDER BY i.delivered_on DESC, i.voucher_id DESC
 LIMIT :n_limit;

-- name: intake_list :each
-- type: member_code = text
-- sort: by_date = i.delivered_on, i.voucher_id; by_number = v.book, v.year, v.number
-- sort: by_member = p.given_sort, i.voucher_id; by_item = it.code AS item_code, i.voucher_id
-- sort: by_net = i.net_qty, i.voucher_id
-- sort: by_amount = coalesce(x.amount_vnd, i.amount_vnd) AS amount_vnd, i.voucher_id
-- total: CASE WHEN r.id IS NULL THEN coalesce(x.amount_vnd, i.amount_vnd) ELSE 0 END AS amount_vnd
SELECT i.voucher_id, i.party_id, i.item_id, i.lot_id, i.grade, i.mode, i.gross_qty, i.tare_qty, i.net_qty,
       CASE WHEN i.is_priced = 1 OR x.voucher_id IS NOT NULL THEN 1 ELSE 0 END AS is_priced, i.delivered_on, v.book,
       v.year, v.number, p.code AS member_code, p.full_name AS member_name, p.given_sort, it.code AS item_code,
       it.name_vi, it.name_en, it.shown_unit, it.per, l.code AS lot_code,
       CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS is_void,
       coalesce(x.price_vnd, i.price_vnd) AS price_vnd, coalesce(x.amount_vnd, i.amount_vnd) AS amount_vnd,
       coalesce((SELECT sum(pp.amount_vnd) FROM payment_part pp
                  WHERE pp.org_id = i.org_id AND pp.paid_voucher_id = i.voucher_id
                    AND NOT EXISTS (SELECT 1 FROM voucher pr WHERE pr.org_id = pp.org_id
                                       AND pr.reverses_id = pp.voucher_id AND pr.reverses_id <> 0)), 0) AS paid_vnd
  FROM intake i
  JOIN voucher v ON v.org_id = i.org_id AND v.id = i.voucher_id
  JOIN v_party p ON p.org_id = i.org_id AND p.id = i.party_id
  JOIN item it ON it.org_id = i.org_id AND it.id = i.item_id
  JOIN lot l ON l.org_id = i.org_id AND l.id = i.lot_id
  LEFT JOIN voucher r ON r.org_id = i.org_id AND r.reverses_id = i.voucher_id AND r.reverses_id <> 0
  LEFT JOIN intake_price x ON x.org_id = i.org_id AND x.intake_voucher_id = i.voucher_id
       AND NOT EXISTS (SELECT 1 FROM voucher xr WHERE xr.org_id = x.org_id AND xr.reverses_id = x.voucher_id
                          AND xr.reverses_id <> 0)
 WHERE i.org_id = :org_id
   AND i.delivered_on >= :from_on AND i.delivered_on <= :to_on
   AND (:sheet_key = '' OR i.sheet_key = :sheet_key)
   AND (:name_fold = '' OR v.number = :number OR instr(p.name_fold, :name_fold) > 0
        OR instr(it.name_fold, :name_fold) > 0 OR p.code = :member_code)
   AND (:is_unpriced = 0 OR (i.is_priced = 0 AND x.voucher_id IS NULL AND r.id IS NULL))
   AND (:is_unpaid = 0 OR (r.id IS NULL AND i.mode = 'bought' AND coalesce(x.amount_vnd, i.amount_vnd) >
         coalesce((SELECT sum(pp.amount_vnd) FROM payment_part pp
                    WHERE pp.org_id = i.org_id AND pp.paid_voucher_id = i.voucher_id
                      AND NOT EXISTS (SELECT 1 FROM voucher pr WHERE pr.org_id = pp.org_id
                                         AND pr.reverses_id = pp.voucher_id AND pr.reverses_id <> 0)), 0)))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: inv_intake_voucher :many
-- Every slip has its voucher and every delivery voucher its slip.
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.id FROM voucher v
 WHERE v.kind = 'intake.delivery' AND NOT EXISTS (SELECT 1 FROM intake i WHERE i.org_id = v.org_id AND
       i.voucher_id = v.id)
UNION ALL
SELECT i.org_id, i.voucher_id FROM intake i
 WHERE NOT EXISTS (SELECT 1 FROM voucher v WHERE v.org_id = i.org_id AND v.id = i.voucher_id AND v.kind =
       'intake.delivery')
 ORDER BY 1, 2;

-- name: inv_intake_weight :many
-- What the scale said is what moved.
-- wall: none, because doctor looks at every organisation.
SELECT i.org_id, i.voucher_id, i.net_qty, sum(m.qty) AS qty
  FROM intake i
  JOIN move m ON m.org_id = i.org_id AND m.voucher_id = i.voucher_id
 GROUP BY i.org_id, i.voucher_id, i.net_qty
HAVING sum(m.qty) <> i.net_qty
 ORDER BY i.org_id, i.voucher_id;

-- name: inv_intake_amount :many
-- A bought and priced slip owes its seller exactly its amount.
-- wall: none, because doctor looks at every organisation.
SELECT i.org_id, i.voucher_id, i.amount_vnd,
       coalesce((SELECT sum(l.cr_vnd) FROM line l WHERE l.org_id = i.org_id AND l.voucher_id = i.voucher_id
                    AND l.account = '331' AND l.party_id = i.party_id), 0) AS cr_vnd
  FROM intake i
 WHERE i.mode = 'bought'
   AND i.amount_vnd <> coalesce((SELECT sum(l.cr_vnd) FROM line l WHERE l.org_id = i.org_id AND l.voucher_id =
       i.voucher_id
                                    AND l.account = '331' AND l.party_id = i.party_id), 0)
 ORDER BY i.org_id, i.voucher_id;

-- name: step_intake :opt
SELECT voucher_id FROM intake WHERE org_id = :org_id ORDER BY voucher_id LIMIT 1;
