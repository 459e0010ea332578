-- The register, its history, places and published facts. The register's public fields (name, code, address,
-- status) are
-- open to everybody by Decree 92/2024 Art 29, so lists over all organisations are not walled; history is.

-- name: organisation_page :many
-- One page of the register. Empty text = no filter; demo: 0 only real, 1 only demo, 2 both.
-- wall: none, because the register's public fields are open to everybody.
-- sort: name = name_sort, org_id; code = code; kind = kind, name_sort, org_id
-- sort: commune = commune_sort, name_sort, org_id
-- sort: status = status, name_sort, org_id; registered = registered_on, org_id
-- type: demo = int
SELECT o.org_id AS org_id, o.code AS code, o.kind AS kind, o.name AS name, o.short_name, o.name_sort AS name_sort,
       o.commune_code, coalesce(p.name_vi, '') AS commune_name, coalesce(p.name_sort, '') AS commune_sort, o.address,
       o.tax_code, o.registration_no, o.registered_on AS registered_on, o.sector, o.size_class, o.status AS status,
       o.is_demo
  FROM organisation o
  LEFT JOIN place p ON p.org_id = 0 AND p.kind = 'commune' AND p.code = o.commune_code AND p.valid_to_on = 99991231
 WHERE (:q_fold = '' OR instr(o.search_fold, :q_fold) > 0)
   AND (:kind = '' OR o.kind = :kind)
   AND (:commune_code = '' OR o.commune_code = :commune_code)
   AND (:status = '' OR o.status = :status)
   AND (:demo = 2 OR o.is_demo = :demo)
 ORDER BY :sort
 LIMIT :limit OFFSET :offset;

-- name: organisation_list :each
-- wall: none, because the register's public fields are open to everybody.
-- row: organisation_page
-- sort: name = o.name_sort, o.org_id; code = o.code; kind = o.kind, o.name_sort, o.org_id
-- sort: commune = coalesce(p.name_sort, '') AS commune_sort, o.name_sort, o.org_id
-- sort: status = o.status, o.name_sort, o.org_id; registered = o.registered_on, o.org_id
-- lead: commune_code by organisation_commune
-- type: demo = int
SELECT o.org_id AS org_id, o.code AS code, o.kind AS kind, o.name AS name, o.short_name, o.name_sort AS name_sort,
       o.commune_code, coalesce(p.name_vi, '') AS commune_name, coalesce(p.name_sort, '') AS commune_sort, o.address,
       o.tax_code, o.registration_no, o.registered_on AS registered_on, o.sector, o.size_class, o.status AS status,
       o.is_demo
  FROM organisation o
  LEFT JOIN place p ON p.org_id = 0 AND p.kind = 'commune' AND p.code = o.commune_code AND p.valid_to_on = 99991231
 WHERE (:q_fold = '' OR instr(o.search_fold, :q_fold) > 0)
   AND (:kind = '' OR o.kind = :kind)
   AND (:commune_code = '' OR o.commune_code = :commune_code)
   AND (:status = '' OR o.status = :status)
   AND (:demo = 2 OR o.is_demo = :demo)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- name: organisation_count :one
-- wall: none, because the register's public fields are open to everybody.
-- type: demo = int
SELECT count(*) AS n_row
  FROM organisation o
 WHERE (:q_fold = '' OR instr(o.search_fold, :q_fold) > 0)
   AND (:kind = '' OR o.kind = :kind)
   AND (:commune_code = '' OR o.commune_code = :commune_code)
   AND (:status = '' OR o.status = :status)
   AND (:demo = 2 OR o.is_demo = :demo);

-- name: organisation_by_code :opt
-- wall: none, because the register's public fields are open to everybody.
SELECT o.org_id, o.code, o.kind, o.name, o.short_name, o.commune_code, coalesce(p.name_vi, '') AS commune_name,
       o.address,
       o.tax_code, o.registration_no, o.registered_on, o.founded_on, o.size_class, o.sector, o.zone_minutes,
       o.year_first_month, o.is_demo, o.status, o.status_on, o.created_at
  FROM organisation o
  LEFT JOIN place p ON p.org_id = 0 AND p.kind = 'commune' AND p.code = o.commune_code AND p.valid_to_on = 99991231
 WHERE o.code = :code;

-- name: organisation_by_id :opt
-- row: organisation_by_code
SELECT o.org_id, o.code, o.kind, o.name, o.short_name, o.commune_code, coalesce(p.name_vi, '') AS commune_name,
       o.address,
       o.tax_code, o.registration_no, o.registered_on, o.founded_on, o.size_class, o.sector, o.zone_minutes,
       o.year_first_month, o.is_demo, o.status, o.status_on, o.created_at
  FROM organisation o
  LEFT JOIN place p ON p.org_id = 0 AND p.kind = 'commune' AND p.code = o.commune_code AND p.valid_to_on = 99991231
 WHERE o.org_id = :org_id;

-- name: organisation_same_name :many
-- Others of this folded name in the commune; commune '' compares with the whole register.
-- wall: none, because the register's public fields are open to everybody.
SELECT o.org_id, o.code, o.name
  FROM organisation o
 WHERE o.name_fold = :name_fold AND o.org_id <> :except_id AND (:commune_code = '' OR o.commune_code = :commune_code)
 ORDER BY o.code
 LIMIT 5;

-- name: organisation_insert :exec
INSERT INTO organisation (org_id, code, kind, name, short_name, name_fold, search_fold, name_sort, commune_code,
                          address,
                          tax_code, registration_no, registered_on, founded_on, size_class, sector, zone_minutes,
                          year_first_month, is_demo, status, status_on, created_at)
VALUES (:org_id, :code, :kind, :name, :short_name, :name_fold, :search_fold, :name_sort, :commune_code, :address,
        :tax_code, :registration_no, :registered_on, :founded_on, :size_class, :sector, :zone_minutes,
        :year_first_month, :is_demo, :status, :status_on, :created_at);

-- name: organisation_lock_insert :exec
INSERT INTO org_lock (org_id) VALUES (:org_id);

-- name: organisation_update :exec
-- The code, the kind of record (demo or not) and the zone never change.
UPDATE organisation
   SET kind = :kind, name = :name, short_name = :short_name, name_fold = :name_fold, search_fold = :search_fold,
       name_sort = :name_sort, commune_code = :commune_code, address = :address, tax_code = :tax_code,
       registration_no = :registration_no, registered_on = :registered_on, founded_on = :founded_on,
       size_class = :size_class, sector = :sector, year_first_month = :year_first_month, status = :status,
       status_on = :status_on
 WHERE org_id = :org_id;

-- name: organisation_change_insert :exec
INSERT INTO org_change (org_id, id, at, user_id, field, before, after, reason)
VALUES (:org_id, :id, :at, :user_id, :field, :before, :after, :reason);

-- name: organisation_changes :many
SELECT c.id, c.at, c.user_id, coalesce(u.full_name, '') AS user_name, c.field, c.before, c.after, c.reason
  FROM org_change c
  LEFT JOIN v_user u ON u.id = c.user_id
 WHERE c.org_id = :org_id
 ORDER BY c.at DESC, c.id DESC;

-- name: organisation_predecessors :many
SELECT r.event, r.decided_on, r.decision_no, o.code, o.name
  FROM organisation_predecessor r
  JOIN organisation o ON o.org_id = r.predecessor_org_id
 WHERE r.org_id = :org_id
 ORDER BY r.decided_on, r.id;

-- name: organisation_successors :many
SELECT r.event, r.decided_on, r.decision_no, o.code, o.name
  FROM organisation_predecessor r
  JOIN organisation o ON o.org_id = r.org_id
 WHERE r.predecessor_org_id = :org_id
 ORDER BY r.decided_on, o.org_id;

-- name: organisation_predecessor_insert :exec
INSERT INTO organisation_predecessor (org_id, id, predecessor_org_id, event, decided_on, decision_no)
VALUES (:org_id, :id, :predecessor_org_id, :event, :decided_on, :decision_no);

-- name: organisation_count_by_kind :many
-- wall: none, because the counts of the register are open to everybody.
SELECT o.kind, o.is_demo, count(*) AS n_row
  FROM organisation o
 GROUP BY o.kind, o.is_demo
 ORDER BY o.kind, o.is_demo;

-- name: place_page :many
-- Places in force, with how many organisations and published facts each has.
-- wall: none, because places are public.
-- sort: name = name_sort, code; area = area_m2 DESC, code; code = code
SELECT p.id, p.code AS code, p.kind, p.type, p.parent_code, p.name_vi, p.name_en, p.name_sort AS name_sort,
       p.former_district, p.lat_microdeg, p.lon_microdeg, p.area_m2 AS area_m2, p.is_demo, p.source, p.as_of,
       p.valid_from_on,
       (SELECT count(*) FROM organisation o WHERE o.commune_code = p.code) AS n_org,
       (SELECT count(*) FROM published_entity e
         WHERE e.commune_code = p.code
           AND e.ref_set_id = (SELECT max(g.ref_set_id) FROM published_entity g)) AS n_published
  FROM place p
 WHERE p.kind = :kind AND p.valid_from_on <= :on AND p.valid_to_on >= :on
   AND (:has_demo = 1 OR p.is_demo = 0)
   AND (:parent_code = '' OR p.parent_code = :parent_code)
   AND (:q_fold = '' OR instr(p.name_fold, :q_fold) > 0
        OR EXISTS (SELECT 1 FROM place_predecessor r WHERE r.place_id = p.id AND instr(r.name_fold,
        :q_fold) > 0))
 ORDER BY :sort;

-- name: place_by_code :opt
-- wall: none, because places are public.
SELECT p.id, p.code, p.kind, p.type, p.parent_code, p.name_vi, p.name_en, p.former_district, p.lat_microdeg,
       p.lon_microdeg, p.area_m2, p.is_demo, p.source, p.as_of, p.valid_from_on
  FROM place p
 WHERE p.kind = :kind AND p.code = :code
 ORDER BY p.valid_from_on DESC
 LIMIT 1;

-- name: place_predecessors :many
-- wall: none, because places are public.
SELECT r.name_vi FROM place_predecessor r WHERE r.place_id = :place_id ORDER BY r.id;

-- name: place_insert :exec
INSERT INTO place (org_id, id, code, kind, type, parent_code, name_vi, name_en, name_fold, name_sort,
                      former_district,
                   lat_microdeg, lon_microdeg, area_m2, is_demo, source, as_of, ref_set_id, valid_from_on)
VALUES (:org_id, :id, :code, :kind, :type, :parent_code, :name_vi, :name_en, :name_fold, :name_sort, :former_district,
        :lat_microdeg, :lon_microdeg, :area_m2, :is_demo, :source, :as_of, :ref_set_id, :valid_from_on);

-- name: place_predecessor_insert :exec
INSERT INTO place_predecessor (org_id, id, place_id, name_vi, name_fold)
VALUES (:org_id, :id, :place_id, :name_vi, :name_fold);

-- name: published_source_insert :exec
INSERT INTO published_source (org_id, id, code, title, publisher, published, is_date_approximate, language,
                              ref_set_id)
VALUES (:org_id, :id, :code, :title, :publisher, :published, :is_date_approximate, :language, :ref_set_id);

-- name: published_figure_insert :exec
INSERT INTO published_figure (org_id, id, code, kind, name_vi, name_en, population_vi, population_en, comparator,
                              has_value,
                              value_milli, low_milli, high_milli, unit, note_vi, note_en, source, as_of, ref_set_id)
VALUES (:org_id, :id, :code, :kind, :name_vi, :name_en, :population_vi, :population_en, :comparator, :has_value,
        :value_milli, :low_milli, :high_milli, :unit, :note_vi, :note_en, :source, :as_of, :ref_set_id);

-- name: published_entity_insert :exec
INSERT INTO published_entity (org_id, id, code, kind, name, name_fold, name_sort, search_fold, commune_code, place_text,
                              facts_vi, facts_en, source, as_of, as_of_basis, verification, ref_set_id)
VALUES (:org_id, :id, :code, :kind, :name, :name_fold, :name_sort, :search_fold, :commune_code, :place_text,
        :facts_vi, :facts_en, :source, :as_of, :as_of_basis, :verification, :ref_set_id);

-- name: published_figures :many
-- The newest set's figures with the article they were read in.
-- wall: none, because published facts are public.
SELECT f.code, f.kind, f.name_vi, f.name_en, f.population_vi, f.population_en, f.comparator, f.has_value,
       f.value_milli,
       f.low_milli, f.high_milli, f.unit, f.note_vi, f.note_en, f.as_of, s.title, s.publisher, s.published
  FROM published_figure f
  JOIN published_source s ON s.code = f.source
 WHERE f.ref_set_id = (SELECT max(g.ref_set_id) FROM published_figure g)
   AND s.ref_set_id = (SELECT max(t.ref_set_id) FROM published_source t)
 ORDER BY f.code;

-- name: published_entities :many
-- wall: none, because published facts are public.
-- sort: name = name_sort, code; kind = kind, name_sort, code; commune = commune_sort, name_sort, code
SELECT e.code AS code, e.kind AS kind, e.name AS name, e.name_sort AS name_sort, e.commune_code,
       coalesce(p.name_vi, '') AS commune_name, coalesce(p.name_sort, '') AS commune_sort, e.place_text, e.facts_vi,
       e.facts_en,
       e.source,
       e.as_of, e.as_of_basis, e.verification
  FROM published_entity e
  LEFT JOIN place p ON p.org_id = 0 AND p.kind = 'commune' AND p.code = e.commune_code AND p.valid_to_on = 99991231
 WHERE e.ref_set_id = (SELECT max(g.ref_set_id) FROM published_entity g)
   AND (:q_fold = '' OR instr(e.search_fold, :q_fold) > 0)
   AND (:kind = '' OR e.kind = :kind)
   AND (:commune_code = '' OR e.commune_code = :commune_code)
 ORDER BY :sort;

-- name: published_sources :many
-- wall: none, because published facts are public.
SELECT s.code, s.title, s.publisher, s.published, s.is_date_approximate, s.language
  FROM published_source s
 WHERE s.ref_set_id = (SELECT max(t.ref_set_id) FROM published_source t)
 ORDER BY s.code;

-- name: published_name_count :one
-- How many published entities bear this folded name, in any version ever loaded.
-- wall: none, because published facts are public.
SELECT count(*) AS n_row FROM published_entity e WHERE e.name_fold = :name_fold;

-- name: organisation_real_names :many
-- Every name a demo record may not contain. Exact and contained names are compared in C.
-- wall: none, because published facts are public.
SELECT e.name_fold FROM published_entity e ORDER BY e.name_fold, e.id;

-- name: inv_organisation_lock :many
-- Every organisation has its lock, every lock its organisation.
-- wall: none, because doctor looks at every organisation.
SELECT o.org_id, 'no lock' AS finding_text FROM organisation o
 WHERE NOT EXISTS (SELECT 1 FROM org_lock l WHERE l.org_id = o.org_id)
 UNION ALL
SELECT l.org_id, 'no organisation' AS finding_text FROM org_lock l
 WHERE l.org_id <> 0 AND NOT EXISTS (SELECT 1 FROM organisation o WHERE o.org_id = l.org_id)
 ORDER BY 1, 2;

-- name: inv_organisation_demo_name :many
-- Demo organisations say so in their name, and bear no name of a real one.
-- wall: none, because doctor looks at every organisation.
SELECT o.org_id, o.code, o.name FROM organisation o
 WHERE o.is_demo = 1
   AND (instr(o.name, 'DEMO') = 0 OR EXISTS (SELECT 1 FROM published_entity e WHERE e.name_fold = o.name_fold))
 ORDER BY o.org_id;

-- name: inv_organisation_commune :many
-- wall: none, because doctor looks at every organisation.
SELECT o.org_id, o.code, o.commune_code FROM organisation o
 WHERE o.commune_code <> ''
   AND NOT EXISTS (SELECT 1 FROM place p WHERE p.kind = 'commune' AND p.code = o.commune_code)
 ORDER BY o.org_id;

-- name: inv_organisation_predecessor :many
-- A predecessor exists and is not the organisation itself.
-- wall: none, because doctor looks at every organisation.
SELECT r.org_id, r.predecessor_org_id FROM organisation_predecessor r
 WHERE r.predecessor_org_id = r.org_id
    OR NOT EXISTS (SELECT 1 FROM organisation o WHERE o.org_id = r.predecessor_org_id)
 ORDER BY r.org_id, r.predecessor_org_id;

-- name: place_in_version :opt
-- The row of this code that is open, whichever day it began.
-- wall: none, because places are public.
SELECT p.id, p.valid_from_on FROM place p
 WHERE p.kind = :kind AND p.code = :code AND p.valid_to_on = 99991231;

-- name: place_close :exec
-- A newer row of the code takes over; nothing else of a place ever changes.
-- wall: none, because places are public.
UPDATE place SET valid_to_on = :valid_to_on WHERE org_id = 0 AND id = :id;

-- name: place_count :one
-- Real places in force.
-- wall: none, because places are public.
SELECT count(*) AS n_row FROM place p WHERE p.kind = :kind AND p.is_demo = 0 AND p.valid_to_on = 99991231;

-- name: published_count :one
-- wall: none, because published facts are public.
SELECT count(*) AS n_row FROM published_entity e
 WHERE e.ref_set_id = (SELECT max(g.ref_set_id) FROM published_entity g);

-- name: org_scope_of_new :exec
-- Who sees a new organisation: itself, the city departments, the office of its commune.
-- wall: none, because it builds the walls.
INSERT INTO scope_org (scope_id, org_id)
SELECT o.org_id, n.org_id
  FROM organisation o, organisation n
 WHERE n.org_id = :org_id
   AND (o.org_id = n.org_id OR o.kind = 'city' OR (o.kind = 'commune' AND o.commune_code = n.commune_code))
    ON CONFLICT (scope_id, org_id) DO NOTHING;

-- name: org_scope_for_new :exec
-- What a new city department or commune office sees.
-- wall: none, because it builds the walls.
INSERT INTO scope_org (scope_id, org_id)
SELECT n.org_id, o.org_id
  FROM organisation o, organisation n
 WHERE n.org_id = :org_id
   AND (n.kind = 'city' OR (n.kind = 'commune' AND o.commune_code = n.commune_code))
    ON CONFLICT (scope_id, org_id) DO NOTHING;

-- name: org_scope_drop :exec
-- wall: none, because it builds the walls.
DELETE FROM scope_org WHERE org_id = :org_id OR scope_id = :org_id;

-- name: org_scope_has :one
SELECT count(*) AS n_row FROM scope_org s WHERE s.scope_id = :scope_id AND s.org_id = :org_id;

-- name: inv_scope_own :many
-- Everybody sees at least itself, and every city department sees all.
-- wall: none, because doctor looks at every organisation.
SELECT o.org_id, n.org_id AS other_org_id
  FROM organisation o, organisation n
 WHERE (o.org_id = n.org_id OR o.kind = 'city')
   AND NOT EXISTS (SELECT 1 FROM scope_org s WHERE s.scope_id = o.org_id AND s.org_id = n.org_id)
 ORDER BY o.org_id, n.org_id;

-- name: statutory_form_insert :exec
INSERT INTO statutory_form (org_id, id, purpose, code, name_vi, name_en, law_vi, valid_from_on, source, ref_set_id)
VALUES (:org_id, :id, :purpose, :code, :name_vi, :name_en, :law_vi, :valid_from_on, :source, :ref_set_id);

-- name: statutory_form_on :opt
-- wall: none, because forms of law are public.
SELECT f.code, f.law_vi FROM statutory_form f
 WHERE f.purpose = :purpose AND f.valid_from_on <= :on
 ORDER BY f.valid_from_on DESC, f.ref_set_id DESC
 LIMIT 1;
