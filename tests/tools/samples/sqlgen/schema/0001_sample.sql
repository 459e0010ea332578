-- The tables of the samples.
CREATE TABLE member (
    org_id     INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    name       TEXT NOT NULL, -- as on the card; "quoted" and it's fine
    name_sort  TEXT NOT NULL,
    code       TEXT NOT NULL DEFAULT 'a;b',
    share_vnd  INTEGER NOT NULL DEFAULT 0,
    weight_qty INTEGER NOT NULL DEFAULT 0,
    joined_on  INTEGER NOT NULL DEFAULT 99991231,
    is_active  INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    photo      BLOB NOT NULL DEFAULT x'00ff',
    request_id TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_code ON member (org_id, code);

CREATE TABLE fact (
    org_id INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    dr_vnd INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
-- append-only: fact

CREATE TABLE gift (
    org_id INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    from_party_id INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE scope_org (
    scope_id INTEGER NOT NULL,
    org_id   INTEGER NOT NULL,
    PRIMARY KEY (scope_id, org_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE word (
    code TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE VIEW v_share AS SELECT org_id, sum(share_vnd) AS share_vnd, count(*) AS n_member FROM member GROUP BY org_id;

-- only: sqlite
CREATE INDEX word_value ON word (value);
-- only: postgres
CREATE INDEX word_value ON word USING hash (value);
