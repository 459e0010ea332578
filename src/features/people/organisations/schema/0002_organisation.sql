-- Organisations, the places they stand in, and what has been published about real ones. Reference rows have org_id 0.

-- Provinces and communes with their validity. A renamed or merged unit is a new row; the old one gets an end.
-- Demo places are invented, so that no invented figure is ever attached to a real commune.
CREATE TABLE place (
    org_id        INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id            INTEGER NOT NULL,
    code          TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('province', 'commune')),
    type          TEXT NOT NULL CHECK (type IN ('province', 'city', 'ward', 'commune')),
    parent_code   TEXT NOT NULL DEFAULT '',
    name_vi       TEXT NOT NULL,
    name_en       TEXT NOT NULL,
    name_fold     TEXT NOT NULL,
    name_sort     TEXT NOT NULL,
    former_district TEXT NOT NULL DEFAULT '',
    lat_microdeg  INTEGER NOT NULL,
    lon_microdeg  INTEGER NOT NULL,
    area_m2       INTEGER NOT NULL,
    is_demo       INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
    source        TEXT NOT NULL,
    as_of         TEXT NOT NULL,
    ref_set_id    INTEGER NOT NULL,
    valid_from_on INTEGER NOT NULL,
    valid_to_on   INTEGER NOT NULL DEFAULT 99991231,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX place_code ON place (kind, code, valid_from_on);
CREATE INDEX place_parent ON place (parent_code, name_sort);

-- The units a commune was made from: names only, several successors may name the same one when it was split.
CREATE TABLE place_predecessor (
    org_id    INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id        INTEGER NOT NULL,
    place_id  INTEGER NOT NULL,
    name_vi   TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE INDEX place_predecessor_of ON place_predecessor (place_id, id);

-- One row an organisation; org_id is its own number, taken from the counter of org 0 and never used again.
CREATE TABLE organisation (
    org_id        INTEGER NOT NULL PRIMARY KEY CHECK (org_id > 0),
    code          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    short_name    TEXT NOT NULL DEFAULT '',
    name_fold     TEXT NOT NULL,
    search_fold   TEXT NOT NULL,
    name_sort     TEXT NOT NULL,
    commune_code  TEXT NOT NULL DEFAULT '',
    address       TEXT NOT NULL DEFAULT '',
    tax_code      TEXT NOT NULL DEFAULT '',
    registration_no TEXT NOT NULL DEFAULT '',
    registered_on INTEGER NOT NULL DEFAULT 0,
    founded_on    INTEGER NOT NULL DEFAULT 0,
    size_class    TEXT NOT NULL DEFAULT '',
    sector        TEXT NOT NULL DEFAULT '',
    zone_minutes  INTEGER NOT NULL DEFAULT 420,
    year_first_month INTEGER NOT NULL DEFAULT 1 CHECK (year_first_month BETWEEN 1 AND 12),
    is_demo       INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
    status        TEXT NOT NULL DEFAULT 'active',
    status_on     INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX organisation_code ON organisation (code);
CREATE INDEX organisation_commune ON organisation (commune_code, name_sort);
CREATE INDEX organisation_fold ON organisation (name_fold);
CREATE INDEX organisation_sort ON organisation (name_sort, org_id);

-- Mergers, divisions and conversions make new organisations; where they came from stands here.
CREATE TABLE organisation_predecessor (
    org_id      INTEGER NOT NULL,
    id          INTEGER NOT NULL,
    predecessor_org_id INTEGER NOT NULL,
    event       TEXT NOT NULL CHECK (event IN ('division', 'separation', 'consolidation', 'merger', 'conversion')),
    decided_on  INTEGER NOT NULL,
    decision_no TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, predecessor_org_id)
) STRICT;
-- append-only: organisation_predecessor
CREATE INDEX organisation_predecessor_of ON organisation_predecessor (predecessor_org_id, org_id);

-- Every change of master data, field by field: before, after, who, when, why.
CREATE TABLE org_change (
    org_id  INTEGER NOT NULL,
    id      INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    field   TEXT NOT NULL,
    before  TEXT NOT NULL,
    after   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
-- append-only: org_change

CREATE TABLE published_source (
    org_id    INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id        INTEGER NOT NULL,
    code      TEXT NOT NULL,
    title     TEXT NOT NULL,
    publisher TEXT NOT NULL,
    published TEXT NOT NULL,
    is_date_approximate INTEGER NOT NULL CHECK (is_date_approximate IN (0, 1)),
    language  TEXT NOT NULL,
    ref_set_id INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX published_source_code ON published_source (code, ref_set_id);

-- Figures as published. Values in thousandths, so 38.2 stays exact; has_value 0 for a range.
CREATE TABLE published_figure (
    org_id      INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id          INTEGER NOT NULL,
    code        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('actual', 'target', 'derived', 'proposal')),
    name_vi     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    population_vi TEXT NOT NULL DEFAULT '',
    population_en TEXT NOT NULL DEFAULT '',
    comparator  TEXT NOT NULL CHECK (comparator IN ('=', '~', '>', '>=', '<', '<=', 'range')),
    has_value   INTEGER NOT NULL CHECK (has_value IN (0, 1)),
    value_milli INTEGER NOT NULL,
    low_milli   INTEGER NOT NULL,
    high_milli  INTEGER NOT NULL,
    unit        TEXT NOT NULL,
    note_vi     TEXT NOT NULL DEFAULT '',
    note_en     TEXT NOT NULL DEFAULT '',
    source      TEXT NOT NULL,
    as_of       TEXT NOT NULL,
    ref_set_id  INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX published_figure_code ON published_figure (code, ref_set_id);

-- Real cooperatives, chains, zones, villages and products as named in public. Read only, never joined with records.
CREATE TABLE published_entity (
    org_id       INTEGER NOT NULL DEFAULT 0 CHECK (org_id = 0),
    id           INTEGER NOT NULL,
    code         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('cooperative', 'enterprise', 'farm', 'chain', 'production_zone',
                                               'craft_village', 'ocop_product')),
    name         TEXT NOT NULL,
    name_fold    TEXT NOT NULL,
    name_sort    TEXT NOT NULL,
    search_fold  TEXT NOT NULL,
    commune_code TEXT NOT NULL DEFAULT '',
    place_text   TEXT NOT NULL DEFAULT '',
    facts_vi     TEXT NOT NULL DEFAULT '',
    facts_en     TEXT NOT NULL DEFAULT '',
    source       TEXT NOT NULL,
    as_of        TEXT NOT NULL DEFAULT '',
    as_of_basis  TEXT NOT NULL CHECK (as_of_basis IN ('figure', 'source', 'unknown')),
    verification TEXT NOT NULL,
    ref_set_id   INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX published_entity_code ON published_entity (code, ref_set_id);
CREATE INDEX published_entity_fold ON published_entity (name_fold);
CREATE INDEX published_entity_commune ON published_entity (commune_code, name_sort);

-- What other rooms may read of an organisation.
CREATE VIEW v_organisation AS
SELECT org_id, code, kind, name, short_name, name_fold, name_sort, commune_code, address, tax_code, sector, size_class,
       registered_on, founded_on, is_demo, status, zone_minutes, year_first_month
  FROM organisation;
