-- Items, places, lots and prices: what stock moves are about.

CREATE TABLE item (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    code      TEXT NOT NULL,
    name_vi   TEXT NOT NULL,
    name_en   TEXT NOT NULL DEFAULT '',
    name_fold TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    unit      INTEGER NOT NULL,
    shown_unit TEXT NOT NULL,
    per       INTEGER NOT NULL CHECK (per > 0),
    account   TEXT NOT NULL DEFAULT '156',
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE warehouse (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    code      TEXT NOT NULL,
    name      TEXT NOT NULL,
    token     TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, code)
) STRICT, WITHOUT ROWID;

-- A lot is what was taken in together; token is its opaque public identifier.
CREATE TABLE lot (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    code      TEXT NOT NULL,
    item_id   INTEGER NOT NULL,
    grade     TEXT NOT NULL DEFAULT '',
    made_on   INTEGER NOT NULL,
    token     TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, code)
) STRICT, WITHOUT ROWID;

-- Intake price per shown unit, by grade, over time.
CREATE TABLE item_price (
    org_id    INTEGER NOT NULL,
    item_id   INTEGER NOT NULL,
    grade     TEXT NOT NULL DEFAULT '',
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL DEFAULT 99991231,
    price_vnd INTEGER NOT NULL CHECK (price_vnd >= 0),
    PRIMARY KEY (org_id, item_id, grade, valid_from_on)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_item AS
SELECT org_id, id, code, name_vi, name_en, name_fold, unit, shown_unit, per, account, is_active FROM item;

CREATE VIEW v_lot AS
SELECT org_id, id, code, item_id, grade, made_on, token FROM lot;
