-- expect: schema/0001_a.sql:1: error: a: column pay_vnd is TEXT, but its name says INTEGER
-- expect: schema/0001_a.sql:1: error: a: column rate: type REAL; only INTEGER, TEXT and BLOB
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, pay_vnd TEXT NOT NULL, rate REAL NOT NULL) STRICT;
