-- One's own capabilities in an organisation, handed to a colleague for a time. What it opens is never more than the
-- giver may at that moment.

CREATE TABLE delegation (
    org_id       INTEGER NOT NULL,
    id           INTEGER NOT NULL,
    from_user_id INTEGER NOT NULL,
    to_user_id   INTEGER NOT NULL,
    caps         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    valid_from_on INTEGER NOT NULL,
    valid_to_on  INTEGER NOT NULL,
    given_at     INTEGER NOT NULL,
    withdrawn_at INTEGER NOT NULL DEFAULT 0,
    withdrawn_by_id INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX delegation_from ON delegation (org_id, from_user_id);
CREATE INDEX delegation_to ON delegation (to_user_id);

-- The delegation that a session works under; 0 = by own right.
ALTER TABLE session ADD COLUMN delegation_id INTEGER NOT NULL DEFAULT 0;
