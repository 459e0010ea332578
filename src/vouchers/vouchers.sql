-- The spine's own queries. Nobody else writes these tables.

-- name: voucher_context :one
-- What posting must know about the organisation on a date.
SELECT coalesce((SELECT s.setting FROM org_setting s WHERE s.org_id = :org_id AND s.name = 'year_first_month'), '1')
           AS year_first_month,
       coalesce((SELECT s.setting FROM org_setting s WHERE s.org_id = :org_id AND s.name = 'negative_stock'),
       'refuse')
           AS negative_stock,
       coalesce((SELECT s.setting FROM org_setting s WHERE s.org_id = :org_id AND s.name = 'four_eyes'), 'off')
           AS four_eyes,
       coalesce((SELECT p.state FROM period p
                  WHERE p.org_id = :org_id AND p.first_on <= :posting_on AND p.last_on >= :posting_on), 'open')
       AS state,
       (SELECT count(*) FROM listener l WHERE l.org_id = :org_id AND l.action = :action) AS is_heard;

-- name: voucher_account :opt
-- The account on a date, the organisation's own before the statutory one; n_child says whether it is a leaf.
SELECT a.code, a.off_balance,
       (SELECT count(*) FROM account c
         WHERE c.org_id IN (0, :org_id) AND c.parent = a.code
           AND c.valid_from_on <= :posting_on AND c.valid_to_on >= :posting_on) AS n_child
  FROM account a
 WHERE a.org_id IN (0, :org_id) AND a.code = :account
   AND a.valid_from_on <= :posting_on AND a.valid_to_on >= :posting_on
 ORDER BY a.org_id DESC
 LIMIT 1;

-- name: voucher_account_state :one
-- What every line asks: is there such an account on the date, and has it detail accounts? Each EXISTS is one look into
-- an index; a list of organisations would be a table made anew for every line.
SELECT CASE WHEN EXISTS (SELECT 1 FROM account a WHERE a.org_id = 0 AND a.code = :account
                            AND a.valid_from_on <= :posting_on AND a.valid_to_on >= :posting_on)
              OR EXISTS (SELECT 1 FROM account a WHERE a.org_id = :org_id AND a.code = :account
                            AND a.valid_from_on <= :posting_on AND a.valid_to_on >= :posting_on)
            THEN 1 ELSE 0 END AS is_known,
       CASE WHEN EXISTS (SELECT 1 FROM account c WHERE c.org_id = 0 AND c.parent = :account
                            AND c.valid_from_on <= :posting_on AND c.valid_to_on >= :posting_on)
              OR EXISTS (SELECT 1 FROM account c WHERE c.org_id = :org_id AND c.parent = :account
                            AND c.valid_from_on <= :posting_on AND c.valid_to_on >= :posting_on)
            THEN 0 ELSE 1 END AS is_leaf;

-- name: voucher_by_request :opt
SELECT v.id, v.book, v.year, v.number, v.request_hash, l.leaf_hash, m.salt_bytes
  FROM voucher v
  JOIN log_leaf l ON l.org_id = v.org_id AND l.voucher_id = v.id
  LEFT JOIN voucher_memo m ON m.org_id = v.org_id AND m.voucher_id = v.id
 WHERE v.org_id = :org_id AND v.request_key = :request_key;

-- name: voucher_next_number :one
INSERT INTO number_series (org_id, book, year, last_number) VALUES (:org_id, :book, :year, 1)
    ON CONFLICT (org_id, book, year) DO UPDATE SET last_number = number_series.last_number + 1
RETURNING last_number;

-- name: voucher_next_leaf :one
INSERT INTO counter (org_id, name, last_value) VALUES (:org_id, 'leaf', 1)
    ON CONFLICT (org_id, name) DO UPDATE SET last_value = counter.last_value + 1
RETURNING last_value;

-- name: voucher_insert :exec
INSERT INTO voucher (org_id, id, kind, book, year, number, document_on, posting_on, recorded_at, request_key,
       request_hash,
                     prepared_by_id, posted_by_id, prepared_for_id, posted_for_id, reverses_id, settles_id,
                     amount_vnd, memo_hash, command_bytes)
VALUES (:org_id, :id, :kind, :book, :year, :number, :document_on, :posting_on, :recorded_at, :request_key,
       :request_hash,
        :prepared_by_id, :posted_by_id, :prepared_for_id, :posted_for_id, :reverses_id, :settles_id,
        :amount_vnd, :memo_hash, :command_bytes);

-- name: voucher_memo_insert :exec
INSERT INTO voucher_memo (org_id, voucher_id, memo, memo_fold, salt_bytes)
VALUES (:org_id, :voucher_id, :memo, :memo_fold, :salt_bytes);

-- name: voucher_memo_unfolded_org :many
-- wall: none, because a job folds the words of every organisation.
SELECT DISTINCT org_id FROM voucher_memo WHERE memo_fold = '' ORDER BY org_id LIMIT 100;

-- name: voucher_memo_unfolded :many
SELECT voucher_id, memo FROM voucher_memo WHERE org_id = :org_id AND memo_fold = '' ORDER BY voucher_id LIMIT :limit;

-- name: voucher_memo_fold_set :exec
UPDATE voucher_memo SET memo_fold = :memo_fold WHERE org_id = :org_id AND voucher_id = :voucher_id;

-- name: voucher_memo_delete :exec changed
-- With its salt, so that nobody can try words against the digest that stays.
DELETE FROM voucher_memo WHERE org_id = :org_id AND voucher_id = :voucher_id;

-- name: voucher_memo_rows :each
-- Every memo; is_own: the party is the only one on the voucher's lines.
SELECT m.voucher_id, v.posting_on, m.memo,
       CASE WHEN EXISTS (SELECT 1 FROM line l WHERE l.org_id = m.org_id AND l.voucher_id = m.voucher_id
                            AND l.party_id = :party_id)
             AND NOT EXISTS (SELECT 1 FROM line l WHERE l.org_id = m.org_id AND l.voucher_id = m.voucher_id
                                AND l.party_id NOT IN (0, :party_id)) THEN 1 ELSE 0 END AS is_own
  FROM voucher_memo m
  JOIN voucher v ON v.org_id = m.org_id AND v.id = m.voucher_id
 WHERE m.org_id = :org_id
 ORDER BY m.voucher_id;

-- name: voucher_last_on :one
-- Deliveries and goods of others stand in vouchers of their own days.
SELECT coalesce(max(v.posting_on), 0) AS last_on
  FROM voucher v
 WHERE v.org_id = :org_id
   AND v.id IN (SELECT l.voucher_id FROM line l WHERE l.org_id = :org_id AND l.party_id = :party_id
                 UNION SELECT m.voucher_id FROM move m WHERE m.org_id = :org_id AND m.owner_party_id = :party_id
                 UNION SELECT d.voucher_id FROM delivery d WHERE d.org_id = :org_id AND d.party_id = :party_id
                 UNION SELECT u.voucher_id FROM member_use u WHERE u.org_id = :org_id AND u.party_id = :party_id);

-- name: period_reason_clear :exec
UPDATE period SET reason = '' WHERE org_id = :org_id AND first_on = :first_on;

-- name: voucher_link_insert :exec
INSERT INTO voucher_link (org_id, voucher_id, depends_id) VALUES (:org_id, :voucher_id, :depends_id);

-- name: voucher_attachment_insert :exec
INSERT INTO voucher_attachment (org_id, voucher_id, attachment_no, file_hash)
VALUES (:org_id, :voucher_id, :attachment_no, :file_hash);

-- name: voucher_leaf_insert :exec
INSERT INTO log_leaf (org_id, seq, voucher_id, leaf_bytes, leaf_hash)
VALUES (:org_id, :seq, :voucher_id, :leaf_bytes, :leaf_hash);

-- name: voucher_mark_dirty :exec
INSERT INTO dirty (org_id, month) VALUES (:org_id, :month) ON CONFLICT (org_id, month) DO NOTHING;

-- name: line_insert :exec
INSERT INTO line (org_id, voucher_id, line_no, posting_on, account, party_id, dr_vnd, cr_vnd, side, dim_id, currency,
                  amount_fc_minor, contra_group)
VALUES (:org_id, :voucher_id, :line_no, :posting_on, :account, :party_id, :dr_vnd, :cr_vnd, :side, :dim_id, :currency,
        :amount_fc_minor, :contra_group);

-- name: line_sum_account :exec
INSERT INTO sum_account (org_id, month, account, side, dr_vnd, cr_vnd)
VALUES (:org_id, :month, :account, :side, :dr_vnd, :cr_vnd)
    ON CONFLICT (org_id, account, side, month)
    DO UPDATE SET dr_vnd = sum_account.dr_vnd + excluded.dr_vnd, cr_vnd = sum_account.cr_vnd + excluded.cr_vnd;

-- name: line_sum_party :exec
INSERT INTO sum_party (org_id, month, account, party_id, dr_vnd, cr_vnd)
VALUES (:org_id, :month, :account, :party_id, :dr_vnd, :cr_vnd)
    ON CONFLICT (org_id, party_id, account, month)
    DO UPDATE SET dr_vnd = sum_party.dr_vnd + excluded.dr_vnd, cr_vnd = sum_party.cr_vnd + excluded.cr_vnd;

-- name: move_insert :exec
INSERT INTO move (org_id, voucher_id, move_no, posting_on, item_id, lot_id, place_id, owner, owner_party_id,
       unit, qty,
                  value_vnd, external)
VALUES (:org_id, :voucher_id, :move_no, :posting_on, :item_id, :lot_id, :place_id, :owner, :owner_party_id,
       :unit, :qty,
        :value_vnd, :external);

-- name: move_sum_stock :one
INSERT INTO stock (org_id, item_id, lot_id, place_id, owner, owner_party_id, qty, value_vnd)
VALUES (:org_id, :item_id, :lot_id, :place_id, :owner, :owner_party_id, :qty, :value_vnd)
    ON CONFLICT (org_id, item_id, lot_id, place_id, owner, owner_party_id)
    DO UPDATE SET qty = stock.qty + excluded.qty, value_vnd = stock.value_vnd + excluded.value_vnd
RETURNING qty, value_vnd;

-- name: event_insert :exec
INSERT INTO event (org_id, voucher_id, event_no, event_uri, type, action, biz_step, disposition, event_at,
       zone_minutes,
                   read_point, error_at, error_reason)
VALUES (:org_id, :voucher_id, :event_no, :event_uri, :type, :action, :biz_step, :disposition, :event_at,
       :zone_minutes,
        :read_point, :error_at, :error_reason);

-- name: event_item_insert :exec
INSERT INTO event_item (org_id, voucher_id, event_no, item_no, role, epc, qty, uom)
VALUES (:org_id, :voucher_id, :event_no, :item_no, :role, :epc, :qty, :uom);

-- name: delivery_insert :exec
INSERT INTO delivery (org_id, voucher_id, delivery_no, contract_id, party_id, item_id, qty, grade)
VALUES (:org_id, :voucher_id, :delivery_no, :contract_id, :party_id, :item_id, :qty, :grade);

-- name: use_insert :exec
INSERT INTO member_use (org_id, voucher_id, use_no, posting_on, party_id, service, qty, value_vnd)
VALUES (:org_id, :voucher_id, :use_no, :posting_on, :party_id, :service, :qty, :value_vnd);

-- name: voucher_get :opt
SELECT v.id, v.kind, v.book, v.year, v.number, v.document_on, v.posting_on, v.recorded_at, v.request_key,
       v.request_hash,
       v.prepared_by_id, v.posted_by_id, v.prepared_for_id, v.posted_for_id, v.reverses_id, v.settles_id,
       v.amount_vnd, v.memo_hash, v.command_bytes, m.memo, m.salt_bytes,
       CASE WHEN m.voucher_id IS NULL THEN 0 ELSE 1 END AS has_memo,
       coalesce(r.id, 0) AS reversed_by_id, l.leaf_hash, l.leaf_bytes
  FROM voucher v
  JOIN log_leaf l ON l.org_id = v.org_id AND l.voucher_id = v.id
  LEFT JOIN voucher_memo m ON m.org_id = v.org_id AND m.voucher_id = v.id
  LEFT JOIN voucher r ON r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0
 WHERE v.org_id = :org_id AND v.id = :id;

-- name: line_of_voucher :many
SELECT line_no, account, party_id, dr_vnd, cr_vnd, side, dim_id, currency, amount_fc_minor, contra_group
  FROM line WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY line_no;

-- name: move_of_voucher :many
SELECT move_no, item_id, lot_id, place_id, owner, owner_party_id, unit, qty, value_vnd, external
  FROM move WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY move_no;

-- name: event_of_voucher :many
SELECT event_no, event_uri, type, action, biz_step, disposition, event_at, zone_minutes, read_point, error_at,
       error_reason
  FROM event WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY event_no;

-- name: event_item_of_voucher :many
SELECT event_no, item_no, role, epc, qty, uom
  FROM event_item WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY event_no, item_no;

-- name: delivery_of_voucher :many
SELECT delivery_no, contract_id, party_id, item_id, qty, grade
  FROM delivery WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY delivery_no;

-- name: use_of_voucher :many
SELECT use_no, party_id, service, qty, value_vnd
  FROM member_use WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY use_no;

-- name: link_of_voucher :many
SELECT depends_id FROM voucher_link WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY depends_id;

-- name: attachment_of_voucher :many
SELECT attachment_no, file_hash
  FROM voucher_attachment WHERE org_id = :org_id AND voucher_id = :voucher_id ORDER BY attachment_no;

-- name: voucher_dependent :many
-- What stands directly on one voucher and is not voided.
SELECT v.id, v.kind, v.book, v.year, v.number, v.posting_on, v.amount_vnd
  FROM voucher v
 WHERE v.org_id = :org_id AND v.reverses_id = 0
   AND (v.settles_id = :id OR v.id IN (SELECT k.voucher_id FROM voucher_link k
                                        WHERE k.org_id = :org_id AND k.depends_id = :id))
   AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0)
 ORDER BY v.id DESC;

-- name: voucher_state_of :opt
SELECT v.reverses_id,
       CASE WHEN EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = v.org_id AND r.reverses_id = v.id AND
       r.reverses_id <> 0)
            THEN 1 ELSE 0 END AS is_void
  FROM voucher v WHERE v.org_id = :org_id AND v.id = :id;

-- name: sum_account_range :many
-- Opening before from_month, turnover from from_month to to_month.
SELECT account,
       sum(CASE WHEN month < :from_month THEN dr_vnd ELSE 0 END) AS open_dr_vnd,
       sum(CASE WHEN month < :from_month THEN cr_vnd ELSE 0 END) AS open_cr_vnd,
       sum(CASE WHEN month >= :from_month THEN dr_vnd ELSE 0 END) AS turn_dr_vnd,
       sum(CASE WHEN month >= :from_month THEN cr_vnd ELSE 0 END) AS turn_cr_vnd
  FROM sum_account
 WHERE org_id = :org_id AND month <= :to_month AND account >= :from_account AND account < :to_account
 GROUP BY account
 ORDER BY account;

-- name: draft_insert :exec
INSERT INTO draft (org_id, id, kind, owner_user_id, owner_for_id, command_json, note, created_at)
VALUES (:org_id, :id, :kind, :owner_user_id, :owner_for_id, :command_json, :note, :created_at);

-- name: draft_update :exec changed
UPDATE draft SET command_json = :command_json, note = :note WHERE org_id = :org_id AND id = :id;

-- name: draft_all :many
SELECT id, kind, owner_user_id, owner_for_id, command_json, note, created_at FROM draft WHERE org_id = :org_id
 ORDER BY id DESC;

-- name: draft_get :opt
SELECT id, kind, owner_user_id, owner_for_id, command_json, note, created_at FROM draft
 WHERE org_id = :org_id AND id = :id;

-- name: draft_delete :exec changed
DELETE FROM draft WHERE org_id = :org_id AND id = :id;

-- name: audit_insert :exec
INSERT INTO audit (org_id, id, at, user_id, for_user_id, action, subject, subject_id, grant_id, detail)
VALUES (:org_id, :id, :at, :user_id, :for_user_id, :action, :subject, :subject_id, :grant_id, :detail);

-- name: sum_account_clear :exec
DELETE FROM sum_account WHERE org_id = :org_id;

-- name: sum_account_rebuild :exec
INSERT INTO sum_account (org_id, month, account, side, dr_vnd, cr_vnd)
SELECT org_id, posting_on / 100, account, side, sum(dr_vnd), sum(cr_vnd)
  FROM line WHERE org_id = :org_id GROUP BY org_id, posting_on / 100, account, side;

-- name: sum_party_clear :exec
DELETE FROM sum_party WHERE org_id = :org_id;

-- name: sum_party_rebuild :exec
INSERT INTO sum_party (org_id, month, account, party_id, dr_vnd, cr_vnd)
SELECT org_id, posting_on / 100, account, party_id, sum(dr_vnd), sum(cr_vnd)
  FROM line WHERE org_id = :org_id AND party_id <> 0 GROUP BY org_id, posting_on / 100, account, party_id;

-- name: stock_clear :exec
DELETE FROM stock WHERE org_id = :org_id;

-- name: stock_rebuild :exec
INSERT INTO stock (org_id, item_id, lot_id, place_id, owner, owner_party_id, qty, value_vnd)
SELECT org_id, item_id, lot_id, place_id, owner, owner_party_id, sum(qty), sum(value_vnd)
  FROM move WHERE org_id = :org_id GROUP BY org_id, item_id, lot_id, place_id, owner, owner_party_id;

-- name: period_put :exec
INSERT INTO period (org_id, first_on, last_on, year, state, changed_at, changed_by_id, reason)
VALUES (:org_id, :first_on, :last_on, :year, :state, :changed_at, :changed_by_id, :reason)
    ON CONFLICT (org_id, first_on)
    DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at, changed_by_id = excluded.changed_by_id,
                  reason = excluded.reason;

-- name: period_all :many
SELECT first_on, last_on, state, reason, changed_at, changed_by_id FROM period WHERE org_id = :org_id ORDER BY
       first_on;

-- name: period_at :opt
SELECT state FROM period WHERE org_id = :org_id AND first_on = :first_on;

-- name: org_setting_put :exec
INSERT INTO org_setting (org_id, name, setting) VALUES (:org_id, :name, :setting)
    ON CONFLICT (org_id, name) DO UPDATE SET setting = excluded.setting;

-- name: org_setting_one :opt
SELECT setting FROM org_setting WHERE org_id = :org_id AND name = :name;

-- name: dim_find :opt
SELECT id FROM dim
 WHERE org_id = :org_id AND service = :service AND season = :season AND plot = :plot AND fund = :fund AND chain
       = :chain;

-- name: dim_insert :exec
INSERT INTO dim (org_id, id, service, season, plot, fund, chain)
VALUES (:org_id, :id, :service, :season, :plot, :fund, :chain);

-- name: ref_set_find :opt
SELECT id, content_hash FROM ref_set WHERE org_id = :org_id AND set_code = :set_code AND version = :version;

-- name: ref_set_insert :exec
INSERT INTO ref_set (org_id, id, set_code, version, valid_from_on, source, content_hash)
VALUES (:org_id, :id, :set_code, :version, :valid_from_on, :source, :content_hash);

-- name: account_insert :exec
INSERT INTO account (org_id, code, parent, name_vi, name_en, nature, off_balance, statement, note, ref_set_id,
       valid_from_on)
VALUES (:org_id, :code, :parent, :name_vi, :name_en, :nature, :off_balance, :statement, :note, :ref_set_id,
       :valid_from_on);

-- name: account_used :one
-- Lines already posted on an account: it cannot get detail accounts any more.
SELECT count(*) AS n_line FROM line WHERE org_id = :org_id AND account = :account;

-- name: voucher_org_lock :exec
INSERT INTO org_lock (org_id) VALUES (:org_id);

-- name: listener_get :opt
SELECT action FROM listener WHERE org_id = :org_id AND action = :action;

-- name: listener_clear :exec
DELETE FROM listener WHERE org_id = :org_id;

-- name: listener_put :exec
INSERT INTO listener (org_id, action) VALUES (:org_id, :action) ON CONFLICT (org_id, action) DO NOTHING;
