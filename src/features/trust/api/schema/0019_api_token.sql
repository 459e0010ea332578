-- What programs show instead of a log-in: the right of one user in one organisation, cut down to some capabilities, for
-- a time. Only the hash is kept.

CREATE TABLE api_token (
    org_id     INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    name       TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    scopes     TEXT NOT NULL, -- names of capabilities with a space between
    request_id TEXT NOT NULL UNIQUE,
    made_at    INTEGER NOT NULL,
    valid_to_on INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL DEFAULT 0,
    used_at    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
