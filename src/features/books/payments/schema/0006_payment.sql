-- Cash in and out: the receipt or payment voucher's own fields.

CREATE TABLE payment (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    direction  TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    party_id   INTEGER NOT NULL DEFAULT 0,
    account    TEXT NOT NULL,
    amount_vnd INTEGER NOT NULL CHECK (amount_vnd > 0),
    paid_on    INTEGER NOT NULL,
    PRIMARY KEY (org_id, voucher_id)
) STRICT, WITHOUT ROWID;
-- append-only: payment
CREATE INDEX payment_party ON payment (org_id, party_id, paid_on);

-- Which receipts a payment pays, and how much of each.
CREATE TABLE payment_part (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    paid_voucher_id INTEGER NOT NULL,
    amount_vnd INTEGER NOT NULL CHECK (amount_vnd > 0),
    PRIMARY KEY (org_id, voucher_id, paid_voucher_id)
) STRICT, WITHOUT ROWID;
-- append-only: payment_part
CREATE INDEX payment_part_paid ON payment_part (org_id, paid_voucher_id);
