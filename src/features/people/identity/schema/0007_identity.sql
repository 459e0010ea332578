-- Users, their roles in organisations, sessions, scopes, grants.

CREATE TABLE app_user (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL UNIQUE,
    login     TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    password_hash_text TEXT NOT NULL DEFAULT '',
    lang      TEXT NOT NULL DEFAULT 'vi',
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    is_demo   INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

-- A role in one organisation, dated. Roles are sets of capabilities (roles.def).
CREATE TABLE user_role (
    org_id    INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    role      TEXT NOT NULL,
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL DEFAULT 99991231,
    PRIMARY KEY (org_id, user_id, role, valid_from_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_role_user ON user_role (user_id);

-- A session works in one organisation; that organisation is also its wall: scope_org says what it sees.
CREATE TABLE session (
    id         INTEGER NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    user_id    INTEGER NOT NULL,
    chosen_org_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    peer       TEXT NOT NULL DEFAULT '',
    is_revoked INTEGER NOT NULL DEFAULT 0 CHECK (is_revoked IN (0, 1))
) STRICT;
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE login_attempt (
    id       INTEGER NOT NULL PRIMARY KEY,
    at       INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    peer     TEXT NOT NULL,
    is_ok    INTEGER NOT NULL CHECK (is_ok IN (0, 1))
) STRICT;
CREATE INDEX login_attempt_user ON login_attempt (user_id, at);

-- Access to an organisation's books for somebody outside it: by its own grant or by an inspection decision.
CREATE TABLE access_grant (
    org_id     INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    grantee_org_id INTEGER NOT NULL,
    basis      TEXT NOT NULL CHECK (basis IN ('grant', 'decision')),
    purpose    TEXT NOT NULL,
    decision_number TEXT NOT NULL DEFAULT '',
    books_from_on INTEGER NOT NULL DEFAULT 0,
    books_to_on   INTEGER NOT NULL DEFAULT 99991231,
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL,
    given_by_id INTEGER NOT NULL,
    given_at   INTEGER NOT NULL,
    withdrawn_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_grant_grantee ON access_grant (grantee_org_id);

-- Secrets of the installation: CSRF key, sealing key. One row each.
CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    secret_bytes BLOB NOT NULL
) STRICT;

-- The name that stands under a voucher.
CREATE VIEW v_user AS
SELECT org_id, id, login, full_name FROM app_user;
