-- What somebody typed into a form and has not sent yet. Sealed; it goes when the form is sent, when its owner deletes
-- it, and after thirty days.

CREATE TABLE unfinished (
    id          INTEGER NOT NULL PRIMARY KEY,
    user_id     INTEGER NOT NULL,
    request_key TEXT NOT NULL,
    path        TEXT NOT NULL,
    sealed_bytes BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX unfinished_form ON unfinished (user_id, request_key);
