-- expect: schema/0001_a.sql:1: error: a: column name may be NULL
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, name TEXT) STRICT;
