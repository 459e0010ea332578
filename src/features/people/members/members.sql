-- Parties and members.

-- name: member_state_get :opt
SELECT p.id AS party_id, p.code, p.full_name, p.token,
       CASE WHEN EXISTS (SELECT 1 FROM member m WHERE m.org_id = p.org_id AND m.party_id = p.id
                            AND m.joined_on <= :on_on AND m.left_on >= :on_on) THEN 1 ELSE 0 END AS is_member,
       coalesce((SELECT c.class FROM member_class c WHERE c.org_id = p.org_id AND c.party_id = p.id
                    AND c.valid_from_on <= :on_on AND c.valid_to_on >= :on_on), '') AS class,
       coalesce((SELECT a.intake_mode FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), '') AS intake_mode,
       coalesce((SELECT a.fee_bp FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), 0) AS fee_bp
  FROM party p
 WHERE p.org_id = :org_id AND p.id = :party_id;

-- name: party_id_by_code :opt
SELECT id FROM party WHERE org_id = :org_id AND code = :code;

-- name: party_pick_first :many
SELECT p.code, p.full_name FROM party p
 WHERE p.org_id = :org_id AND p.is_erased = 0 AND p.restricted_on = 0
   AND (:is_seller = 0 OR p.kind = 'member' OR p.kind = 'supplier')
 ORDER BY p.given_sort, p.id
 LIMIT :n_limit;

-- name: party_pick :many
-- row: party_pick_first
-- type: word_from = text, word_to = text, rest = text, rest_more = text
-- Whom a few letters mean: the code itself, codes that begin so, then names. Of the many whom two letters fit, only the
-- first hundreds of the index are looked at.
SELECT f.code, f.full_name
  FROM (SELECT p.code, p.full_name, p.given_sort, p.id
          FROM party_word w
          JOIN party p ON p.org_id = w.org_id AND p.id = w.party_id
         WHERE w.org_id = :org_id AND w.word >= :word_from AND w.word < :word_to
           AND p.is_erased = 0 AND p.restricted_on = 0
           AND (:is_seller = 0 OR p.kind = 'member' OR p.kind = 'supplier')
           AND (:rest = '' OR instr(p.name_fold, :rest) > 0)
           AND (:rest_more = '' OR instr(p.name_fold, :rest_more) > 0)
         ORDER BY w.word, w.party_id
         LIMIT 400) f
 GROUP BY f.code, f.full_name, f.given_sort, f.id
 ORDER BY CASE WHEN f.code = :part_code THEN 0 WHEN instr(f.code, :part_code) = 1 THEN 1 ELSE 2 END,
          f.given_sort, f.code, f.id
 LIMIT :n_limit;

-- name: party_last_code :opt
-- The highest code of a series, to number the next one.
SELECT p.code FROM party p
 WHERE p.org_id = :org_id AND substr(p.code, 1, length(:prefix)) = :prefix
 ORDER BY length(p.code) DESC, p.code DESC
 LIMIT 1;

-- name: party_get :opt
SELECT p.id, p.code, p.kind, p.full_name, p.phone, p.address, p.hamlet, p.birth_on, p.gender, p.tax_code, p.is_person,
       p.is_erased, p.restricted_on, p.token, p.created_at, coalesce(n.last_digits, '') AS last_digits
  FROM party p
  LEFT JOIN party_number n ON n.org_id = p.org_id AND n.party_id = p.id
 WHERE p.org_id = :org_id AND p.id = :party_id;

-- name: party_insert :exec
INSERT INTO party (org_id, id, code, kind, full_name, name_fold, name_sort, given_sort, phone, address, hamlet,
                   birth_on, gender, tax_code, is_person, token, created_at)
VALUES (:org_id, :id, :code, :kind, :full_name, :name_fold, :name_sort, :given_sort, :phone, :address, :hamlet,
        :birth_on, :gender, :tax_code, :is_person, :token, :created_at);

-- name: party_set :exec
UPDATE party
   SET code = :code, full_name = :full_name, name_fold = :name_fold, name_sort = :name_sort, given_sort = :given_sort,
       phone = :phone, address = :address, hamlet = :hamlet, birth_on = :birth_on, gender = :gender,
       tax_code = :tax_code, is_person = :is_person
 WHERE org_id = :org_id AND id = :id;

-- name: party_kind_set :exec
UPDATE party SET kind = :kind WHERE org_id = :org_id AND id = :id;

-- name: party_same :many
-- Who may be the same person: equal number, phone, or name with birth date. Empty values match nobody.
SELECT p.id, p.code, p.full_name, max(s.is_number) AS is_number, max(s.is_phone) AS is_phone
  FROM (SELECT x.id, 0 AS is_number, 1 AS is_phone FROM party x
         WHERE x.org_id = :org_id AND x.phone = :phone AND x.phone <> ''
        UNION ALL
        SELECT y.id, 0 AS is_number, 0 AS is_phone FROM party y
         WHERE y.org_id = :org_id AND y.birth_on = :birth_on AND y.birth_on <> 0 AND y.name_fold = :name_fold
        UNION ALL
        SELECT z.party_id AS id, 1 AS is_number, 0 AS is_phone FROM party_number z
         WHERE z.org_id = :org_id AND z.number_hash = :number_hash) s
  JOIN party p ON p.org_id = :org_id AND p.id = s.id
 WHERE p.id <> :except_id AND p.is_erased = 0 AND p.restricted_on = 0
 GROUP BY p.id, p.code, p.full_name
 ORDER BY p.code
 LIMIT 5;

-- name: party_number_get :opt
SELECT sealed_bytes, number_hash, last_digits FROM party_number WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_number_views :many
-- Who saw the whole number.
SELECT a.at, coalesce(u.full_name, '') AS user_name
  FROM audit a
  LEFT JOIN v_user u ON u.id = a.user_id
 WHERE a.org_id = :org_id AND a.subject = 'party' AND a.subject_id = :party_id AND a.action = 'member.number_open'
 ORDER BY a.at DESC, a.id DESC
 LIMIT :n_limit;

-- name: party_key_get :opt
SELECT key_bytes FROM party_key WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_key_put :exec
INSERT INTO party_key (org_id, party_id, key_bytes) VALUES (:org_id, :party_id, :key_bytes);

-- name: party_key_drop :exec
DELETE FROM party_key WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_number_put :exec
INSERT INTO party_number (org_id, party_id, sealed_bytes, number_hash, last_digits)
VALUES (:org_id, :party_id, :sealed_bytes, :number_hash, :last_digits)
    ON CONFLICT (org_id, party_id) DO UPDATE SET sealed_bytes = excluded.sealed_bytes,
       number_hash = excluded.number_hash, last_digits = excluded.last_digits;

-- name: party_change_insert :exec
INSERT INTO party_change (org_id, id, party_id, at, user_id, field, before_text, after_text, reason)
VALUES (:org_id, :id, :party_id, :at, :user_id, :field, :before_text, :after_text, :reason);

-- name: member_last :opt
SELECT joined_on, left_on, is_worker FROM member
 WHERE org_id = :org_id AND party_id = :party_id
 ORDER BY joined_on DESC LIMIT 1;

-- name: member_insert :exec
INSERT INTO member (org_id, party_id, joined_on, is_worker) VALUES (:org_id, :party_id, :joined_on, :is_worker);

-- name: member_end :exec
UPDATE member SET left_on = :left_on, left_reason = :left_reason
 WHERE org_id = :org_id AND party_id = :party_id AND left_on = 99991231;

-- name: class_last :opt
SELECT valid_from_on, valid_to_on, class FROM member_class
 WHERE org_id = :org_id AND party_id = :party_id
 ORDER BY valid_from_on DESC LIMIT 1;

-- name: class_insert :exec
INSERT INTO member_class (org_id, party_id, valid_from_on, class) VALUES (:org_id, :party_id, :valid_from_on, :class);

-- name: class_end :exec
UPDATE member_class SET valid_to_on = :valid_to_on
 WHERE org_id = :org_id AND party_id = :party_id AND valid_to_on = 99991231;

-- name: agreement_last :opt
SELECT valid_from_on, valid_to_on, number, signed_on, intake_mode, fee_bp FROM member_agreement
 WHERE org_id = :org_id AND party_id = :party_id
 ORDER BY valid_from_on DESC LIMIT 1;

-- name: agreement_insert :exec
INSERT INTO member_agreement (org_id, party_id, valid_from_on, number, signed_on, intake_mode, fee_bp)
VALUES (:org_id, :party_id, :valid_from_on, :number, :signed_on, :intake_mode, :fee_bp);

-- name: agreement_end :exec
UPDATE member_agreement SET valid_to_on = :valid_to_on
 WHERE org_id = :org_id AND party_id = :party_id AND valid_to_on = 99991231;

-- name: party_one :opt
-- A party as it stands on a day: latest membership, class and agreement of that day.
SELECT p.id AS id, p.code AS code, p.kind, p.full_name, p.phone, p.address, p.hamlet, p.birth_on, p.gender, p.tax_code,
       p.is_person, p.is_erased, p.restricted_on, p.token, p.name_sort AS name_sort, p.given_sort AS given_sort,
       coalesce(n.last_digits, '') AS last_digits, coalesce(c.class, '') AS class,
       coalesce(a.number, '') AS agreement_number, coalesce(a.intake_mode, '') AS intake_mode,
       coalesce(a.fee_bp, 0) AS fee_bp, coalesce(a.signed_on, 0) AS signed_on,
       coalesce(m.joined_on, 0) AS joined_on, coalesce(m.left_on, 0) AS left_on,
       coalesce(m.left_reason, '') AS left_reason
  FROM party p
  LEFT JOIN party_number n ON n.org_id = p.org_id AND n.party_id = p.id
  LEFT JOIN member m ON m.org_id = p.org_id AND m.party_id = p.id
       AND m.joined_on = (SELECT max(x.joined_on) FROM member x WHERE x.org_id = p.org_id AND x.party_id = p.id)
  LEFT JOIN member_class c ON c.org_id = p.org_id AND c.party_id = p.id
       AND c.valid_from_on <= :on_on AND c.valid_to_on >= :on_on
  LEFT JOIN member_agreement a ON a.org_id = p.org_id AND a.party_id = p.id
       AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on
 WHERE p.org_id = :org_id AND p.id = :party_id;

-- name: party_page :many
-- row: party_one
-- sort: code = code, id; name = name_sort, id; given = given_sort, id
-- type: members = int
SELECT p.id AS id, p.code AS code, p.kind, p.full_name, p.phone, p.address, p.hamlet, p.birth_on, p.gender, p.tax_code,
       p.is_person, p.is_erased, p.restricted_on, p.token, p.name_sort AS name_sort, p.given_sort AS given_sort,
       coalesce(n.last_digits, '') AS last_digits, coalesce(c.class, '') AS class,
       coalesce(a.number, '') AS agreement_number, coalesce(a.intake_mode, '') AS intake_mode,
       coalesce(a.fee_bp, 0) AS fee_bp, coalesce(a.signed_on, 0) AS signed_on,
       coalesce(m.joined_on, 0) AS joined_on, coalesce(m.left_on, 0) AS left_on,
       coalesce(m.left_reason, '') AS left_reason
  FROM party p
  LEFT JOIN party_number n ON n.org_id = p.org_id AND n.party_id = p.id
  LEFT JOIN member m ON m.org_id = p.org_id AND m.party_id = p.id
       AND m.joined_on = (SELECT max(x.joined_on) FROM member x WHERE x.org_id = p.org_id AND x.party_id = p.id)
  LEFT JOIN member_class c ON c.org_id = p.org_id AND c.party_id = p.id
       AND c.valid_from_on <= :on_on AND c.valid_to_on >= :on_on
  LEFT JOIN member_agreement a ON a.org_id = p.org_id AND a.party_id = p.id
       AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on
 WHERE p.org_id = :org_id
   AND ((:members = 1 AND p.kind = 'member') OR (:members = 0 AND p.kind <> 'member'))
   AND (:name_fold = '' OR instr(p.name_fold, :name_fold) > 0 OR instr(p.code, :part_code) > 0
        OR (:phone <> '' AND instr(p.phone, :phone) > 0))
   AND (:kind = '' OR p.kind = :kind)
   AND (:class = '' OR c.class = :class)
   AND (:hamlet = '' OR p.hamlet = :hamlet)
   AND (:state_code = '' OR (:state_code = 'active' AND m.left_on >= :on_on)
        OR (:state_code = 'left' AND m.left_on < :on_on))
 ORDER BY :sort
 LIMIT :limit OFFSET :offset;

-- name: party_hamlet_names :many
-- One after the other through the index: there are few, however many people live there.
WITH RECURSIVE h (hamlet) AS (
    SELECT min(p.hamlet) FROM party p WHERE p.org_id = :org_id AND p.hamlet > ''
    UNION ALL
    SELECT (SELECT min(p.hamlet) FROM party p WHERE p.org_id = :org_id AND p.hamlet > h.hamlet)
      FROM h WHERE h.hamlet IS NOT NULL
)
SELECT h.hamlet FROM h WHERE h.hamlet IS NOT NULL ORDER BY h.hamlet;

-- name: party_changes :many
SELECT c.id, c.at, c.user_id, coalesce(u.full_name, '') AS user_name, c.field, c.before_text, c.after_text, c.reason
  FROM party_change c
  LEFT JOIN v_user u ON u.id = c.user_id
 WHERE c.org_id = :org_id AND c.party_id = :party_id
 ORDER BY c.at DESC, c.id DESC;

-- name: passbook_rows :many
-- One row a voucher that touches the party: money on receivables (13), advances (14) and payables (33), and use.
SELECT v.id, v.posting_on, v.kind, v.book, v.year, v.number,
       CASE WHEN v.reverses_id <> 0 OR EXISTS (SELECT 1 FROM voucher r WHERE r.org_id = v.org_id
            AND r.reverses_id = v.id AND r.reverses_id <> 0) THEN 1 ELSE 0 END AS is_void,
       coalesce((SELECT sum(l.cr_vnd) FROM line l WHERE l.org_id = v.org_id AND l.voucher_id = v.id
                    AND l.party_id = :party_id AND substr(l.account, 1, 2) IN ('13', '14', '33')), 0) AS owed_vnd,
       coalesce((SELECT sum(l.dr_vnd) FROM line l WHERE l.org_id = v.org_id AND l.voucher_id = v.id
                    AND l.party_id = :party_id AND substr(l.account, 1, 2) IN ('13', '14', '33')), 0) AS paid_vnd,
       coalesce((SELECT sum(u.value_vnd) FROM member_use u WHERE u.org_id = v.org_id AND u.voucher_id = v.id
                    AND u.party_id = :party_id), 0) AS used_vnd
  FROM voucher v
 WHERE v.org_id = :org_id
   AND v.id IN (SELECT l.voucher_id FROM line l WHERE l.org_id = :org_id AND l.party_id = :party_id
                   AND l.posting_on >= :from_on AND l.posting_on <= :to_on
                 UNION
                SELECT u.voucher_id FROM member_use u WHERE u.org_id = :org_id AND u.party_id = :party_id
                   AND u.posting_on >= :from_on AND u.posting_on <= :to_on)
 ORDER BY v.posting_on, v.id;

-- name: passbook_opening :one
SELECT coalesce(sum(l.cr_vnd), 0) AS owed_vnd, coalesce(sum(l.dr_vnd), 0) AS paid_vnd
  FROM line l
 WHERE l.org_id = :org_id AND l.party_id = :party_id AND l.posting_on < :from_on
   AND substr(l.account, 1, 2) IN ('13', '14', '33');

-- name: passbook_goods :many
-- What moved in the vouchers that count as the party's use.
SELECT m.voucher_id, m.move_no, m.qty, i.name_vi, i.name_en, i.shown_unit, i.per
  FROM move m
  JOIN v_item i ON i.org_id = m.org_id AND i.id = m.item_id
 WHERE m.org_id = :org_id AND m.qty <> 0
   AND m.voucher_id IN (SELECT u.voucher_id FROM member_use u WHERE u.org_id = :org_id AND u.party_id = :party_id
                           AND u.posting_on >= :from_on AND u.posting_on <= :to_on)
 ORDER BY m.voucher_id, m.move_no;

-- name: inv_member_overlap :many
-- Memberships of one person do not overlap and end after they begin.
-- wall: none, because doctor looks at every organisation.
SELECT a.org_id, a.party_id, a.joined_on
  FROM member a
 WHERE a.left_on < a.joined_on
    OR EXISTS (SELECT 1 FROM member b WHERE b.org_id = a.org_id AND b.party_id = a.party_id
                  AND b.joined_on > a.joined_on AND b.joined_on <= a.left_on)
 ORDER BY a.org_id, a.party_id, a.joined_on;

-- name: inv_member_class :many
-- One class at a time.
-- wall: none, because doctor looks at every organisation.
SELECT a.org_id, a.party_id, a.valid_from_on
  FROM member_class a
 WHERE a.valid_to_on < a.valid_from_on
    OR EXISTS (SELECT 1 FROM member_class b WHERE b.org_id = a.org_id AND b.party_id = a.party_id
                  AND b.valid_from_on > a.valid_from_on AND b.valid_from_on <= a.valid_to_on)
 ORDER BY a.org_id, a.party_id, a.valid_from_on;

-- name: inv_member_agreement :many
-- One agreement at a time.
-- wall: none, because doctor looks at every organisation.
SELECT a.org_id, a.party_id, a.valid_from_on
  FROM member_agreement a
 WHERE a.valid_to_on < a.valid_from_on
    OR EXISTS (SELECT 1 FROM member_agreement b WHERE b.org_id = a.org_id AND b.party_id = a.party_id
                  AND b.valid_from_on > a.valid_from_on AND b.valid_from_on <= a.valid_to_on)
 ORDER BY a.org_id, a.party_id, a.valid_from_on;

-- name: inv_member_has_class :many
-- A running membership has a running class.
-- wall: none, because doctor looks at every organisation.
SELECT m.org_id, m.party_id, m.joined_on
  FROM member m
 WHERE m.left_on = 99991231
   AND NOT EXISTS (SELECT 1 FROM member_class c WHERE c.org_id = m.org_id AND c.party_id = m.party_id
                      AND c.valid_to_on = 99991231)
 ORDER BY m.org_id, m.party_id, m.joined_on;

-- name: inv_party_of_effects :many
-- Whoever a voucher speaks of is a party of the organisation.
-- wall: none, because doctor looks at every organisation.
SELECT l.org_id, l.voucher_id, l.party_id FROM line l
 WHERE l.party_id <> 0 AND NOT EXISTS (SELECT 1 FROM party p WHERE p.org_id = l.org_id AND p.id = l.party_id)
UNION
SELECT u.org_id, u.voucher_id, u.party_id FROM member_use u
 WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.org_id = u.org_id AND p.id = u.party_id)
UNION
SELECT v.org_id, v.voucher_id, v.owner_party_id FROM move v
 WHERE v.owner_party_id <> 0
   AND NOT EXISTS (SELECT 1 FROM party p WHERE p.org_id = v.org_id AND p.id = v.owner_party_id)
 ORDER BY 1, 2, 3;

-- name: inv_party_of_member :many
-- Every membership, class, agreement and number belongs to a party.
-- wall: none, because doctor looks at every organisation.
SELECT m.org_id, m.party_id FROM member m
 WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.org_id = m.org_id AND p.id = m.party_id)
UNION
SELECT c.org_id, c.party_id FROM member_class c
 WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.org_id = c.org_id AND p.id = c.party_id)
UNION
SELECT a.org_id, a.party_id FROM member_agreement a
 WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.org_id = a.org_id AND p.id = a.party_id)
UNION
SELECT n.org_id, n.party_id FROM party_number n
 WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.org_id = n.org_id AND p.id = n.party_id)
 ORDER BY 1, 2;

-- name: step_member :opt
SELECT party_id FROM member WHERE org_id = :org_id ORDER BY party_id LIMIT 1;

-- name: inv_party_erased :many
-- Of an erased person nothing is left but the code and what vouchers meant.
-- wall: none, because doctor looks at every organisation.
SELECT p.org_id, p.id FROM party p
 WHERE p.is_erased = 1
   AND (p.full_name <> 'Đã xóa ' || p.code OR p.phone <> '' OR p.address <> '' OR p.hamlet <> '' OR p.birth_on <> 0
        OR p.gender <> '' OR p.tax_code <> ''
        OR EXISTS (SELECT 1 FROM party_number n WHERE n.org_id = p.org_id AND n.party_id = p.id)
        OR EXISTS (SELECT 1 FROM party_key k WHERE k.org_id = p.org_id AND k.party_id = p.id)
        OR EXISTS (SELECT 1 FROM member m WHERE m.org_id = p.org_id AND m.party_id = p.id
                      AND (m.left_reason <> '' OR m.note <> ''))
        OR EXISTS (SELECT 1 FROM party_change c WHERE c.org_id = p.org_id AND c.party_id = p.id
                      AND (c.reason <> '' OR (c.field NOT IN ('class', 'agreement', 'joined', 'left', 'erased',
                                                              'restricted')
                                              AND (c.before_text <> 'Đã xóa' OR c.after_text <> 'Đã xóa')))))
 ORDER BY p.org_id, p.id;

-- name: inv_party_restricted :many
-- Of a person who asked for it nothing is kept but what vouchers must say.
-- wall: none, because doctor looks at every organisation.
SELECT p.org_id, p.id FROM party p
 WHERE p.restricted_on <> 0
   AND (p.phone <> '' OR p.hamlet <> '' OR p.birth_on <> 0 OR p.gender <> ''
        OR EXISTS (SELECT 1 FROM party_number n WHERE n.org_id = p.org_id AND n.party_id = p.id)
        OR EXISTS (SELECT 1 FROM party_key k WHERE k.org_id = p.org_id AND k.party_id = p.id))
 ORDER BY p.org_id, p.id;
