-- The list of payments stands in order of days.
CREATE INDEX payment_day ON payment (org_id, paid_on, voucher_id);
