-- Plans with their targets, what feeds each, recorded figures beside the live ones.

CREATE TABLE plan (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    code      TEXT NOT NULL,
    name_vi   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    year      INTEGER NOT NULL,
    decision_number TEXT NOT NULL,
    decision_on INTEGER NOT NULL,
    source    TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_target (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    plan_id   INTEGER NOT NULL,
    code      TEXT NOT NULL,
    sort_no   INTEGER NOT NULL,
    name_vi   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    unit      TEXT NOT NULL,
    comparator TEXT NOT NULL,
    target_low  INTEGER NOT NULL,
    target_high INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
    feed      TEXT NOT NULL,
    source    TEXT NOT NULL,
    note      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, plan_id, code)
) STRICT, WITHOUT ROWID;

-- Figures reported on paper or published, never mixed with live ones.
CREATE TABLE recorded_figure (
    org_id    INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    target_id INTEGER NOT NULL,
    as_of_on  INTEGER NOT NULL,
    value_low INTEGER NOT NULL,
    value_high INTEGER NOT NULL,
    source    TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('entered', 'approved', 'rejected')),
    entered_by_id INTEGER NOT NULL,
    entered_at INTEGER NOT NULL,
    decided_by_id INTEGER NOT NULL DEFAULT 0,
    decided_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recorded_figure_target ON recorded_figure (org_id, target_id, as_of_on);
