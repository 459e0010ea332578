-- Requests of persons about their data, and every viewing of a sealed number.

CREATE TABLE privacy_request (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    party_id  INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('export', 'correct', 'erase', 'object')),
    asked_on  INTEGER NOT NULL,
    due_on    INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('open', 'done', 'refused')),
    answer    TEXT NOT NULL DEFAULT '',
    user_id   INTEGER NOT NULL,
    done_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
