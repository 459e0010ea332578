-- The weighing behind a goods receipt: what the scale said, keyed by the voucher.

CREATE TABLE intake (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    sheet_key  TEXT NOT NULL,
    party_id   INTEGER NOT NULL,
    item_id    INTEGER NOT NULL,
    lot_id     INTEGER NOT NULL,
    place_id   INTEGER NOT NULL DEFAULT 0,
    grade      TEXT NOT NULL DEFAULT '',
    mode       TEXT NOT NULL CHECK (mode IN ('bought', 'on_behalf', 'processing')),
    gross_qty  INTEGER NOT NULL,
    tare_qty   INTEGER NOT NULL DEFAULT 0,
    net_qty    INTEGER NOT NULL CHECK (net_qty > 0),
    is_priced  INTEGER NOT NULL CHECK (is_priced IN (0, 1)),
    price_vnd  INTEGER NOT NULL DEFAULT 0,
    amount_vnd INTEGER NOT NULL DEFAULT 0,
    delivered_on INTEGER NOT NULL,
    CHECK (gross_qty - tare_qty = net_qty),
    PRIMARY KEY (org_id, voucher_id)
) STRICT, WITHOUT ROWID;
-- append-only: intake
CREATE INDEX intake_party ON intake (org_id, party_id, delivered_on);
CREATE INDEX intake_sheet ON intake (org_id, sheet_key);

-- A price given later is a voucher of its own that settles the receipt.
CREATE TABLE intake_price (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    intake_voucher_id INTEGER NOT NULL,
    price_vnd  INTEGER NOT NULL,
    amount_vnd INTEGER NOT NULL,
    PRIMARY KEY (org_id, voucher_id)
) STRICT, WITHOUT ROWID;
-- append-only: intake_price
CREATE INDEX intake_price_of ON intake_price (org_id, intake_voucher_id);

-- What other rooms may read.
CREATE VIEW v_intake AS
SELECT org_id, voucher_id, party_id, item_id, lot_id, grade, mode, net_qty, is_priced, price_vnd, amount_vnd,
       delivered_on
  FROM intake;

CREATE VIEW v_intake_price AS
SELECT org_id, voucher_id, intake_voucher_id, price_vnd, amount_vnd FROM intake_price;
