-- A batch is a file somebody brought in: previewed, applied, undone as a whole.

CREATE TABLE import_batch (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash BLOB NOT NULL,
    as_of_on  INTEGER NOT NULL DEFAULT 0,
    request_id TEXT NOT NULL,
    error_text TEXT NOT NULL DEFAULT '',
    n_row     INTEGER NOT NULL,
    n_applied INTEGER NOT NULL DEFAULT 0,
    state     TEXT NOT NULL CHECK (state IN ('previewed', 'applied', 'undone')),
    user_id   INTEGER NOT NULL,
    made_at   INTEGER NOT NULL,
    applied_at INTEGER NOT NULL DEFAULT 0,
    undone_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

-- Previewed rows (JSON of the cells, personal numbers sealed) until applied or dropped; then only what each row made.
CREATE TABLE import_row (
    org_id    INTEGER NOT NULL,
    batch_id  INTEGER NOT NULL,
    row_no    INTEGER NOT NULL,
    cells_json TEXT NOT NULL,
    error_text TEXT NOT NULL DEFAULT '',
    made_table TEXT NOT NULL DEFAULT '',
    made_id   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, batch_id, row_no)
) STRICT, WITHOUT ROWID;
