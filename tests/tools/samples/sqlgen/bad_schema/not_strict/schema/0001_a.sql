-- expect: schema/0001_a.sql:1: error: a: the table is not STRICT
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY);
