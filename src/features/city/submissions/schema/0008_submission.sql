-- What a cooperative sends to the city: numbered, signed packages of figures. Both sides keep them; sending twice
-- changes nothing.

CREATE TABLE submission (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('sent', 'received')),
    number    INTEGER NOT NULL,
    first_month INTEGER NOT NULL,
    last_month  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL,
    received_at INTEGER NOT NULL DEFAULT 0,
    package_bytes BLOB NOT NULL,
    package_hash  BLOB NOT NULL,
    signature_bytes BLOB NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('sent', 'accepted', 'superseded', 'withdrawn')),
    user_id   INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, direction, number)
) STRICT, WITHOUT ROWID;

-- The figures inside, as received: code per month. A later package supersedes an earlier one for the months it
-- covers.
CREATE TABLE submitted_value (
    org_id    INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    month     INTEGER NOT NULL,
    code      TEXT NOT NULL,
    value_vnd INTEGER NOT NULL DEFAULT 0,
    number_value INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, submission_id, month, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX submitted_value_code ON submitted_value (code, month, org_id);

-- The sending side's signing key, and the keys a city accepts.
CREATE TABLE submission_key (
    org_id    INTEGER NOT NULL,
    public_bytes BLOB NOT NULL,
    sealed_bytes BLOB NOT NULL,
    added_at  INTEGER NOT NULL,
    added_by_id INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, public_bytes)
) STRICT, WITHOUT ROWID;
