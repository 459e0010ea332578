-- The list of vouchers: those of one kind in order of days, and all by their amount.
CREATE INDEX voucher_kind ON voucher (org_id, kind, posting_on, id);
CREATE INDEX voucher_amount ON voucher (org_id, amount_vnd, id);
