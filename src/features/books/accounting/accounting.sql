-- The books read back: vouchers, journal, ledgers. Only reads; the spine writes.

-- name: accounting_party_by_code :opt
SELECT id, full_name FROM v_party WHERE org_id = :org_id AND code = :code;

-- name: accounting_item_by_code :opt
SELECT id, unit, account, name_vi, name_en FROM v_item WHERE org_id = :org_id AND code = :code;

-- name: accounting_lot_by_code :opt
SELECT id, item_id FROM v_lot WHERE org_id = :org_id AND code = :code;

-- name: accounting_account_name :many
-- The chart on a date with the organisation's own sub-accounts.
SELECT a.code, a.parent, a.name_vi, a.name_en, a.nature, a.off_balance, a.statement,
       CASE WHEN a.org_id = 0 THEN 0 ELSE 1 END AS is_own,
       CASE WHEN EXISTS (SELECT 1 FROM account c WHERE c.org_id IN (0, :org_id) AND c.parent = a.code
                            AND c.valid_from_on <= :posting_on AND c.valid_to_on >= :posting_on)
            THEN 0 ELSE 1 END AS is_leaf
  FROM account a
 WHERE a.org_id IN (0, :org_id) AND a.valid_from_on <= :posting_on AND a.valid_to_on >= :posting_on
 ORDER BY a.code, a.org_id;

-- name: accounting_line_range :many
-- Movements of single days inside one month: sums know whole months only. The month's accounts come first, so that each
-- is a range of the index on lines.
SELECT l.account, sum(l.dr_vnd) AS dr_vnd, sum(l.cr_vnd) AS cr_vnd
  FROM (SELECT DISTINCT account FROM sum_account WHERE org_id = :org_id AND month = :month) s
  JOIN line l ON l.org_id = :org_id AND l.account = s.account AND l.posting_on >= :from_on AND l.posting_on <= :to_on
 GROUP BY l.account
 ORDER BY l.account;

-- name: accounting_cash_month :many
SELECT month, sum(dr_vnd) AS in_vnd, sum(cr_vnd) AS out_vnd
  FROM sum_account
 WHERE org_id = :org_id AND account = '1111' AND month >= :from_month
 GROUP BY month
 ORDER BY month;

-- name: accounting_balance_party :many
SELECT s.account, s.party_id, coalesce(p.code, '') AS party_code, coalesce(p.full_name, '') AS party_name,
       sum(s.dr_vnd) AS dr_vnd, sum(s.cr_vnd) AS cr_vnd
  FROM sum_party s
  LEFT JOIN v_party p ON p.org_id = s.org_id AND p.id = s.party_id
 WHERE s.org_id = :org_id AND s.account >= :from_account AND s.account < :to_account AND s.month <= :to_month
 GROUP BY s.account, s.party_id, p.code, p.full_name
 ORDER BY s.account, p.code, s.party_id;

-- name: accounting_line_each :each
-- Every line in posting order, for exports: constant memory.
SELECT v.id AS voucher_id, v.kind, v.book, v.year, v.number, v.document_on, v.posting_on, v.request_key,
       v.reverses_id,
       v.settles_id, coalesce(m.memo, '') AS memo, l.line_no, l.account, l.party_id, coalesce(p.code, '') AS
       party_code,
       l.dr_vnd, l.cr_vnd, l.side
  FROM voucher v
  JOIN line l ON l.org_id = v.org_id AND l.voucher_id = v.id
  LEFT JOIN voucher_memo m ON m.org_id = v.org_id AND m.voucher_id = v.id
  LEFT JOIN v_party p ON p.org_id = l.org_id AND p.id = l.party_id
 WHERE v.org_id = :org_id AND v.posting_on >= :from_on AND v.posting_on <= :to_on
 ORDER BY v.posting_on, v.id, l.line_no;

-- name: accounting_voucher_list :each
-- sort: by_date = v.posting_on, v.id; by_number = v.book, v.year, v.number; by_amount = v.amount_vnd, v.id
-- sort: by_kind = v.kind, v.posting_on, v.id
-- lead: kind by voucher_kind; from_on, to_on by voucher_posting
-- total: v.amount_vnd
SELECT v.id, v.kind, v.book, v.year, v.number, v.document_on, v.posting_on, v.amount_vnd, v.reverses_id, v.settles_id,
       coalesce(m.memo, '') AS memo, coalesce(r.id, 0) AS reversed_by_id
  FROM voucher v
  LEFT JOIN voucher_memo m ON m.org_id = v.org_id AND m.voucher_id = v.id
  LEFT JOIN voucher r ON r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0
 WHERE v.org_id = :org_id
   AND v.posting_on >= :from_on AND v.posting_on <= :to_on
   AND (:kind = '' OR v.kind = :kind)
   AND (:account = '' OR EXISTS (SELECT 1 FROM line l WHERE l.org_id = v.org_id AND l.voucher_id = v.id
                                    AND l.account = :account))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: accounting_voucher_find :each
-- Vouchers by number (of one book or any) or by whom a line names: both by index, however many vouchers there are.
-- row: accounting_voucher_list
-- type: word_from = text, word_to = text, rest = text, rest_more = text
-- sort: by_date = v.posting_on, v.id; by_number = v.book, v.year, v.number; by_amount = v.amount_vnd, v.id
-- sort: by_kind = v.kind, v.posting_on, v.id
-- total: v.amount_vnd
SELECT v.id, v.kind, v.book, v.year, v.number, v.document_on, v.posting_on, v.amount_vnd, v.reverses_id, v.settles_id,
       coalesce(m.memo, '') AS memo, coalesce(r.id, 0) AS reversed_by_id
  FROM (SELECT x.id AS found_id
          FROM number_series s
         CROSS JOIN voucher x
         WHERE s.org_id = :org_id AND (:book = '' OR s.book = :book)
           AND x.org_id = s.org_id AND x.book = s.book AND x.year = s.year AND x.number = :number
        UNION
        SELECT l.voucher_id FROM line l
         WHERE l.org_id = :org_id AND l.party_id <> 0
           AND l.party_id IN (SELECT w.party_id FROM v_party_word w
                                JOIN v_party p ON p.org_id = w.org_id AND p.id = w.party_id
                               WHERE w.org_id = :org_id AND w.word >= :word_from AND w.word < :word_to
                                 AND (:rest = '' OR instr(p.name_fold, :rest) > 0)
                                 AND (:rest_more = '' OR instr(p.name_fold, :rest_more) > 0)
                               ORDER BY w.word, w.party_id LIMIT 20)) f
 CROSS JOIN voucher v
  LEFT JOIN voucher_memo m ON m.org_id = v.org_id AND m.voucher_id = v.id
  LEFT JOIN voucher r ON r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0
 WHERE v.org_id = :org_id AND v.id = f.found_id
   AND v.posting_on >= :from_on AND v.posting_on <= :to_on
   AND (:kind = '' OR v.kind = :kind)
   AND (:account = '' OR EXISTS (SELECT 1 FROM line l WHERE l.org_id = v.org_id AND l.voucher_id = v.id
                                    AND l.account = :account))
   AND (:tag_fold = '' OR EXISTS (SELECT 1 FROM v_tag t WHERE t.org_id = v.org_id AND t.subject = 'voucher'
                                     AND t.subject_id = v.id AND t.tag_fold = :tag_fold))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: accounting_voucher_tagged :each
-- Those with a tag, entered at the tag.
-- row: accounting_voucher_list
-- sort: by_date = v.posting_on, v.id; by_number = v.book, v.year, v.number; by_amount = v.amount_vnd, v.id
-- sort: by_kind = v.kind, v.posting_on, v.id
-- total: v.amount_vnd
SELECT v.id, v.kind, v.book, v.year, v.number, v.document_on, v.posting_on, v.amount_vnd, v.reverses_id, v.settles_id,
       coalesce(m.memo, '') AS memo, coalesce(r.id, 0) AS reversed_by_id
  FROM v_tag t
 CROSS JOIN voucher v
  LEFT JOIN voucher_memo m ON m.org_id = v.org_id AND m.voucher_id = v.id
  LEFT JOIN voucher r ON r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0
 WHERE t.org_id = :org_id AND t.subject = 'voucher' AND t.tag_fold = :tag_fold
   AND v.org_id = :org_id AND v.id = t.subject_id
   AND v.posting_on >= :from_on AND v.posting_on <= :to_on
   AND (:kind = '' OR v.kind = :kind)
   AND (:account = '' OR EXISTS (SELECT 1 FROM line l WHERE l.org_id = v.org_id AND l.voucher_id = v.id
                                    AND l.account = :account))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: accounting_voucher_latest :many
-- row: accounting_voucher_list
SELECT v.id, v.kind, v.book, v.year, v.number, v.document_on, v.posting_on, v.amount_vnd, v.reverses_id, v.settles_id,
       coalesce(m.memo, '') AS memo, coalesce(r.id, 0) AS reversed_by_id
  FROM voucher v
  LEFT JOIN voucher_memo m ON m.org_id = v.org_id AND m.voucher_id = v.id
  LEFT JOIN voucher r ON r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0
 WHERE v.org_id = :org_id AND v.posting_on >= :from_on AND v.posting_on <= :to_on
 ORDER BY v.posting_on DESC, v.id DESC
 LIMIT :limit;

-- name: accounting_balance_before :one
-- What stands before a line: months from the sums, then the days of its month.
-- type: account_from = text, account_to = text
SELECT coalesce((SELECT sum(s.dr_vnd) - sum(s.cr_vnd) FROM sum_account s
                  WHERE s.org_id = :org_id AND s.account >= :account_from AND s.account < :account_to
                    AND s.month < :month), 0) AS months_vnd,
       coalesce((SELECT sum(l.dr_vnd) - sum(l.cr_vnd)
                   FROM (SELECT DISTINCT s.account FROM sum_account s
                          WHERE s.org_id = :org_id AND s.account >= :account_from AND s.account < :account_to) a
                   JOIN line l ON l.org_id = :org_id AND l.account = a.account
                  WHERE l.posting_on >= :from_on
                    AND (l.posting_on, l.voucher_id, l.line_no) < (:posting_on, :voucher_id, :line_no)), 0) AS days_vnd;

-- name: accounting_voucher_by_number :opt
SELECT id FROM voucher WHERE org_id = :org_id AND book = :book AND year = :year AND number = :number;

-- name: accounting_journal :each
-- The general journal, and the ledger of an account: lines in the order of posting. Accounts outside the balance sheet
-- are added up only when one of them is asked for.
-- type: account_from = text, account_to = text, words = text
-- sort: by_date = l.posting_on, l.voucher_id, l.line_no
-- lead: account by line_account; account_from by line_account; kind by voucher_kind
-- total: CASE WHEN substr(l.account, 1, 1) = '0' AND :is_outside = 0 THEN 0 ELSE l.dr_vnd END AS dr_vnd
-- total: CASE WHEN substr(l.account, 1, 1) = '0' AND :is_outside = 0 THEN 0 ELSE l.cr_vnd END AS cr_vnd
SELECT l.voucher_id, l.line_no, v.kind, v.book, v.year, v.number, v.document_on, l.posting_on, v.reverses_id,
       l.account, l.dr_vnd, l.cr_vnd, coalesce(m.memo, '') AS memo, coalesce(p.code, '') AS party_code,
       coalesce(p.full_name, '') AS party_name,
       CASE WHEN substr(l.account, 1, 1) = '0' AND :is_outside = 0 THEN 1 ELSE 0 END AS is_apart
  FROM voucher v
  JOIN line l ON l.org_id = v.org_id AND l.voucher_id = v.id
  LEFT JOIN voucher_memo m ON m.org_id = l.org_id AND m.voucher_id = l.voucher_id
  LEFT JOIN v_party p ON p.org_id = l.org_id AND p.id = l.party_id
 WHERE l.org_id = :org_id
   AND l.posting_on >= :from_on AND l.posting_on <= :to_on
   AND (:account = '' OR l.account = :account)
   AND (:account_from = '' OR (l.account >= :account_from AND l.account < :account_to))
   AND (:kind = '' OR v.kind = :kind)
   AND (:words = '' OR instr(m.memo_fold, :words) > 0 OR (v.number = :number AND (:book = '' OR v.book = :book)))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: accounting_account_used :many
-- Accounts that have moved.
SELECT DISTINCT s.account FROM sum_account s WHERE s.org_id = :org_id ORDER BY s.account;

-- name: accounting_voucher_party :many
-- Everybody a voucher mentions.
SELECT p.id, p.code, p.full_name FROM v_party p
 WHERE p.org_id = :org_id
   AND (p.id IN (SELECT l.party_id FROM line l WHERE l.org_id = :org_id AND l.voucher_id = :voucher_id)
     OR p.id IN (SELECT m.owner_party_id FROM move m WHERE m.org_id = :org_id AND m.voucher_id = :voucher_id)
     OR p.id IN (SELECT u.party_id FROM member_use u WHERE u.org_id = :org_id AND u.voucher_id = :voucher_id))
 ORDER BY p.code, p.id;

-- name: accounting_voucher_item :many
SELECT i.id, i.code, i.name_vi, i.name_en, i.per, i.shown_unit FROM v_item i
 WHERE i.org_id = :org_id
   AND i.id IN (SELECT m.item_id FROM move m WHERE m.org_id = :org_id AND m.voucher_id = :voucher_id)
 ORDER BY i.code, i.id;

-- name: accounting_overview :one
SELECT coalesce((SELECT sum(s.dr_vnd) FROM sum_account s WHERE s.org_id = :org_id AND s.account = '1111'), 0)
       AS cash_dr_vnd,
       coalesce((SELECT sum(s.cr_vnd) FROM sum_account s WHERE s.org_id = :org_id AND s.account = '1111'), 0)
       AS cash_cr_vnd,
       coalesce((SELECT sum(s.value_vnd) FROM stock s WHERE s.org_id = :org_id), 0) AS stock_vnd,
       coalesce((SELECT sum(s.cr_vnd) FROM sum_party s WHERE s.org_id = :org_id AND s.account = '331'), 0) AS
       owed_cr_vnd,
       coalesce((SELECT sum(s.dr_vnd) FROM sum_party s WHERE s.org_id = :org_id AND s.account = '331'), 0) AS
       owed_dr_vnd,
       (SELECT count(*) FROM draft d WHERE d.org_id = :org_id) AS n_draft;

-- name: accounting_overview_on :one
-- The same as of a day, for whom the books are open no further: from the lines, which sums do not know by day.
SELECT coalesce((SELECT sum(l.dr_vnd - l.cr_vnd) FROM line l WHERE l.org_id = :org_id AND l.account = '1111'
                    AND l.posting_on <= :last_on), 0) AS cash_vnd,
       coalesce((SELECT sum(m.value_vnd) FROM move m WHERE m.org_id = :org_id AND m.posting_on <= :last_on), 0)
       AS stock_vnd,
       coalesce((SELECT sum(l.cr_vnd - l.dr_vnd) FROM line l WHERE l.org_id = :org_id AND l.account = '331'
                    AND l.party_id <> 0 AND l.posting_on <= :last_on), 0) AS owed_vnd;

-- name: accounting_day :many
-- The days of the vouchers that one speaks of.
SELECT v.id, v.posting_on FROM voucher v
 WHERE v.org_id = :org_id
   AND (v.id = :reverses_id OR v.id = :reversed_by_id OR v.id = :settles_id
     OR v.id IN (SELECT k.depends_id FROM voucher_link k WHERE k.org_id = :org_id AND k.voucher_id = :voucher_id))
 ORDER BY v.id;

-- name: accounting_similar :opt
-- Another living voucher of the same kind, date, amount and lines.
SELECT v.book, v.year, v.number
  FROM voucher n
  JOIN voucher v ON v.org_id = n.org_id AND v.kind = n.kind AND v.posting_on = n.posting_on
       AND v.amount_vnd = n.amount_vnd AND v.id <> n.id
 WHERE n.org_id = :org_id AND n.id = :voucher_id AND v.reverses_id = 0
   AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0)
   AND NOT EXISTS (SELECT 1 FROM line a WHERE a.org_id = n.org_id AND a.voucher_id = n.id
                      AND NOT EXISTS (SELECT 1 FROM line b WHERE b.org_id = v.org_id AND b.voucher_id = v.id
                                         AND b.account = a.account AND b.party_id = a.party_id
                                         AND b.dr_vnd = a.dr_vnd AND b.cr_vnd = a.cr_vnd))
   AND NOT EXISTS (SELECT 1 FROM line b WHERE b.org_id = v.org_id AND b.voucher_id = v.id
                      AND NOT EXISTS (SELECT 1 FROM line a WHERE a.org_id = n.org_id AND a.voucher_id = n.id
                                         AND a.account = b.account AND a.party_id = b.party_id
                                         AND a.dr_vnd = b.dr_vnd AND a.cr_vnd = b.cr_vnd))
 ORDER BY v.id
 LIMIT 1;

-- name: accounting_living_count :one
-- type: act_key = text
-- Vouchers of some days that are neither void nor voids, but for those of one act.
SELECT count(*) AS n
  FROM voucher v
 WHERE v.org_id = :org_id AND v.posting_on >= :from_on AND v.posting_on <= :to_on AND v.reverses_id = 0
   AND substr(v.request_key, 1, 8) <> :act_key
   AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0);

-- name: accounting_living_line :each
-- type: act_key = text
-- Their lines.
SELECT l.voucher_id, l.posting_on, l.account, l.party_id, l.dr_vnd, l.cr_vnd
  FROM line l
  JOIN voucher v ON v.org_id = l.org_id AND v.id = l.voucher_id
 WHERE l.org_id = :org_id AND l.posting_on >= :from_on AND l.posting_on <= :to_on AND v.reverses_id = 0
   AND substr(v.request_key, 1, 8) <> :act_key
   AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = v.org_id AND r.reverses_id = v.id AND r.reverses_id <> 0)
 ORDER BY l.voucher_id, l.line_no;

-- name: accounting_number_of :one
SELECT v.book, v.year, v.number FROM voucher v WHERE v.org_id = :org_id AND v.id = :id;

-- name: accounting_user :many
-- wall: none, because the names under a voucher are shown to whoever may open it.
SELECT u.id, u.login, u.full_name FROM v_user u
 WHERE u.id = :prepared_by_id OR u.id = :posted_by_id OR u.id = :prepared_for_id OR u.id = :posted_for_id
 ORDER BY u.id;

-- name: accounting_user_name :many
-- The names of those who keep drafts here.
SELECT u.id, u.full_name FROM v_user u
 WHERE u.id IN (SELECT d.owner_user_id FROM draft d WHERE d.org_id = :org_id)
    OR u.id IN (SELECT d.owner_for_id FROM draft d WHERE d.org_id = :org_id)
 ORDER BY u.id;

-- name: draft_waiting :one
SELECT count(*) AS n_draft FROM draft WHERE org_id = :org_id;
