-- The spine's invariants: each must return no row; the columns say what is wrong.

-- name: inv_lines_balance :many
-- wall: none, because doctor looks at every organisation.
SELECT l.org_id, l.voucher_id, sum(l.dr_vnd) AS dr_vnd, sum(l.cr_vnd) AS cr_vnd
  FROM line l
 WHERE substr(l.account, 1, 1) <> '0'
 GROUP BY l.org_id, l.voucher_id
HAVING sum(l.dr_vnd) <> sum(l.cr_vnd)
 ORDER BY l.org_id, l.voucher_id;

-- name: inv_number_gap :many
-- wall: none, because doctor looks at every organisation.
SELECT s.org_id, s.book, s.year, s.last_number,
       (SELECT count(*) FROM voucher v WHERE v.org_id = s.org_id AND v.book = s.book AND v.year = s.year) AS n_voucher
  FROM number_series s
 WHERE s.last_number <> (SELECT count(*) FROM voucher v
                          WHERE v.org_id = s.org_id AND v.book = s.book AND v.year = s.year)
    OR s.last_number <> (SELECT coalesce(max(v.number), 0) FROM voucher v
                          WHERE v.org_id = s.org_id AND v.book = s.book AND v.year = s.year)
 ORDER BY s.org_id, s.book, s.year;

-- name: inv_leaf_missing :many
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.id
  FROM voucher v
 WHERE NOT EXISTS (SELECT 1 FROM log_leaf l WHERE l.org_id = v.org_id AND l.voucher_id = v.id)
 ORDER BY v.org_id, v.id;

-- name: inv_leaf_gap :many
-- wall: none, because doctor looks at every organisation.
SELECT l.org_id, count(*) AS n_leaf, max(l.seq) AS last_seq
  FROM log_leaf l
 GROUP BY l.org_id
HAVING count(*) <> max(l.seq)
 ORDER BY l.org_id;

-- name: inv_leaf_orphan :many
-- wall: none, because doctor looks at every organisation.
SELECT l.org_id, l.voucher_id
  FROM log_leaf l
 WHERE NOT EXISTS (SELECT 1 FROM voucher v WHERE v.org_id = l.org_id AND v.id = l.voucher_id)
 ORDER BY l.org_id, l.voucher_id;

-- name: inv_sum_account :many
-- Kept sums against the lines, both ways.
-- wall: none, because doctor looks at every organisation.
SELECT d.org_id, d.month, d.account, d.side, sum(d.dr) AS dr_vnd, sum(d.cr) AS cr_vnd
  FROM (SELECT org_id, posting_on / 100 AS month, account, side, dr_vnd AS dr, cr_vnd AS cr FROM line
        UNION ALL
        SELECT org_id, month, account, side, -dr_vnd, -cr_vnd FROM sum_account) d
 GROUP BY d.org_id, d.month, d.account, d.side
HAVING sum(d.dr) <> 0 OR sum(d.cr) <> 0
 ORDER BY d.org_id, d.month, d.account, d.side;

-- name: inv_sum_party :many
-- wall: none, because doctor looks at every organisation.
SELECT d.org_id, d.month, d.account, d.party_id, sum(d.dr) AS dr_vnd, sum(d.cr) AS cr_vnd
  FROM (SELECT org_id, posting_on / 100 AS month, account, party_id, dr_vnd AS dr, cr_vnd AS cr FROM line WHERE
       party_id <> 0
        UNION ALL
        SELECT org_id, month, account, party_id, -dr_vnd, -cr_vnd FROM sum_party) d
 GROUP BY d.org_id, d.month, d.account, d.party_id
HAVING sum(d.dr) <> 0 OR sum(d.cr) <> 0
 ORDER BY d.org_id, d.month, d.account, d.party_id;

-- name: inv_stock :many
-- wall: none, because doctor looks at every organisation.
SELECT d.org_id, d.item_id, d.lot_id, d.place_id, d.owner, d.owner_party_id, sum(d.q) AS qty, sum(d.v) AS value_vnd
  FROM (SELECT org_id, item_id, lot_id, place_id, owner, owner_party_id, qty AS q, value_vnd AS v FROM move
        UNION ALL
        SELECT org_id, item_id, lot_id, place_id, owner, owner_party_id, -qty, -value_vnd FROM stock) d
 GROUP BY d.org_id, d.item_id, d.lot_id, d.place_id, d.owner, d.owner_party_id
HAVING sum(d.q) <> 0 OR sum(d.v) <> 0
 ORDER BY d.org_id, d.item_id, d.lot_id, d.place_id, d.owner, d.owner_party_id;

-- name: inv_move_conserved :many
-- Inside one voucher what leaves a place enters another, in each unit.
-- wall: none, because doctor looks at every organisation.
SELECT m.org_id, m.voucher_id, m.unit, sum(m.qty) AS qty
  FROM move m
 WHERE m.external = 0
 GROUP BY m.org_id, m.voucher_id, m.unit
HAVING sum(m.qty) <> 0
 ORDER BY m.org_id, m.voucher_id, m.unit;

-- name: inv_void_mirror_line :many
-- A void carries exactly the negative of what it reverses.
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.id, coalesce(sum(d.dr), 0) AS dr_vnd, coalesce(sum(d.cr), 0) AS cr_vnd
  FROM voucher v
  JOIN (SELECT org_id, voucher_id, account, party_id, side, dr_vnd AS dr, cr_vnd AS cr FROM line) d
    ON d.org_id = v.org_id AND d.voucher_id IN (v.id, v.reverses_id)
 WHERE v.reverses_id <> 0
 GROUP BY v.org_id, v.id, d.account, d.party_id, d.side
HAVING sum(d.dr) <> 0 OR sum(d.cr) <> 0
 ORDER BY v.org_id, v.id;

-- name: inv_void_mirror_move :many
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.id, m.item_id, sum(m.qty) AS qty, sum(m.value_vnd) AS value_vnd
  FROM voucher v
  JOIN move m ON m.org_id = v.org_id AND m.voucher_id IN (v.id, v.reverses_id)
 WHERE v.reverses_id <> 0
 GROUP BY v.org_id, v.id, m.item_id, m.lot_id, m.place_id, m.owner, m.owner_party_id
HAVING sum(m.qty) <> 0 OR sum(m.value_vnd) <> 0
 ORDER BY v.org_id, v.id, m.item_id;

-- name: inv_void_event :many
-- Every event of a voided voucher has its error declaration.
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.reverses_id, e.event_uri
  FROM voucher v
  JOIN event e ON e.org_id = v.org_id AND e.voucher_id = v.reverses_id
 WHERE v.reverses_id <> 0
   AND NOT EXISTS (SELECT 1 FROM event x WHERE x.org_id = v.org_id AND x.voucher_id = v.id
                     AND x.event_uri = e.event_uri AND x.error_at <> 0)
 ORDER BY v.org_id, v.reverses_id, e.event_uri;

-- name: inv_closed_period :many
-- Nothing was recorded into a closed month after its closing.
-- wall: none, because doctor looks at every organisation.
SELECT v.org_id, v.id, v.posting_on, p.first_on
  FROM voucher v
  JOIN period p ON p.org_id = v.org_id AND p.first_on <= v.posting_on AND p.last_on >= v.posting_on
 WHERE p.state <> 'open' AND v.recorded_at > p.changed_at
 ORDER BY v.org_id, v.id;

-- name: inv_link_missing :many
-- wall: none, because doctor looks at every organisation.
SELECT k.org_id, k.voucher_id, k.depends_id
  FROM voucher_link k
 WHERE NOT EXISTS (SELECT 1 FROM voucher v WHERE v.org_id = k.org_id AND v.id = k.depends_id)
 ORDER BY k.org_id, k.voucher_id, k.depends_id;
