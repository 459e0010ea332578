-- expect: bad/sort.sql:6: error: o_none: :sort: stands after ORDER BY
-- expect: bad/sort.sql:7: error: o_unused: -- sort: without ORDER BY :sort
-- expect: bad/sort.sql:12: error: o_column: no such column: nick
-- expect: bad/sort.sql:13: error: o_one: sort: only for :many and :each
-- name: o_none :many
SELECT code FROM word ORDER BY :sort;
-- name: o_unused :many
-- sort: by_code = code
SELECT code FROM word ORDER BY code;
-- name: o_column :many
-- sort: by_nick = nick
SELECT code FROM word ORDER BY :sort;
-- name: o_one :one
-- sort: by_code = code
SELECT code FROM word ORDER BY :sort;
