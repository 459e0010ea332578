-- Work that nobody asks for: when each is due, who runs it now, how it went last. Several servers on one database take
-- turns by the lease; one that dies leaves a lease that ends by itself.
CREATE TABLE job (
    name           TEXT NOT NULL PRIMARY KEY,
    due_at         INTEGER NOT NULL,
    lease_until_at INTEGER NOT NULL DEFAULT 0,
    started_at     INTEGER NOT NULL DEFAULT 0,
    ended_at       INTEGER NOT NULL DEFAULT 0,
    is_ok          INTEGER NOT NULL DEFAULT 1 CHECK (is_ok IN (0, 1)),
    trouble        TEXT NOT NULL DEFAULT ''
) STRICT;
