-- The list of deliveries stands in order of days.
CREATE INDEX intake_day ON intake (org_id, delivered_on, voucher_id);
