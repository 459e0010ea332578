CREATE TABLE member (
    org_id INTEGER NOT NULL,
    name TEXT,
    kind TEXT CHECK (kind IN ('a', 'NOT NULL')),
    PRIMARY KEY (org_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS other (a INTEGER NOT NULL);
