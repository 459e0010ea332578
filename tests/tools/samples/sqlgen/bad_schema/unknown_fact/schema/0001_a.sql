-- expect: schema/0001_a.sql:1: error: b: append-only: no such table
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY) STRICT;
-- append-only: b
