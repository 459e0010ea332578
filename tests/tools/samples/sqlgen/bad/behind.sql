-- expect: bad/behind.sql:6: error: a_sort: :behind needs :each, -- sort: … and LIMIT :limit
-- expect: bad/behind.sql:8: error: a_column: sort by_value: the row has no column value, so nothing could begin behind it
-- expect: bad/behind.sql:11: error: a_mixed: sort by_code: with :behind all columns go the same way
-- expect: bad/behind.sql:14: error: a_offset: :behind and OFFSET: one of them
-- expect: bad/behind.sql:17: error: a_place: :behind stands behind WHERE or AND
-- name: a_sort :each
SELECT code FROM word WHERE :behind ORDER BY code LIMIT :limit;
-- name: a_column :each
-- sort: by_value = value, code
SELECT code FROM word WHERE :behind ORDER BY :sort LIMIT :limit;
-- name: a_mixed :each
-- sort: by_code = code DESC, value
SELECT code, value FROM word WHERE :behind ORDER BY :sort LIMIT :limit;
-- name: a_offset :each
-- sort: by_code = code
SELECT code FROM word WHERE :behind ORDER BY :sort LIMIT :limit OFFSET :offset;
-- name: a_place :each
-- sort: by_code = code
SELECT code FROM word WHERE code <> '' OR :behind ORDER BY :sort LIMIT :limit;
-- expect: bad/behind.sql:21: error: a_unlimited: :behind needs :each, -- sort: … and LIMIT :limit
-- name: a_unlimited :each
-- sort: by_code = code
SELECT code FROM word WHERE :behind ORDER BY :sort;
-- expect: bad/behind.sql:26: error: a_lead: lead: :code stands in no condition  (:code = '' OR …)  and bounds no column
-- expect: bad/behind.sql:30: error: no_list: lead, total: only with :behind
-- name: a_lead :each
-- sort: by_code = code
-- lead: code
SELECT code FROM word WHERE code = :code AND :behind ORDER BY :sort LIMIT :limit;
-- name: no_list :many
-- total: value
SELECT code, value FROM word ORDER BY code;
-- expect: bad/behind.sql:34: error: no_index: lead: there is no index word_code
-- name: no_index :each
-- sort: by_code = code
-- lead: code by word_code
SELECT code FROM word WHERE (:code = '' OR code = :code) AND :behind ORDER BY :sort LIMIT :limit;
