-- A mark has a number, so that papers can hang on it; 0: made before marks had one.
ALTER TABLE duty_mark ADD COLUMN id INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX duty_mark_number ON duty_mark (org_id, id) WHERE id <> 0;

-- For what hangs on marks.
CREATE VIEW v_duty_mark AS SELECT org_id, id, code, period FROM duty_mark WHERE id <> 0;
