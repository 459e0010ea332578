-- Items, prices, lots, stock.

-- name: item_get_by_code :opt
SELECT id, code, name_vi, name_en, unit, shown_unit, per, account, is_active FROM item WHERE org_id = :org_id
       AND code = :code;

-- name: item_get :opt
SELECT id, code, name_vi, name_en, unit, shown_unit, per, account, is_active FROM item WHERE org_id = :org_id
       AND id = :id;

-- name: item_all :many
SELECT id, code, name_vi, name_en, unit, shown_unit, per, account, is_active
  FROM item WHERE org_id = :org_id ORDER BY name_sort, id;

-- name: item_insert :exec
INSERT INTO item (org_id, id, code, name_vi, name_en, name_fold, name_sort, unit, shown_unit, per, account)
VALUES (:org_id, :id, :code, :name_vi, :name_en, :name_fold, :name_sort, :unit, :shown_unit, :per, :account);

-- name: item_price_end :exec
-- The price in force ends the day before the new one begins.
UPDATE item_price SET valid_to_on = :end_on
 WHERE org_id = :org_id AND item_id = :item_id AND grade = :grade AND valid_from_on <= :end_on AND valid_to_on
       > :end_on;

-- name: item_price_next :opt
SELECT valid_from_on FROM item_price
 WHERE org_id = :org_id AND item_id = :item_id AND grade = :grade AND valid_from_on > :from_on
 ORDER BY valid_from_on
 LIMIT 1;

-- name: item_price_put :exec
INSERT INTO item_price (org_id, item_id, grade, valid_from_on, valid_to_on, price_vnd)
VALUES (:org_id, :item_id, :grade, :valid_from_on, :valid_to_on, :price_vnd)
    ON CONFLICT (org_id, item_id, grade, valid_from_on) DO UPDATE SET price_vnd = excluded.price_vnd;

-- name: item_price_get :opt
SELECT price_vnd, grade FROM item_price
 WHERE org_id = :org_id AND item_id = :item_id AND (grade = :grade OR grade = '')
   AND valid_from_on <= :on_on AND valid_to_on >= :on_on
 ORDER BY grade DESC
 LIMIT 1;

-- name: item_price_all :many
SELECT p.item_id, i.code, i.name_vi, i.name_en, i.shown_unit, p.grade, p.valid_from_on, p.valid_to_on, p.price_vnd
  FROM item_price p
  JOIN item i ON i.org_id = p.org_id AND i.id = p.item_id
 WHERE p.org_id = :org_id
 ORDER BY i.name_sort, p.grade, p.valid_from_on DESC, p.item_id;

-- name: lot_count_day :one
SELECT count(*) AS n_lot FROM lot WHERE org_id = :org_id AND item_id = :item_id AND made_on = :made_on;

-- name: lot_insert :exec
INSERT INTO lot (org_id, id, code, item_id, grade, made_on, token)
VALUES (:org_id, :id, :code, :item_id, :grade, :made_on, :token);

-- name: stock_rows :many
SELECT s.item_id, s.lot_id, s.owner, s.owner_party_id, s.qty, s.value_vnd, i.code AS item_code, i.name_vi, i.name_en,
       i.shown_unit, i.per, coalesce(l.code, '') AS lot_code, coalesce(l.grade, '') AS grade,
       coalesce(l.made_on, 0) AS made_on, coalesce(p.full_name, '') AS owner_name
  FROM stock s
  JOIN item i ON i.org_id = s.org_id AND i.id = s.item_id
  LEFT JOIN lot l ON l.org_id = s.org_id AND l.id = s.lot_id
  LEFT JOIN v_party p ON p.org_id = s.org_id AND p.id = s.owner_party_id
 WHERE s.org_id = :org_id AND (s.qty <> 0 OR s.value_vnd <> 0) AND (:item_id = 0 OR s.item_id = :item_id)
 ORDER BY i.name_sort, s.item_id, l.made_on, s.lot_id, s.owner, s.owner_party_id, s.place_id;

-- name: stock_rows_on :many
-- row: stock_rows
SELECT m.item_id, m.lot_id, m.owner, m.owner_party_id, m.qty, m.value_vnd, i.code AS item_code, i.name_vi, i.name_en,
       i.shown_unit, i.per, coalesce(l.code, '') AS lot_code, coalesce(l.grade, '') AS grade,
       coalesce(l.made_on, 0) AS made_on, coalesce(p.full_name, '') AS owner_name
  FROM (SELECT org_id, item_id, lot_id, owner, owner_party_id, sum(qty) AS qty, sum(value_vnd) AS value_vnd
          FROM move
         WHERE org_id = :org_id AND posting_on <= :last_on
         GROUP BY org_id, item_id, lot_id, owner, owner_party_id) m
  JOIN item i ON i.org_id = m.org_id AND i.id = m.item_id
  LEFT JOIN lot l ON l.org_id = m.org_id AND l.id = m.lot_id
  LEFT JOIN v_party p ON p.org_id = m.org_id AND p.id = m.owner_party_id
 WHERE m.qty <> 0 OR m.value_vnd <> 0
 ORDER BY i.name_sort, m.item_id, l.made_on, m.lot_id, m.owner, m.owner_party_id;

-- name: card_opening :one
SELECT coalesce(sum(m.qty), 0) AS qty, coalesce(sum(m.value_vnd), 0) AS value_vnd
  FROM move m
 WHERE m.org_id = :org_id AND m.item_id = :item_id AND m.owner = 0 AND m.posting_on < :from_on;

-- name: card_rows :many
SELECT m.voucher_id, m.posting_on, m.owner, m.qty, m.value_vnd, v.book, v.year, v.number, v.kind,
       coalesce(l.code, '') AS lot_code, coalesce(t.memo, '') AS memo
  FROM move m
  JOIN voucher v ON v.org_id = m.org_id AND v.id = m.voucher_id
  LEFT JOIN lot l ON l.org_id = m.org_id AND l.id = m.lot_id
  LEFT JOIN voucher_memo t ON t.org_id = m.org_id AND t.voucher_id = m.voucher_id
 WHERE m.org_id = :org_id AND m.item_id = :item_id AND m.owner = 0
   AND m.posting_on >= :from_on AND m.posting_on <= :to_on
 ORDER BY m.posting_on, m.voucher_id, m.move_no;

-- name: inv_move_item :many
-- Every move is about an item of its organisation, in that item's base unit.
-- wall: none, because doctor looks at every organisation.
SELECT m.org_id, m.voucher_id, m.item_id
  FROM move m
 WHERE NOT EXISTS (SELECT 1 FROM item i WHERE i.org_id = m.org_id AND i.id = m.item_id AND i.unit = m.unit)
 ORDER BY m.org_id, m.voucher_id, m.item_id;

-- name: inv_move_lot :many
-- A lot holds one item.
-- wall: none, because doctor looks at every organisation.
SELECT m.org_id, m.voucher_id, m.lot_id
  FROM move m
 WHERE m.lot_id <> 0
   AND NOT EXISTS (SELECT 1 FROM lot l WHERE l.org_id = m.org_id AND l.id = m.lot_id AND l.item_id = m.item_id)
 ORDER BY m.org_id, m.voucher_id, m.lot_id;

-- name: inv_stock_negative :many
-- No stock row below zero where the organisation forbids it.
-- wall: none, because doctor looks at every organisation.
SELECT s.org_id, s.item_id, s.lot_id, s.qty
  FROM stock s
 WHERE s.qty < 0
   AND NOT EXISTS (SELECT 1 FROM org_setting t WHERE t.org_id = s.org_id AND t.name = 'negative_stock'
                      AND t.setting = 'allow')
 ORDER BY s.org_id, s.item_id, s.lot_id, s.qty;

-- name: step_item :opt
SELECT id FROM item WHERE org_id = :org_id ORDER BY id LIMIT 1;

-- name: step_price :opt
SELECT item_id FROM item_price WHERE org_id = :org_id ORDER BY item_id LIMIT 1;
