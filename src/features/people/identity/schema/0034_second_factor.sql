-- What users prove themselves with besides a password, and passwords that somebody else chose.

-- 0 = the person chose the password; else when somebody else did: it opens the page that asks for one's own alone.
ALTER TABLE app_user ADD COLUMN first_password_at INTEGER NOT NULL DEFAULT 0;
-- Since when a code is asked for after the password; 0 = it is not.
ALTER TABLE app_user ADD COLUMN second_on_at INTEGER NOT NULL DEFAULT 0;

-- The key of the one-time codes, sealed for its user. last_step: of the code that was used last, so that none serves
-- twice.
CREATE TABLE second_factor (
    user_id      INTEGER NOT NULL PRIMARY KEY,
    sealed_bytes BLOB NOT NULL,
    made_at      INTEGER NOT NULL,
    last_step    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE recovery_code (
    user_id   INTEGER NOT NULL,
    code_hash BLOB NOT NULL,
    made_at   INTEGER NOT NULL,
    used_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;

-- Who gave the right password and not yet the code.
CREATE TABLE half_login (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    n_try      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
