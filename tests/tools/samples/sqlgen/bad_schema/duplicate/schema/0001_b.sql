-- expect: error: number 0001 is taken by
CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY) STRICT;
