-- The spine: locks and counters of organisations, reference sets, the chart of accounts, vouchers with their effects,
-- the log, the sums. Facts carry the mark that sqlgen turns into triggers here and into grants on PostgreSQL.

CREATE TABLE org_lock (
    org_id INTEGER NOT NULL PRIMARY KEY
) STRICT;

CREATE TABLE counter (
    org_id INTEGER NOT NULL,
    name   TEXT NOT NULL,
    last_value INTEGER NOT NULL,
    PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

-- Reference data is dated and carries its source. Sets are never overwritten: a new version is a new row.
CREATE TABLE ref_set (
    org_id     INTEGER NOT NULL DEFAULT 0,
    id         INTEGER NOT NULL,
    set_code   TEXT NOT NULL,
    version    TEXT NOT NULL,
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL DEFAULT 99991231,
    source     TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, set_code, version)
) STRICT;

-- org_id 0: the statutory chart. Other organisations: their own sub-accounts, longer codes under a statutory one.
CREATE TABLE account (
    org_id     INTEGER NOT NULL,
    code       TEXT NOT NULL,
    parent     TEXT NOT NULL DEFAULT '',
    name_vi    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    nature     TEXT NOT NULL CHECK (nature IN ('debit', 'credit', 'both')),
    off_balance INTEGER NOT NULL DEFAULT 0 CHECK (off_balance IN (0, 1)),
    statement  TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    ref_set_id INTEGER NOT NULL DEFAULT 0,
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL DEFAULT 99991231,
    PRIMARY KEY (org_id, code, valid_from_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_parent ON account (org_id, parent);

-- Financial year and lock of an organisation's months. A month without a row is open (rows appear when something
-- happens to it).
CREATE TABLE period (
    org_id    INTEGER NOT NULL,
    first_on  INTEGER NOT NULL,
    last_on   INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('open', 'closed', 'final')),
    changed_at INTEGER NOT NULL,
    changed_by_id INTEGER NOT NULL,
    reason    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, first_on)
) STRICT, WITHOUT ROWID;

-- Settings of the spine per organisation: first month of the financial year, negative stock allowed, who must be two.
CREATE TABLE org_setting (
    org_id INTEGER NOT NULL,
    name   TEXT NOT NULL,
    setting TEXT NOT NULL,
    PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE number_series (
    org_id INTEGER NOT NULL,
    book   TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    PRIMARY KEY (org_id, book, year)
) STRICT, WITHOUT ROWID;

-- Interned analysis dimensions.
CREATE TABLE dim (
    org_id   INTEGER NOT NULL,
    id       INTEGER NOT NULL,
    service  TEXT NOT NULL DEFAULT '',
    season   TEXT NOT NULL DEFAULT '',
    plot     TEXT NOT NULL DEFAULT '',
    fund     TEXT NOT NULL DEFAULT '',
    chain    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, service, season, plot, fund, chain)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher (
    org_id      INTEGER NOT NULL,
    id          INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    book        TEXT NOT NULL,
    year        INTEGER NOT NULL,
    number      INTEGER NOT NULL CHECK (number > 0),
    document_on INTEGER NOT NULL,
    posting_on  INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    request_key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    prepared_by_id INTEGER NOT NULL,
    posted_by_id   INTEGER NOT NULL,
    reverses_id INTEGER NOT NULL DEFAULT 0,
    settles_id  INTEGER NOT NULL DEFAULT 0,
    amount_vnd  INTEGER NOT NULL,
    memo_hash   BLOB NOT NULL,
    command_bytes BLOB NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
-- append-only: voucher
CREATE UNIQUE INDEX voucher_number ON voucher (org_id, book, year, number);
CREATE UNIQUE INDEX voucher_request ON voucher (org_id, request_key);
CREATE UNIQUE INDEX voucher_reverses ON voucher (org_id, reverses_id) WHERE reverses_id <> 0;
CREATE INDEX voucher_settles ON voucher (org_id, settles_id) WHERE settles_id <> 0;
CREATE INDEX voucher_posting ON voucher (org_id, posting_on, id);

-- Free words and the salt of their digest in the log. Correctable: erasing a memo leaves the log provable.
CREATE TABLE voucher_memo (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    memo       TEXT NOT NULL,
    salt_bytes BLOB NOT NULL,
    PRIMARY KEY (org_id, voucher_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher_link (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    depends_id INTEGER NOT NULL,
    PRIMARY KEY (org_id, voucher_id, depends_id)
) STRICT, WITHOUT ROWID;
-- append-only: voucher_link
CREATE INDEX voucher_link_depends ON voucher_link (org_id, depends_id);

CREATE TABLE voucher_attachment (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    attachment_no INTEGER NOT NULL,
    file_hash  BLOB NOT NULL,
    PRIMARY KEY (org_id, voucher_id, attachment_no)
) STRICT, WITHOUT ROWID;
-- append-only: voucher_attachment

CREATE TABLE line (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    line_no    INTEGER NOT NULL,
    posting_on INTEGER NOT NULL,
    account    TEXT NOT NULL,
    party_id   INTEGER NOT NULL DEFAULT 0,
    dr_vnd     INTEGER NOT NULL,
    cr_vnd     INTEGER NOT NULL,
    side       INTEGER NOT NULL DEFAULT 0,
    dim_id     INTEGER NOT NULL DEFAULT 0,
    currency   TEXT NOT NULL DEFAULT '',
    amount_fc_minor INTEGER NOT NULL DEFAULT 0,
    contra_group    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, voucher_id, line_no)
) STRICT, WITHOUT ROWID;
-- append-only: line
CREATE INDEX line_account ON line (org_id, account, posting_on, voucher_id);
CREATE INDEX line_party ON line (org_id, party_id, posting_on, voucher_id) WHERE party_id <> 0;

CREATE TABLE move (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    move_no    INTEGER NOT NULL,
    posting_on INTEGER NOT NULL,
    item_id    INTEGER NOT NULL,
    lot_id     INTEGER NOT NULL DEFAULT 0,
    place_id   INTEGER NOT NULL DEFAULT 0,
    owner      INTEGER NOT NULL CHECK (owner IN (0, 1, 2)),
    owner_party_id INTEGER NOT NULL DEFAULT 0,
    unit       INTEGER NOT NULL,
    qty        INTEGER NOT NULL,
    value_vnd  INTEGER NOT NULL DEFAULT 0,
    external   INTEGER NOT NULL CHECK (external IN (0, 1)),
    PRIMARY KEY (org_id, voucher_id, move_no)
) STRICT, WITHOUT ROWID;
-- append-only: move
CREATE INDEX move_item ON move (org_id, item_id, posting_on, voucher_id);

CREATE TABLE event (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    event_no   INTEGER NOT NULL,
    event_uri  TEXT NOT NULL,
    type       TEXT NOT NULL,
    action     TEXT NOT NULL,
    biz_step   TEXT NOT NULL,
    disposition TEXT NOT NULL,
    event_at   INTEGER NOT NULL,
    zone_minutes INTEGER NOT NULL,
    read_point TEXT NOT NULL,
    error_at   INTEGER NOT NULL DEFAULT 0,
    error_reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, voucher_id, event_no)
) STRICT, WITHOUT ROWID;
-- append-only: event
CREATE INDEX event_by_uri ON event (org_id, event_uri);

CREATE TABLE event_item (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    event_no   INTEGER NOT NULL,
    item_no    INTEGER NOT NULL,
    role       TEXT NOT NULL,
    epc        TEXT NOT NULL,
    qty        INTEGER NOT NULL DEFAULT 0,
    uom        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, voucher_id, event_no, item_no)
) STRICT, WITHOUT ROWID;
-- append-only: event_item
CREATE INDEX event_item_epc ON event_item (org_id, epc);

CREATE TABLE delivery (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    delivery_no INTEGER NOT NULL,
    contract_id INTEGER NOT NULL,
    party_id   INTEGER NOT NULL,
    item_id    INTEGER NOT NULL,
    qty        INTEGER NOT NULL,
    grade      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, voucher_id, delivery_no)
) STRICT, WITHOUT ROWID;
-- append-only: delivery

CREATE TABLE member_use (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    use_no     INTEGER NOT NULL,
    posting_on INTEGER NOT NULL,
    party_id   INTEGER NOT NULL,
    service    TEXT NOT NULL,
    qty        INTEGER NOT NULL,
    value_vnd  INTEGER NOT NULL,
    PRIMARY KEY (org_id, voucher_id, use_no)
) STRICT, WITHOUT ROWID;
-- append-only: member_use
CREATE INDEX member_use_party ON member_use (org_id, party_id, posting_on);

-- One leaf a voucher, gapless per organisation. leaf_hash = SHA-256(0x00 || leaf_bytes), RFC 9162.
CREATE TABLE log_leaf (
    org_id     INTEGER NOT NULL,
    seq        INTEGER NOT NULL CHECK (seq > 0),
    voucher_id INTEGER NOT NULL,
    leaf_bytes BLOB NOT NULL,
    leaf_hash  BLOB NOT NULL,
    PRIMARY KEY (org_id, seq)
) STRICT, WITHOUT ROWID;
-- append-only: log_leaf
CREATE UNIQUE INDEX log_leaf_voucher ON log_leaf (org_id, voucher_id);

-- Maintained sums: movements, so any period is an addition and nothing is carried forward.
CREATE TABLE sum_account (
    org_id  INTEGER NOT NULL,
    month   INTEGER NOT NULL,
    account TEXT NOT NULL,
    side    INTEGER NOT NULL,
    dr_vnd  INTEGER NOT NULL,
    cr_vnd  INTEGER NOT NULL,
    PRIMARY KEY (org_id, account, side, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE sum_party (
    org_id   INTEGER NOT NULL,
    month    INTEGER NOT NULL,
    account  TEXT NOT NULL,
    party_id INTEGER NOT NULL,
    dr_vnd   INTEGER NOT NULL,
    cr_vnd   INTEGER NOT NULL,
    PRIMARY KEY (org_id, party_id, account, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX sum_party_account ON sum_party (org_id, account, party_id, month);

CREATE TABLE stock (
    org_id     INTEGER NOT NULL,
    item_id    INTEGER NOT NULL,
    lot_id     INTEGER NOT NULL,
    place_id   INTEGER NOT NULL,
    owner      INTEGER NOT NULL,
    owner_party_id INTEGER NOT NULL,
    qty        INTEGER NOT NULL,
    value_vnd  INTEGER NOT NULL,
    PRIMARY KEY (org_id, item_id, lot_id, place_id, owner, owner_party_id)
) STRICT, WITHOUT ROWID;

-- What the city's sums must read again. Written by post, drained by a job.
CREATE TABLE dirty (
    org_id  INTEGER NOT NULL,
    month   INTEGER NOT NULL,
    PRIMARY KEY (org_id, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    org_id     INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    owner_user_id INTEGER NOT NULL,
    command_json TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

-- Who did what: every write and every opening of another's record leaves a line. No personal data, ids only.
CREATE TABLE audit (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    action    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    grant_id  INTEGER NOT NULL DEFAULT 0,
    detail    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
-- append-only: audit
CREATE INDEX audit_subject ON audit (org_id, subject, subject_id);
CREATE INDEX audit_at ON audit (org_id, at);

-- Walls: which organisations a scope may see. Maintained by identity.
CREATE TABLE scope_org (
    scope_id INTEGER NOT NULL,
    org_id   INTEGER NOT NULL,
    PRIMARY KEY (scope_id, org_id)
) STRICT, WITHOUT ROWID;
