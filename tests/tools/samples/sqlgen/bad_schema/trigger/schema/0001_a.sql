-- expect: schema/0001_a.sql:3: error: no triggers but those of -- append-only:
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY) STRICT;
CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;
