-- name: member_get :one
-- One member; the comment becomes the contract in the header.
SELECT m.id, m.name, m.share_vnd, m.weight_qty, m.joined_on, m.is_active, m.photo, m.request_id, m.note
  FROM member m WHERE m.org_id = :org_id AND m.id = :id; -- behind the end

-- name: member_find :opt
SELECT name FROM member WHERE org_id = :org_id AND request_id = :request_id;

-- name: member_list :many
-- sort: by_name = name_sort, id; by_code = code DESC, id
SELECT id, name FROM member WHERE org_id = :org_id AND name_sort >= :prefix ORDER BY :sort LIMIT :limit;

-- name: member_list_of :many
-- row: member_list
SELECT m.id, m.name FROM member m JOIN scope_org s ON s.org_id = m.org_id WHERE s.scope_id = :scope_id ORDER BY m.id;

-- name: member_each :each
SELECT id, code FROM member WHERE org_id = :org_id AND code < :to_code ORDER BY id;

-- name: member_sums :one
SELECT coalesce(sum(share_vnd), 0) AS share_vnd, max(0, min(weight_qty)) AS least_qty, max(joined_on) AS last_on,
       instr(name, :name) AS n_at, coalesce(max(code), '') AS best_id, sum(share_vnd) OVER (ORDER BY id) AS run_vnd,
       CASE WHEN count(*) > 0 THEN 1 ELSE 0 END AS has_any
  FROM member WHERE org_id = :org_id;

-- name: member_insert :exec
INSERT INTO member (org_id, id, name, name_sort, is_active) VALUES (:org_id, :id, :name, :name_sort, :is_active)
ON CONFLICT (org_id, id) DO UPDATE SET name = excluded.name;

-- name: member_drop :exec changed
DELETE FROM member WHERE org_id = :org_id AND id = :id;

-- name: fact_insert :one
INSERT INTO fact (org_id, id, dr_vnd) VALUES (:org_id, :id, :dr_vnd) RETURNING id;

-- name: share_all :many
-- wall: none, because the city adds all of them.
SELECT org_id, share_vnd, n_member FROM v_share ORDER BY org_id;

-- name: word_search :many
-- only: sqlite
SELECT code FROM word WHERE value GLOB :pattern_text ORDER BY code;

-- name: word_search :many
-- only: postgres
SELECT code FROM word WHERE value ~ :pattern_text ORDER BY code;

-- name: word_from :many
-- type: start = text, much = money
SELECT code FROM word WHERE code || '' > :start AND 0 + :much > 0 AND code <> 'it''s :nothing; -- no' ORDER BY code;

-- name: member_pages :each
-- sort: by_name = m.name_sort, m.id; newest = m.id DESC; by_text = coalesce(m.name, '') AS name, m.id
SELECT m.id, m.name, m.name_sort FROM member m WHERE m.org_id = :org_id AND :behind ORDER BY :sort LIMIT :limit;

-- name: member_joined :each
-- type: word_from = text
-- sort: by_day = m.joined_on, m.id; by_name = m.name_sort, m.id
SELECT m.id, m.joined_on, m.name_sort FROM member m
 WHERE m.org_id = :org_id AND m.joined_on >= :from_on AND m.joined_on <= :to_on AND m.name_sort >= :word_from
   AND :behind
 ORDER BY :sort LIMIT :limit;

-- name: member_led :each
-- sort: by_name = m.name_sort, m.id
-- lead: code by member_code; from_on, to_on; is_active
-- total: CASE WHEN m.is_active = 1 THEN m.share_vnd ELSE 0 END AS share_vnd, m.weight_qty
SELECT m.id, m.name_sort, m.share_vnd FROM member m
 WHERE m.org_id = :org_id AND m.joined_on >= :from_on AND m.joined_on <= :to_on AND (:code = '' OR m.code = :code)
   AND (:is_active = 0 OR m.is_active = 1)
   AND :behind
 ORDER BY :sort LIMIT :limit;
