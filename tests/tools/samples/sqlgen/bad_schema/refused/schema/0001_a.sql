-- expect: schema/0001_a.sql:5: error: near "NUL": syntax error
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE b (
    id INTEGER
    UNIQUE NUL) STRICT;
