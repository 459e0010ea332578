-- In whose name somebody acted by delegation; 0 = in the own.

ALTER TABLE voucher ADD COLUMN prepared_for_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE voucher ADD COLUMN posted_for_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN owner_for_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN for_user_id INTEGER NOT NULL DEFAULT 0;
