-- A journal voucher kept under a name, to fill the form from; the monthly ones are due again and again.

CREATE TABLE journal_template (
    org_id     INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    name       TEXT NOT NULL,
    memo       TEXT NOT NULL DEFAULT '',
    lines_json TEXT NOT NULL,
    is_monthly INTEGER NOT NULL DEFAULT 0 CHECK (is_monthly IN (0, 1)),
    due_on     INTEGER NOT NULL DEFAULT 99991231,
    due_day    INTEGER NOT NULL DEFAULT 0,
    made_by_id INTEGER NOT NULL,
    made_at    INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
