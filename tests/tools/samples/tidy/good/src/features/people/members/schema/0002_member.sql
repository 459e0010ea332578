-- CREATE TABLE in_a_comment (a INTEGER);
CREATE TABLE member (
    org_id INTEGER NOT NULL, -- a, b
    id     INTEGER NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('a', 'b,c')),
    joined_on INTEGER NOT NULL DEFAULT 99991231,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, kind)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX member_kind ON member (org_id, kind);
CREATE VIRTUAL TABLE member_search USING fts5 (name);
