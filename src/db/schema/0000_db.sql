-- What was migrated. Number 0 of the series: store_migrate makes it before all others.
CREATE TABLE schema_version (
    number      INTEGER NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    file_hash   BLOB NOT NULL,
    migrated_at INTEGER NOT NULL
) STRICT;
