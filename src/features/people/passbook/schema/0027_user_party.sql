-- Which person of a cooperative's register a user is.

CREATE TABLE user_party (
    org_id    INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    linked_at INTEGER NOT NULL,
    linked_by_id INTEGER NOT NULL,
    PRIMARY KEY (org_id, user_id),
    UNIQUE (org_id, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_party_user ON user_party (user_id);
