-- Parties (whoever a cooperative deals with) and members with their dated class and agreement.
-- Personal attributes stand here and nowhere else: correctable, erasable, each with its purpose in the privacy
-- room's table.

CREATE TABLE party (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    code      TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('member', 'customer', 'supplier', 'employee', 'other')),
    full_name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    given_sort TEXT NOT NULL,
    phone     TEXT NOT NULL DEFAULT '',
    address   TEXT NOT NULL DEFAULT '',
    hamlet    TEXT NOT NULL DEFAULT '',
    birth_on  INTEGER NOT NULL DEFAULT 0,
    gender    TEXT NOT NULL DEFAULT '' CHECK (gender IN ('', 'f', 'm')),
    tax_code  TEXT NOT NULL DEFAULT '',
    is_person INTEGER NOT NULL DEFAULT 1 CHECK (is_person IN (0, 1)),
    is_erased INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1)),
    token     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_sort ON party (org_id, name_sort, id);
CREATE INDEX party_phone ON party (org_id, phone) WHERE phone <> '';

-- The personal number, sealed with the organisation's key; number_hash finds duplicates inside the wall (keyed
-- digest).
CREATE TABLE party_number (
    org_id    INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    sealed_bytes BLOB NOT NULL,
    number_hash  BLOB NOT NULL,
    last_digits  TEXT NOT NULL,
    PRIMARY KEY (org_id, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_number_hash ON party_number (org_id, number_hash);

-- One row per membership: entry to exit.
CREATE TABLE member (
    org_id    INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    joined_on INTEGER NOT NULL,
    left_on   INTEGER NOT NULL DEFAULT 99991231,
    left_reason TEXT NOT NULL DEFAULT '',
    is_worker INTEGER NOT NULL DEFAULT 0 CHECK (is_worker IN (0, 1)),
    note      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, party_id, joined_on)
) STRICT, WITHOUT ROWID;

-- Class of membership over time (Law 17/2023 Art 4.16): decides internal or external with the agreement.
CREATE TABLE member_class (
    org_id    INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL DEFAULT 99991231,
    class     TEXT NOT NULL CHECK (class IN ('official', 'affiliate_capital', 'affiliate_use')),
    PRIMARY KEY (org_id, party_id, valid_from_on)
) STRICT, WITHOUT ROWID;

-- Written agreement over time (Art 4.1): how the member's produce is taken in, and which services are agreed.
CREATE TABLE member_agreement (
    org_id    INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL DEFAULT 99991231,
    number    TEXT NOT NULL,
    signed_on INTEGER NOT NULL,
    intake_mode TEXT NOT NULL CHECK (intake_mode IN ('bought', 'on_behalf', 'processing')),
    fee_bp    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, party_id, valid_from_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE party_change (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    field     TEXT NOT NULL,
    before_text TEXT NOT NULL,
    after_text  TEXT NOT NULL,
    reason    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_change_party ON party_change (org_id, party_id, at);

-- What other rooms may read of a party.
CREATE VIEW v_party AS
SELECT org_id, id, code, kind, full_name, name_fold, name_sort, given_sort, hamlet, address, is_person, token
       FROM party;

CREATE VIEW v_membership AS
SELECT org_id, party_id, joined_on, left_on, is_worker FROM member;
