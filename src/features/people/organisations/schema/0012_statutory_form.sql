-- Papers whose shape the law prescribes: what each is for, and its code while a regulation is in force. The row of a
-- purpose that began last before a paper's day names it.
CREATE TABLE statutory_form (
    org_id        INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id            INTEGER NOT NULL,
    purpose       TEXT NOT NULL,
    code          TEXT NOT NULL,
    name_vi       TEXT NOT NULL,
    name_en       TEXT NOT NULL,
    law_vi        TEXT NOT NULL,
    valid_from_on INTEGER NOT NULL,
    source        TEXT NOT NULL,
    ref_set_id    INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX statutory_form_purpose ON statutory_form (purpose, valid_from_on, ref_set_id);
