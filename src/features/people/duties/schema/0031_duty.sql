-- What the law and good order ask of organisations by which day (reference data, org_id 0), and what was done about it.

CREATE TABLE duty (
    org_id   INTEGER NOT NULL DEFAULT 0,
    id       INTEGER NOT NULL,
    ref_set_id INTEGER NOT NULL,
    code     TEXT NOT NULL,
    who      TEXT NOT NULL, -- kinds of organisation with a space between
    sector   TEXT NOT NULL, -- empty: every
    period   TEXT NOT NULL CHECK (period IN ('month', 'quarter', 'half', 'year', 'event')),
    due      TEXT NOT NULL, -- "year_end+90d", "12-15"
    name_vi  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    what_vi  TEXT NOT NULL,
    what_en  TEXT NOT NULL,
    when_vi  TEXT NOT NULL,
    when_en  TEXT NOT NULL,
    law      TEXT NOT NULL,
    article  TEXT NOT NULL,
    source   TEXT NOT NULL,
    certainty TEXT NOT NULL CHECK (certainty IN ('text', 'copy', 'older', 'own', 'unknown')),
    done_by  TEXT NOT NULL, -- what the program knows by itself; empty: somebody marks it
    valid_from_on INTEGER NOT NULL, -- days by which it is due
    valid_to_on   INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_code ON duty (org_id, code);

CREATE TABLE duty_mark (
    org_id INTEGER NOT NULL,
    code   TEXT NOT NULL,
    period TEXT NOT NULL,
    state  TEXT NOT NULL CHECK (state IN ('done', 'not_ours')),
    done_on INTEGER NOT NULL,
    note   TEXT NOT NULL,
    voucher_id INTEGER NOT NULL,
    marked_by_id INTEGER NOT NULL,
    marked_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, code, period)
) STRICT, WITHOUT ROWID;
