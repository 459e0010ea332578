-- expect: schema/0001_a.sql:1: error: a: column user: a reserved word of PostgreSQL
-- expect: schema/0001_a.sql:4: error: session_user: a reserved word of PostgreSQL
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, user TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX session_user ON a (user);
