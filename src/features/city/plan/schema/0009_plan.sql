-- Plans with their targets, what feeds each, recorded figures beside the live ones. All of it is the city's: org 0.

-- A loaded file is a version; the newest of a year is the plan. Nothing is overwritten.
CREATE TABLE plan (
    org_id    INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id        INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    ref_set_id INTEGER NOT NULL,
    decision_no TEXT NOT NULL,
    decision_on INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, year, ref_set_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_target (
    org_id    INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id        INTEGER NOT NULL,
    plan_id   INTEGER NOT NULL,
    code      TEXT NOT NULL,
    name_vi   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    population_vi TEXT NOT NULL,
    population_en TEXT NOT NULL,
    unit      TEXT NOT NULL,
    comparator TEXT NOT NULL CHECK (comparator IN ('=', '~', '>', '>=', '<', '<=', 'range')),
    target_low  INTEGER NOT NULL,
    target_high INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
    feed      TEXT NOT NULL, -- 'recorded', 'none', or 'live:' and the measure
    feed_note_vi TEXT NOT NULL,
    feed_note_en TEXT NOT NULL,
    note_vi   TEXT NOT NULL,
    note_en   TEXT NOT NULL,
    source    TEXT NOT NULL,
    as_of     TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, plan_id, code)
) STRICT, WITHOUT ROWID;

-- Figures reported on paper, never mixed with live ones. They hang on the target's code, so a newer version of the plan
-- keeps them.
CREATE TABLE recorded_figure (
    org_id    INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id        INTEGER NOT NULL,
    target_code TEXT NOT NULL,
    as_of_on  INTEGER NOT NULL,
    figure    INTEGER NOT NULL,
    source    TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('entered', 'approved', 'rejected')),
    entered_by_id INTEGER NOT NULL,
    entered_at INTEGER NOT NULL,
    decided_by_id INTEGER NOT NULL DEFAULT 0,
    decided_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recorded_figure_target ON recorded_figure (org_id, target_code, as_of_on);
