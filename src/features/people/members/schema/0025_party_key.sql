-- A key of its own for each person: what is sealed with it can be opened by nobody once it is gone, wherever a copy of
-- the sealed bytes may still lie. And the day from which a party's record holds only what vouchers must say.
CREATE TABLE party_key (
    org_id    INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    key_bytes BLOB NOT NULL,
    PRIMARY KEY (org_id, party_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE party ADD COLUMN restricted_on INTEGER NOT NULL DEFAULT 0;
