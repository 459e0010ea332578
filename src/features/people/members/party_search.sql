-- Lists of parties, and the words that find them.

-- name: party_word_put :exec
INSERT INTO party_word (org_id, party_id, word) VALUES (:org_id, :party_id, :word)
ON CONFLICT (org_id, party_id, word) DO NOTHING;

-- name: party_word_drop :exec
DELETE FROM party_word WHERE org_id = :org_id AND party_id = :party_id;

-- name: party_word_any :opt
-- Does a word begin so?
-- type: word_from = text, word_to = text
SELECT party_id FROM party_word
 WHERE org_id = :org_id AND word >= :word_from AND word < :word_to
 ORDER BY word, party_id LIMIT 1;

-- name: party_word_few :one
-- How many words begin so, counted up to n_most; does one end there: is it a given name?
-- type: word_from = text, word_to = text, word_end = text
SELECT count(*) AS n_word,
       CASE WHEN EXISTS (SELECT 1 FROM party_word e WHERE e.org_id = :org_id AND e.word >= :word_from
                            AND e.word < :word_end) THEN 1 ELSE 0 END AS is_whole
  FROM (SELECT 1 AS n_one FROM party_word w WHERE w.org_id = :org_id AND w.word >= :word_from AND w.word < :word_to
         LIMIT :n_most) t;

-- name: party_list :each
-- type: members = int
-- sort: code = p.code; name = p.name_sort, p.id; given = p.given_sort, p.id
-- sort: hamlet = p.hamlet, p.code; joined = coalesce(m.joined_on, 0) AS joined_on, p.id
-- lead: hamlet by party_hamlet; class by member_class_class; is_left by member_left
SELECT p.id, p.code, p.kind, p.phone, p.hamlet, p.birth_on, p.gender, p.is_person,
       CASE WHEN p.restricted_on = 0 THEN p.full_name ELSE 'Đã xóa ' || p.code END AS full_name,
       CASE WHEN p.restricted_on = 0 THEN p.address ELSE '' END AS address,
       CASE WHEN p.restricted_on = 0 THEN p.tax_code ELSE '' END AS tax_code,
       p.name_sort, p.given_sort, coalesce(n.last_digits, '') AS last_digits,
       coalesce((SELECT k.class FROM member_class k WHERE k.org_id = p.org_id AND k.party_id = p.id
                    AND k.valid_from_on <= :on_on AND k.valid_to_on >= :on_on), '') AS class,
       coalesce((SELECT a.number FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), '') AS agreement_number,
       coalesce((SELECT a.intake_mode FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), '') AS intake_mode,
       coalesce((SELECT a.fee_bp FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), 0) AS fee_bp,
       coalesce(m.joined_on, 0) AS joined_on, coalesce(m.left_on, 0) AS left_on,
       '' AS word_sort
  FROM party p
  LEFT JOIN party_number n ON n.org_id = p.org_id AND n.party_id = p.id
  LEFT JOIN member m ON m.org_id = p.org_id AND m.party_id = p.id
       AND m.joined_on = (SELECT max(x.joined_on) FROM member x WHERE x.org_id = p.org_id AND x.party_id = p.id)
  LEFT JOIN member_class c ON c.org_id = p.org_id AND c.party_id = p.id
       AND c.valid_from_on <= :on_on AND c.valid_to_on >= :on_on AND :class <> ''
 WHERE p.org_id = :org_id
   AND ((:members = 1 AND p.kind = 'member') OR (:members = 0 AND p.kind <> 'member'))
   AND (:kind = '' OR p.kind = :kind)
   AND (:class = '' OR c.class = :class)
   AND (:hamlet = '' OR p.hamlet = :hamlet)
   AND (:is_active = 0 OR m.left_on >= :on_on)
   AND (:is_left = 0 OR m.left_on < :on_on)
   AND (:tag_fold = '' OR EXISTS (SELECT 1 FROM v_tag t WHERE t.org_id = p.org_id AND t.subject = 'party'
                                     AND t.subject_id = p.id AND t.tag_fold = :tag_fold))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: party_find :each
-- By the beginning of a word; a party that matches twice is told once, at its first match.
-- row: party_list
-- type: members = int, word_from = text, word_to = text, rest = text, rest_more = text
-- sort: found = s.word AS word_sort, s.party_id AS id
-- sort: code = p.code; name = p.name_sort, p.id; given = p.given_sort, p.id
-- sort: hamlet = p.hamlet, p.code; joined = coalesce(m.joined_on, 0) AS joined_on, p.id
SELECT p.id, p.code, p.kind, p.phone, p.hamlet, p.birth_on, p.gender, p.is_person,
       CASE WHEN p.restricted_on = 0 THEN p.full_name ELSE 'Đã xóa ' || p.code END AS full_name,
       CASE WHEN p.restricted_on = 0 THEN p.address ELSE '' END AS address,
       CASE WHEN p.restricted_on = 0 THEN p.tax_code ELSE '' END AS tax_code,
       p.name_sort, p.given_sort, coalesce(n.last_digits, '') AS last_digits,
       coalesce((SELECT k.class FROM member_class k WHERE k.org_id = p.org_id AND k.party_id = p.id
                    AND k.valid_from_on <= :on_on AND k.valid_to_on >= :on_on), '') AS class,
       coalesce((SELECT a.number FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), '') AS agreement_number,
       coalesce((SELECT a.intake_mode FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), '') AS intake_mode,
       coalesce((SELECT a.fee_bp FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), 0) AS fee_bp,
       coalesce(m.joined_on, 0) AS joined_on, coalesce(m.left_on, 0) AS left_on,
       s.word AS word_sort
  FROM party_word s
  JOIN party p ON p.org_id = s.org_id AND p.id = s.party_id
  LEFT JOIN party_number n ON n.org_id = p.org_id AND n.party_id = p.id
  LEFT JOIN member m ON m.org_id = p.org_id AND m.party_id = p.id
       AND m.joined_on = (SELECT max(x.joined_on) FROM member x WHERE x.org_id = p.org_id AND x.party_id = p.id)
  LEFT JOIN member_class c ON c.org_id = p.org_id AND c.party_id = p.id
       AND c.valid_from_on <= :on_on AND c.valid_to_on >= :on_on AND :class <> ''
 WHERE s.org_id = :org_id AND s.word >= :word_from AND s.word < :word_to
   AND NOT EXISTS (SELECT 1 FROM party_word e WHERE e.org_id = p.org_id AND e.party_id = p.id
                      AND e.word >= :word_from AND e.word < s.word)
   AND (:rest = '' OR instr(p.name_fold, :rest) > 0)
   AND (:rest_more = '' OR instr(p.name_fold, :rest_more) > 0)
   AND ((:members = 1 AND p.kind = 'member') OR (:members = 0 AND p.kind <> 'member'))
   AND (:kind = '' OR p.kind = :kind)
   AND (:class = '' OR c.class = :class)
   AND (:hamlet = '' OR p.hamlet = :hamlet)
   AND (:is_active = 0 OR m.left_on >= :on_on)
   AND (:is_left = 0 OR m.left_on < :on_on)
   AND (:tag_fold = '' OR EXISTS (SELECT 1 FROM v_tag t WHERE t.org_id = p.org_id AND t.subject = 'party'
                                     AND t.subject_id = p.id AND t.tag_fold = :tag_fold))
   AND :behind
 ORDER BY :sort
 LIMIT :limit;
