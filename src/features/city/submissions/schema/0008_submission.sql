-- What a cooperative sends to the city: numbered, signed packages of figures. Both sides keep them; sending twice
-- changes nothing. org_id is always the cooperative the figures are about.

CREATE TABLE submission (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('sent', 'received')),
    number    INTEGER NOT NULL CHECK (number > 0),
    first_month INTEGER NOT NULL,
    last_month  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL,
    received_at INTEGER NOT NULL DEFAULT 0,
    withdraws_number INTEGER NOT NULL DEFAULT 0, -- a package without figures that takes an earlier one back
    package_bytes BLOB NOT NULL,
    package_hash  BLOB NOT NULL,
    signature_bytes BLOB NOT NULL,
    public_bytes  BLOB NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('sent', 'accepted', 'superseded', 'withdrawn')),
    user_id   INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, direction, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_received ON submission (direction, received_at, org_id);

-- The figures inside, as received: code per month. A package with a higher number supersedes an earlier one for the
-- months it covers.
CREATE TABLE submitted_value (
    org_id    INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    month     INTEGER NOT NULL,
    code      TEXT NOT NULL,
    value_vnd INTEGER NOT NULL DEFAULT 0,
    number_value INTEGER NOT NULL DEFAULT 0,
    superseded_by_id INTEGER NOT NULL DEFAULT 0, -- submission; 0 = this is what counts
    PRIMARY KEY (org_id, submission_id, month, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX submitted_value_code ON submitted_value (code, month, org_id);
CREATE UNIQUE INDEX submitted_value_live ON submitted_value (org_id, month, code) WHERE superseded_by_id = 0;

-- The sending side's signing key (sealed), and the keys a city has pinned (nothing sealed).
CREATE TABLE submission_key (
    org_id    INTEGER NOT NULL,
    public_bytes BLOB NOT NULL,
    sealed_bytes BLOB NOT NULL,
    added_at  INTEGER NOT NULL,
    added_by_id INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, public_bytes)
) STRICT, WITHOUT ROWID;

-- What other rooms may read: the figures that count.
CREATE VIEW v_submitted_value AS
SELECT v.org_id, v.submission_id, v.month, v.code, v.value_vnd, v.number_value, s.number, s.received_at
  FROM submitted_value v
  JOIN submission s ON s.org_id = v.org_id AND s.id = v.submission_id
 WHERE v.superseded_by_id = 0;
