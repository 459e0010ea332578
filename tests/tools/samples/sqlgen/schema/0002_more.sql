ALTER TABLE member ADD COLUMN note TEXT NOT NULL DEFAULT '';
INSERT INTO word (code, value) VALUES ('a', 'x');
