-- What a request of a person went through, how long the law gives for it, and what an erasure left until when.

ALTER TABLE privacy_request ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE privacy_request ADD COLUMN told_on INTEGER NOT NULL DEFAULT 0;
ALTER TABLE privacy_request ADD COLUMN reply_by_on INTEGER NOT NULL DEFAULT 0;
ALTER TABLE privacy_request ADD COLUMN first_due_on INTEGER NOT NULL DEFAULT 0;
ALTER TABLE privacy_request ADD COLUMN extension_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE privacy_request ADD COLUMN exported_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE privacy_request ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE privacy_request ADD COLUMN done_by_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE privacy_request ADD COLUMN request_key TEXT NOT NULL DEFAULT '';
CREATE INDEX privacy_request_due ON privacy_request (org_id, due_on, id);
CREATE INDEX privacy_request_party ON privacy_request (org_id, party_id, id);
CREATE UNIQUE INDEX privacy_request_key ON privacy_request (org_id, request_key) WHERE request_key <> '';

-- Times that the law gives or asks for. The row of a purpose that began last before a day is in force on it.
CREATE TABLE privacy_rule (
    org_id        INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id            INTEGER NOT NULL,
    purpose       TEXT NOT NULL,
    amount        INTEGER NOT NULL CHECK (amount > 0),
    unit          TEXT NOT NULL CHECK (unit IN ('day', 'working_day', 'year')),
    law_vi        TEXT NOT NULL,
    law_en        TEXT NOT NULL,
    valid_from_on INTEGER NOT NULL,
    source        TEXT NOT NULL,
    ref_set_id    INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX privacy_rule_purpose ON privacy_rule (purpose, valid_from_on, ref_set_id);
