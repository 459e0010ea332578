-- Files, notes and tags on records.

-- name: content_note :exec
-- Before the bytes are written; again when they come again.
INSERT INTO file_content (org_id, content_hash, n_bytes, put_at) VALUES (:org_id, :content_hash, :n_bytes, :put_at)
    ON CONFLICT (org_id, content_hash) DO UPDATE SET put_at = excluded.put_at;

-- name: content_page :many
-- What files refer to, a page behind a content.
-- wall: none, because backup and doctor look at everything.
SELECT c.org_id, c.content_hash FROM file_content c
 WHERE (:only_org_id = 0 OR c.org_id = :only_org_id)
   AND (c.org_id > :behind_org_id OR (c.org_id = :behind_org_id AND c.content_hash > :behind_hash))
   AND (EXISTS (SELECT 1 FROM file f WHERE f.org_id = c.org_id AND f.content_hash = c.content_hash)
        OR EXISTS (SELECT 1 FROM file f WHERE f.org_id = c.org_id AND f.thumb_hash = c.content_hash))
 ORDER BY c.org_id, c.content_hash LIMIT :n_most;

-- name: content_orphans :many
-- wall: none, because the job looks at every organisation.
SELECT c.org_id, c.content_hash FROM file_content c
 WHERE c.put_at < :before_at
   AND NOT EXISTS (SELECT 1 FROM file f WHERE f.org_id = c.org_id AND f.content_hash = c.content_hash)
   AND NOT EXISTS (SELECT 1 FROM file f WHERE f.org_id = c.org_id AND f.thumb_hash = c.content_hash)
 ORDER BY c.org_id, c.content_hash LIMIT :n_most;

-- name: content_forget :exec changed
DELETE FROM file_content
 WHERE org_id = :org_id AND content_hash = :content_hash AND put_at < :before_at
   AND NOT EXISTS (SELECT 1 FROM file f WHERE f.org_id = :org_id AND f.content_hash = :content_hash)
   AND NOT EXISTS (SELECT 1 FROM file f WHERE f.org_id = :org_id AND f.thumb_hash = :content_hash);

-- name: file_insert :exec
INSERT INTO file (org_id, id, subject, subject_id, content_hash, thumb_hash, media, name, caption, n_bytes, width,
                  height, is_open, request_key, added_at, added_by_id)
VALUES (:org_id, :id, :subject, :subject_id, :content_hash, :thumb_hash, :media, :name, :caption, :n_bytes, :width,
        :height, :is_open, :request_key, :added_at, :added_by_id);

-- name: file_by_request :opt
SELECT id, subject, subject_id, content_hash FROM file WHERE org_id = :org_id AND request_key = :request_key;

-- name: file_same :opt
SELECT id FROM file
 WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id AND content_hash = :content_hash
   AND withdrawn_at = 0
 LIMIT 1;

-- name: file_rows :many
-- type: outside = bool
SELECT f.id, f.media, f.name, f.caption, f.n_bytes, f.width, f.height, f.is_open, f.added_at, f.withdrawn_at,
       f.withdrawn_reason, CASE WHEN length(f.thumb_hash) > 0 THEN 1 ELSE 0 END AS has_thumb,
       coalesce(u.full_name, '') AS added_by, coalesce(x.full_name, '') AS withdrawn_by
  FROM file f
  LEFT JOIN v_user u ON u.id = f.added_by_id
  LEFT JOIN v_user x ON x.id = f.withdrawn_by_id
 WHERE f.org_id = :org_id AND f.subject = :subject AND f.subject_id = :subject_id
   AND (:outside = 0 OR (f.is_open = 1 AND f.withdrawn_at = 0))
 ORDER BY f.added_at DESC, f.id DESC LIMIT :n_most;

-- name: file_one :opt
SELECT media, name, n_bytes, content_hash, thumb_hash, is_open, withdrawn_at FROM file
 WHERE org_id = :org_id AND id = :id AND subject = :subject AND subject_id = :subject_id;

-- name: file_withdraw_put :exec changed
UPDATE file SET withdrawn_at = :now_at, withdrawn_by_id = :user_id, withdrawn_reason = :reason
 WHERE org_id = :org_id AND id = :id AND subject = :subject AND subject_id = :subject_id AND withdrawn_at = 0;

-- name: note_insert :exec
INSERT INTO note (org_id, id, subject, subject_id, words, is_open, request_key, added_at, added_by_id)
VALUES (:org_id, :id, :subject, :subject_id, :words, :is_open, :request_key, :added_at, :added_by_id);

-- name: note_by_request :opt
SELECT id, subject, subject_id, words FROM note WHERE org_id = :org_id AND request_key = :request_key;

-- name: note_rows :many
-- type: outside = bool
SELECT n.id, n.words, n.is_open, n.added_at, n.withdrawn_at, n.withdrawn_reason,
       coalesce(u.full_name, '') AS added_by, coalesce(x.full_name, '') AS withdrawn_by
  FROM note n
  LEFT JOIN v_user u ON u.id = n.added_by_id
  LEFT JOIN v_user x ON x.id = n.withdrawn_by_id
 WHERE n.org_id = :org_id AND n.subject = :subject AND n.subject_id = :subject_id
   AND (:outside = 0 OR (n.is_open = 1 AND n.withdrawn_at = 0))
 ORDER BY n.added_at DESC, n.id DESC LIMIT :n_most;

-- name: note_there :opt
SELECT withdrawn_at FROM note
 WHERE org_id = :org_id AND id = :id AND subject = :subject AND subject_id = :subject_id;

-- name: note_withdraw_put :exec changed
UPDATE note SET withdrawn_at = :now_at, withdrawn_by_id = :user_id, withdrawn_reason = :reason
 WHERE org_id = :org_id AND id = :id AND subject = :subject AND subject_id = :subject_id AND withdrawn_at = 0;

-- name: tag_insert :exec changed
INSERT INTO tag (org_id, id, subject, subject_id, tag, tag_fold, added_at, added_by_id)
SELECT :org_id, :id, :subject, :subject_id, :tag, :tag_fold, :now_at, :user_id
 WHERE NOT EXISTS (SELECT 1 FROM tag t WHERE t.org_id = :org_id AND t.subject = :subject
                      AND t.subject_id = :subject_id AND t.tag_fold = :tag_fold AND t.removed_at = 0);

-- name: tag_count :one
SELECT count(*) AS n_tag FROM tag
 WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id AND removed_at = 0;

-- name: tag_remove_put :exec changed
UPDATE tag SET removed_at = :now_at, removed_by_id = :user_id
 WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id AND tag_fold = :tag_fold AND removed_at = 0;

-- name: tag_rows :many
SELECT t.tag, t.added_at, t.removed_at, coalesce(u.full_name, '') AS added_by, coalesce(x.full_name, '') AS removed_by
  FROM tag t
  LEFT JOIN v_user u ON u.id = t.added_by_id
  LEFT JOIN v_user x ON x.id = t.removed_by_id
 WHERE t.org_id = :org_id AND t.subject = :subject AND t.subject_id = :subject_id
 ORDER BY t.tag_fold, t.id LIMIT :n_most;

-- name: tags_used :many
SELECT t.tag_fold, min(t.tag) AS tag FROM tag t
 WHERE t.org_id = :org_id AND t.subject = :subject AND t.removed_at = 0
 GROUP BY t.tag_fold ORDER BY t.tag_fold LIMIT :n_most;

-- name: file_move :exec changed
UPDATE file SET subject = :to_text, subject_id = :to_id
 WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id;

-- name: note_move :exec changed
UPDATE note SET subject = :to_text, subject_id = :to_id
 WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id;

-- name: tag_move :exec changed
UPDATE tag SET subject = :to_text, subject_id = :to_id
 WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id;

-- name: file_drop :exec changed
DELETE FROM file WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id;

-- name: note_drop :exec changed
DELETE FROM note WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id;

-- name: tag_drop_all :exec changed
DELETE FROM tag WHERE org_id = :org_id AND subject = :subject AND subject_id = :subject_id;

-- name: record_voucher :opt
SELECT kind, posting_on FROM voucher WHERE org_id = :org_id AND id = :id;

-- name: record_party :opt
SELECT kind FROM v_party WHERE org_id = :org_id AND id = :id;

-- name: record_item :opt
SELECT id FROM v_item WHERE org_id = :org_id AND id = :id;

-- name: record_draft :opt
SELECT kind FROM draft WHERE org_id = :org_id AND id = :id;

-- name: record_duty_mark :opt
SELECT id FROM v_duty_mark WHERE org_id = :org_id AND id = :id;

-- name: record_organisation :opt
-- wall: none, because the register is public.
SELECT code FROM v_organisation WHERE org_id = :id;

-- name: record_voucher_numbered :opt
SELECT id FROM voucher WHERE org_id = :org_id AND book = :book AND year = :year AND number = :number;

-- name: record_party_coded :opt
SELECT id FROM v_party WHERE org_id = :org_id AND code = :code;

-- name: record_item_coded :opt
SELECT id FROM v_item WHERE org_id = :org_id AND code = :code;

-- name: home_code :opt
-- wall: none, because it is the reader's own organisation.
SELECT code FROM v_organisation WHERE org_id = :id;

-- name: files_demo_records :one
-- The newest slip without a file, and the first member.
SELECT coalesce((SELECT max(v.id) FROM voucher v WHERE v.org_id = :org_id AND v.kind = 'intake.delivery'
                    AND NOT EXISTS (SELECT 1 FROM file f WHERE f.org_id = v.org_id AND f.subject = 'voucher'
                                       AND f.subject_id = v.id)), 0) AS slip_id,
       coalesce((SELECT min(p.id) FROM v_party p WHERE p.org_id = :org_id AND p.kind = 'member'), 0) AS party_id;

-- ---- a person ----

-- name: file_word_page :many
-- Words beside files, notes and tags, a page at a time.
SELECT id, name, caption, withdrawn_reason FROM file WHERE org_id = :org_id AND id > :behind_id ORDER BY id
 LIMIT :n_most;

-- name: note_word_page :many
SELECT id, words, withdrawn_reason FROM note WHERE org_id = :org_id AND id > :behind_id ORDER BY id LIMIT :n_most;

-- name: tag_word_page :many
SELECT id, tag FROM tag WHERE org_id = :org_id AND id > :behind_id ORDER BY id LIMIT :n_most;

-- name: file_words_put :exec
UPDATE file SET name = :name, caption = :caption, withdrawn_reason = :withdrawn_reason
 WHERE org_id = :org_id AND id = :id;

-- name: note_words_put :exec
UPDATE note SET words = :words, withdrawn_reason = :withdrawn_reason WHERE org_id = :org_id AND id = :id;

-- name: tag_drop :exec
DELETE FROM tag WHERE org_id = :org_id AND id = :id;

-- name: file_erase_party :exec changed
-- On the person's own record, and papers of vouchers that need not be kept any more.
DELETE FROM file
 WHERE org_id = :org_id
   AND ((subject = 'party' AND subject_id = :party_id)
        OR (subject = 'voucher' AND subject_id IN
            (SELECT v.id FROM voucher v
              WHERE v.org_id = :org_id AND (:kept_on = 0 OR v.posting_on < :kept_on)
                AND (EXISTS (SELECT 1 FROM line l WHERE l.org_id = v.org_id AND l.voucher_id = v.id
                                AND l.party_id = :party_id)
                     OR EXISTS (SELECT 1 FROM move m WHERE m.org_id = v.org_id AND m.voucher_id = v.id
                                   AND m.owner_party_id = :party_id)))));

-- name: note_erase_party :exec changed
DELETE FROM note WHERE org_id = :org_id AND subject = 'party' AND subject_id = :party_id;

-- name: tag_erase_party :exec changed
DELETE FROM tag WHERE org_id = :org_id AND subject = 'party' AND subject_id = :party_id;

-- ---- invariants ----

-- name: inv_file_content :many
-- Every file's content and small picture are known, with their digest.
-- wall: none, because doctor looks at everything.
SELECT f.org_id, f.id FROM file f
 WHERE length(f.content_hash) <> 32 OR length(f.thumb_hash) NOT IN (0, 32)
    OR NOT EXISTS (SELECT 1 FROM file_content c WHERE c.org_id = f.org_id AND c.content_hash = f.content_hash)
    OR (length(f.thumb_hash) > 0
        AND NOT EXISTS (SELECT 1 FROM file_content c WHERE c.org_id = f.org_id AND c.content_hash = f.thumb_hash))
 ORDER BY f.org_id, f.id;

-- name: inv_file_withdrawn :many
-- What is withdrawn says why; what is not says nothing.
-- wall: none, because doctor looks at everything.
SELECT f.org_id, f.id FROM file f WHERE (f.withdrawn_at = 0) <> (f.withdrawn_reason = '')
 ORDER BY f.org_id, f.id;

-- name: inv_note_withdrawn :many
-- wall: none, because doctor looks at everything.
SELECT n.org_id, n.id FROM note n WHERE (n.withdrawn_at = 0) <> (n.withdrawn_reason = '')
 ORDER BY n.org_id, n.id;

-- name: inv_file_record :many
-- Files, notes and tags hang on vouchers, parties, items and organisations that are there.
-- wall: none, because doctor looks at everything.
SELECT t.org_id, t.subject, t.subject_id FROM v_filed t
 WHERE NOT EXISTS (SELECT 1 FROM voucher v WHERE t.subject = 'voucher' AND v.org_id = t.org_id AND v.id = t.subject_id)
   AND NOT EXISTS (SELECT 1 FROM v_party p WHERE t.subject = 'party' AND p.org_id = t.org_id AND p.id = t.subject_id)
   AND NOT EXISTS (SELECT 1 FROM v_item i WHERE t.subject = 'item' AND i.org_id = t.org_id AND i.id = t.subject_id)
   AND NOT EXISTS (SELECT 1 FROM v_duty_mark u WHERE t.subject = 'duty_mark' AND u.org_id = t.org_id
                      AND u.id = t.subject_id)
   AND NOT EXISTS (SELECT 1 FROM v_organisation o WHERE t.subject = 'organisation' AND o.org_id = t.subject_id)
   AND NOT EXISTS (SELECT 1 FROM draft d WHERE t.subject = 'draft' AND d.org_id = t.org_id AND d.id = t.subject_id)
 ORDER BY t.org_id, t.subject, t.subject_id;
