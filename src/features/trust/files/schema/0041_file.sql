-- Files, notes and tags on any record, added also after a voucher was posted. They say who and when, are withdrawn with
-- a reason and never changed; only the erasing of a person's data takes them away.

-- Content by its SHA-256. The row is there before the bytes are, so that what nobody refers to can be found; the bytes
-- lie in the folder of files, under the organisation's number.
CREATE TABLE file_content (
    org_id    INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    n_bytes   INTEGER NOT NULL CHECK (n_bytes > 0),
    put_at    INTEGER NOT NULL,
    PRIMARY KEY (org_id, content_hash)
) STRICT, WITHOUT ROWID;

-- subject: voucher, party, item, organisation, draft. thumb_hash is empty without a small picture.
CREATE TABLE file (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    subject   TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    thumb_hash BLOB NOT NULL,
    media     TEXT NOT NULL,
    name      TEXT NOT NULL,
    caption   TEXT NOT NULL DEFAULT '',
    n_bytes   INTEGER NOT NULL,
    width     INTEGER NOT NULL DEFAULT 0,
    height    INTEGER NOT NULL DEFAULT 0,
    is_open   INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1)),
    request_key TEXT NOT NULL,
    added_at  INTEGER NOT NULL,
    added_by_id INTEGER NOT NULL,
    withdrawn_at INTEGER NOT NULL DEFAULT 0,
    withdrawn_by_id INTEGER NOT NULL DEFAULT 0,
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX file_request ON file (org_id, request_key);
CREATE INDEX file_subject ON file (org_id, subject, subject_id);
CREATE INDEX file_content_of ON file (org_id, content_hash);
CREATE INDEX file_thumb_of ON file (org_id, thumb_hash);

CREATE TABLE note (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    subject   TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    words     TEXT NOT NULL,
    is_open   INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1)),
    request_key TEXT NOT NULL,
    added_at  INTEGER NOT NULL,
    added_by_id INTEGER NOT NULL,
    withdrawn_at INTEGER NOT NULL DEFAULT 0,
    withdrawn_by_id INTEGER NOT NULL DEFAULT 0,
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX note_request ON note (org_id, request_key);
CREATE INDEX note_subject ON note (org_id, subject, subject_id);

CREATE TABLE tag (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    subject   TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    tag       TEXT NOT NULL,
    tag_fold  TEXT NOT NULL,
    added_at  INTEGER NOT NULL,
    added_by_id INTEGER NOT NULL,
    removed_at INTEGER NOT NULL DEFAULT 0,
    removed_by_id INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tag_live ON tag (org_id, subject, subject_id, tag_fold) WHERE removed_at = 0;
CREATE INDEX tag_subject ON tag (org_id, subject, subject_id);
CREATE INDEX tag_by_name ON tag (org_id, subject, tag_fold, subject_id) WHERE removed_at = 0;

-- For lists of records: which bear a tag.
CREATE VIEW v_tag AS
SELECT org_id, subject, subject_id, tag, tag_fold FROM tag WHERE removed_at = 0;

-- Every record that bears something: what must not be removed.
CREATE VIEW v_filed AS
SELECT org_id, subject, subject_id FROM file
UNION ALL SELECT org_id, subject, subject_id FROM note
UNION ALL SELECT org_id, subject, subject_id FROM tag;
