-- What was erased, and until when the law has a rest of it kept. keep_until_on 0: nothing was kept; finished_at 0: a
-- rest is still there; is_scrubbed 0: the files of the store may still hold freed pages.
CREATE TABLE privacy_erasure (
    org_id        INTEGER NOT NULL,
    id            INTEGER NOT NULL,
    party_id      INTEGER NOT NULL,
    request_id    INTEGER NOT NULL DEFAULT 0,
    user_id       INTEGER NOT NULL,
    erased_at     INTEGER NOT NULL,
    n_row         INTEGER NOT NULL,
    keep_until_on INTEGER NOT NULL DEFAULT 0,
    finished_at   INTEGER NOT NULL DEFAULT 0,
    is_scrubbed   INTEGER NOT NULL DEFAULT 0 CHECK (is_scrubbed IN (0, 1)),
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX privacy_erasure_party ON privacy_erasure (org_id, party_id);
CREATE INDEX privacy_erasure_rest ON privacy_erasure (keep_until_on) WHERE finished_at = 0;
