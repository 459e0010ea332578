-- expect: schema/0001_a.sql:1: error: a: no PRIMARY KEY
CREATE TABLE a (id INTEGER NOT NULL) STRICT;
