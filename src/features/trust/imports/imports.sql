-- Files brought in, their rows, and what the rows made.

-- name: import_batch_insert :exec
INSERT INTO import_batch (org_id, id, kind, file_name, file_hash, as_of_on, request_id, error_text, n_row,
                          state, user_id, made_at)
VALUES (:org_id, :id, :kind, :file_name, :file_hash, :as_of_on, :request_id, :error_text, 0, 'previewed', :user_id,
        :made_at);

-- name: import_row_insert :exec
INSERT INTO import_row (org_id, batch_id, row_no, cells_json, error_text)
VALUES (:org_id, :batch_id, :row_no, :cells_json, :error_text);

-- name: import_batch_rows :exec
UPDATE import_batch SET n_row = :n_row WHERE org_id = :org_id AND id = :id;

-- name: import_batch_get :opt
-- Mistakes are kept only while it waits.
SELECT b.id, b.kind, b.file_name, b.as_of_on, b.request_id, b.error_text, b.n_row, b.n_applied, b.state, b.made_at,
       b.applied_at, b.undone_at,
       CASE WHEN b.state = 'previewed'
            THEN (SELECT count(*) FROM import_row r
                   WHERE r.org_id = b.org_id AND r.batch_id = b.id AND r.error_text <> '')
            ELSE 0 END AS n_bad
  FROM import_batch b
 WHERE b.org_id = :org_id AND b.id = :id;

-- name: import_batch_all :many
-- row: import_batch_get
-- Newest first.
SELECT b.id, b.kind, b.file_name, b.as_of_on, b.request_id, b.error_text, b.n_row, b.n_applied, b.state, b.made_at,
       b.applied_at, b.undone_at,
       CASE WHEN b.state = 'previewed'
            THEN (SELECT count(*) FROM import_row r
                   WHERE r.org_id = b.org_id AND r.batch_id = b.id AND r.error_text <> '')
            ELSE 0 END AS n_bad
  FROM import_batch b
 WHERE b.org_id = :org_id
 ORDER BY b.id DESC
 LIMIT 100;

-- name: import_row_page :many
-- type: behind_no = int
SELECT row_no, cells_json, error_text, made_table, made_id FROM import_row
 WHERE org_id = :org_id AND batch_id = :batch_id AND row_no > :behind_no
 ORDER BY row_no
 LIMIT :n_limit;

-- name: import_row_shown :many
-- row: import_row_page
-- Those with mistakes, or those without.
SELECT row_no, cells_json, error_text, made_table, made_id FROM import_row
 WHERE org_id = :org_id AND batch_id = :batch_id
   AND ((:is_bad = 1 AND error_text <> '') OR (:is_bad = 0 AND error_text = ''))
 ORDER BY row_no
 LIMIT :n_limit;

-- name: import_row_made_id :many
SELECT made_id FROM import_row
 WHERE org_id = :org_id AND batch_id = :batch_id AND made_id <> 0
 ORDER BY made_id;

-- name: import_row_made :exec
UPDATE import_row SET made_table = :made_table, made_id = :made_id, cells_json = '', error_text = ''
 WHERE org_id = :org_id AND batch_id = :batch_id AND row_no = :row_no;

-- name: import_row_clear :exec
-- What people wrote is kept no longer than it is needed.
UPDATE import_row SET cells_json = '', error_text = ''
 WHERE org_id = :org_id AND batch_id = :batch_id AND (cells_json <> '' OR error_text <> '');

-- name: import_waiting :many
-- What still waits, with the words in which somebody may be named.
SELECT id, file_name, error_text, state FROM import_batch WHERE org_id = :org_id ORDER BY id;

-- name: import_words_put :exec
UPDATE import_batch SET file_name = :file_name, error_text = :error_text WHERE org_id = :org_id AND id = :id;

-- name: import_row_put :exec
UPDATE import_row SET cells_json = :cells_json, error_text = :error_text
 WHERE org_id = :org_id AND batch_id = :batch_id AND row_no = :row_no;

-- name: import_row_drop :exec
DELETE FROM import_row WHERE org_id = :org_id AND batch_id = :batch_id AND row_no = :row_no;

-- name: import_batch_mended :exec
UPDATE import_batch SET error_text = :error_text, n_row = :n_row WHERE org_id = :org_id AND id = :id;

-- name: import_stale :many
-- wall: none, because the job looks at every organisation.
SELECT b.org_id, b.id FROM import_batch b
 WHERE b.state = 'previewed' AND b.made_at < :before_at
 ORDER BY b.org_id, b.id;

-- name: import_batch_applied :exec
UPDATE import_batch SET state = 'applied', n_applied = :n_applied, applied_at = :applied_at, error_text = ''
 WHERE org_id = :org_id AND id = :id;

-- name: import_batch_undone :exec
UPDATE import_batch SET state = 'undone', undone_at = :undone_at, error_text = '' WHERE org_id = :org_id AND id = :id;

-- name: inv_import_made :many
-- A batch made as many things as it says.
-- wall: none, because doctor looks at every organisation.
SELECT b.org_id, b.id, b.n_applied,
       (SELECT count(*) FROM import_row r WHERE r.org_id = b.org_id AND r.batch_id = b.id AND r.made_id <> 0)
       AS n_made
  FROM import_batch b
 WHERE b.n_applied <> (SELECT count(*) FROM import_row r
                        WHERE r.org_id = b.org_id AND r.batch_id = b.id AND r.made_id <> 0)
 ORDER BY b.org_id, b.id;

-- name: inv_import_cells :many
-- Cells are kept only until the batch is applied or dropped.
-- wall: none, because doctor looks at every organisation.
SELECT r.org_id, r.batch_id, r.row_no
  FROM import_row r
  JOIN import_batch b ON b.org_id = r.org_id AND b.id = r.batch_id
 WHERE b.state <> 'previewed' AND (r.cells_json <> '' OR r.error_text <> '')
 ORDER BY r.org_id, r.batch_id, r.row_no;

-- name: step_opening :opt
SELECT id FROM voucher WHERE org_id = :org_id AND kind = 'opening' ORDER BY id LIMIT 1;
