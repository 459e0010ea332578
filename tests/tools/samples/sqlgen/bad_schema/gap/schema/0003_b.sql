-- expect: schema/0003_b.sql:1: error: a gap in the numbers before 0003
CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY) STRICT;
