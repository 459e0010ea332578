-- Other systems that are told what happens here: where, of what, and each message with how it went. Secrets are not
-- kept: they follow from a key of the installation and secret_no.

CREATE TABLE hook (
    org_id      INTEGER NOT NULL,
    id          INTEGER NOT NULL,
    url         TEXT NOT NULL,
    is_on       INTEGER NOT NULL DEFAULT 1 CHECK (is_on IN (0, 1)),
    request_key TEXT NOT NULL,
    made_by_id  INTEGER NOT NULL,
    made_at     INTEGER NOT NULL,
    secret_no   INTEGER NOT NULL DEFAULT 1,
    rotated_at  INTEGER NOT NULL DEFAULT 0,
    n_failed    INTEGER NOT NULL DEFAULT 0, -- attempts in a row without success
    due_at      INTEGER NOT NULL DEFAULT 0, -- no attempt before
    lease_until_at INTEGER NOT NULL DEFAULT 0, -- somebody sends now
    last_at     INTEGER NOT NULL DEFAULT 0,
    last_status INTEGER NOT NULL DEFAULT 0,
    last_trouble TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, request_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE hook_event (
    org_id  INTEGER NOT NULL,
    hook_id INTEGER NOT NULL,
    event   TEXT NOT NULL,
    PRIMARY KEY (org_id, hook_id, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX hook_event_heard ON hook_event (org_id, event, hook_id);

-- The outbox: written with the act, sent in the order of id.
CREATE TABLE hook_delivery (
    org_id   INTEGER NOT NULL,
    id       INTEGER NOT NULL,
    hook_id  INTEGER NOT NULL,
    event    TEXT NOT NULL,
    subject  TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    detail   TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    state    TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'given_up')),
    retry_until_at INTEGER NOT NULL,
    n_attempt INTEGER NOT NULL DEFAULT 0,
    tried_at INTEGER NOT NULL DEFAULT 0,
    answer_status INTEGER NOT NULL DEFAULT 0,
    trouble  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hook_delivery_queue ON hook_delivery (org_id, hook_id, state, id);

-- Networks inside that the operator lets messages go to: of the installation, so org_id is 0.
CREATE TABLE hook_network (
    org_id  INTEGER NOT NULL DEFAULT 0,
    network TEXT NOT NULL,
    PRIMARY KEY (org_id, network)
) STRICT, WITHOUT ROWID;
