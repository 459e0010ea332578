-- Plans, targets, and the figures beside them. Statements per page do not depend on the number of rows.

-- name: plan_insert :exec
INSERT INTO plan (org_id, id, year, ref_set_id, decision_no, decision_on)
VALUES (:org_id, :id, :year, :ref_set_id, :decision_no, :decision_on);

-- name: plan_target_insert :exec
INSERT INTO plan_target (org_id, id, plan_id, code, name_vi, name_en, population_vi, population_en, unit, comparator,
                         target_low, target_high, direction, feed, feed_note_vi, feed_note_en, note_vi, note_en, source,
                         as_of)
VALUES (:org_id, :id, :plan_id, :code, :name_vi, :name_en, :population_vi, :population_en, :unit, :comparator,
        :target_low, :target_high, :direction, :feed, :feed_note_vi, :feed_note_en, :note_vi, :note_en, :source,
        :as_of);

-- name: plan_years :many
-- wall: none, because plans are public.
SELECT DISTINCT p.year FROM plan p ORDER BY p.year DESC;

-- name: plan_targets :many
-- The newest version of a year's plan; code '' = all targets, year 0 = whichever year has the code.
-- wall: none, because plans are public.
SELECT t.code, t.name_vi, t.name_en, t.population_vi, t.population_en, t.unit, t.comparator, t.target_low,
       t.target_high, t.direction, t.feed, t.feed_note_vi, t.feed_note_en, t.note_vi, t.note_en, t.source, t.as_of,
       p.year, p.decision_no, p.decision_on
  FROM plan_target t
  JOIN plan p ON p.org_id = t.org_id AND p.id = t.plan_id
 WHERE (:year = 0 OR p.year = :year) AND (:code = '' OR t.code = :code)
   AND p.ref_set_id = (SELECT max(n.ref_set_id) FROM plan n WHERE n.year = p.year)
 ORDER BY p.year DESC, t.code;

-- name: plan_population :one
-- Active cooperatives of the register; in an installation with demo cooperatives these, and only these.
-- wall: none, because the counts of the register are open to everybody.
-- type: scope_id = int
SELECT count(*) AS n_org, coalesce(max(o.is_demo), 0) AS is_demo,
       coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM scope_org c WHERE c.scope_id = :scope_id AND c.org_id = o.org_id)
                    THEN 1 ELSE 0 END), 0) AS n_scope
  FROM v_organisation o
 WHERE o.kind = 'cooperative' AND o.status = 'active'
   AND o.is_demo = (SELECT coalesce(max(d.is_demo), 0) FROM v_organisation d WHERE d.kind = 'cooperative');

-- name: plan_registered :many
-- Organisations registered within the year, by kind.
-- wall: none, because the register's public fields are open to everybody.
SELECT o.kind, count(*) AS n_org FROM v_organisation o
 WHERE o.kind IN ('cooperative', 'union') AND o.registered_on >= :from_on AND o.registered_on <= :to_on
   AND o.is_demo = (SELECT coalesce(max(d.is_demo), 0) FROM v_organisation d WHERE d.kind = 'cooperative')
 GROUP BY o.kind
 ORDER BY o.kind;

-- name: plan_submitted :many
-- The year's submitted money by code: how many report, what they sum to, what the largest holds.
-- wall: none, because the caller hides what fewer than five make up from whoever may not see each of them.
SELECT x.code AS code, count(*) AS n_org, sum(x.org_vnd) AS total_vnd, max(x.org_vnd) AS largest_vnd,
       min(x.first_month) AS first_month, max(x.last_month) AS last_month, max(x.n_month) AS n_month
  FROM (SELECT v.code AS code, v.org_id AS org_id, sum(v.value_vnd) AS org_vnd, min(v.month) AS first_month,
               max(v.month) AS last_month, count(*) AS n_month
          FROM v_submitted_value v
          JOIN v_organisation o ON o.org_id = v.org_id
         WHERE o.kind = 'cooperative' AND o.status = 'active' AND v.code IN ('revenue', 'profit')
           AND v.month >= :from_month AND v.month <= :to_month
           AND o.is_demo = (SELECT coalesce(max(d.is_demo), 0) FROM v_organisation d WHERE d.kind = 'cooperative')
         GROUP BY v.code, v.org_id) x
 GROUP BY x.code
 ORDER BY x.code;

-- name: plan_orgs :many
-- Each cooperative within the reader's scope with its submitted sum; scope -1 is everything, commune '' all.
-- type: scope_id = int
SELECT o.org_id, o.code, o.name, o.is_demo, o.commune_code, coalesce(x.org_vnd, 0) AS org_vnd,
       coalesce(x.n_month, 0) AS n_month, coalesce(x.first_month, 0) AS first_month,
       coalesce(x.last_month, 0) AS last_month
  FROM v_organisation o
  LEFT JOIN (SELECT v.org_id AS org_id, sum(v.value_vnd) AS org_vnd, count(*) AS n_month, min(v.month) AS first_month,
                    max(v.month) AS last_month
               FROM v_submitted_value v
              WHERE v.code = :value_code AND v.month >= :from_month AND v.month <= :to_month
              GROUP BY v.org_id) x ON x.org_id = o.org_id
 WHERE o.kind = 'cooperative' AND o.status = 'active' AND (:commune_code = '' OR o.commune_code = :commune_code)
   AND o.is_demo = (SELECT coalesce(max(d.is_demo), 0) FROM v_organisation d WHERE d.kind = 'cooperative')
   AND (:scope_id = -1 OR EXISTS (SELECT 1 FROM scope_org c WHERE c.scope_id = :scope_id AND c.org_id = o.org_id))
 ORDER BY o.name_sort, o.org_id
 LIMIT :n_limit OFFSET :n_offset;

-- name: plan_communes :many
-- type: scope_id = int
SELECT o.commune_code, count(*) AS n_org, sum(CASE WHEN x.n_month > 0 THEN 1 ELSE 0 END) AS n_reporting,
       coalesce(sum(x.org_vnd), 0) AS total_vnd
  FROM v_organisation o
  LEFT JOIN (SELECT v.org_id AS org_id, sum(v.value_vnd) AS org_vnd, count(*) AS n_month
               FROM v_submitted_value v
              WHERE v.code = :value_code AND v.month >= :from_month AND v.month <= :to_month
              GROUP BY v.org_id) x ON x.org_id = o.org_id
 WHERE o.kind = 'cooperative' AND o.status = 'active'
   AND o.is_demo = (SELECT coalesce(max(d.is_demo), 0) FROM v_organisation d WHERE d.kind = 'cooperative')
   AND (:scope_id = -1 OR EXISTS (SELECT 1 FROM scope_org c WHERE c.scope_id = :scope_id AND c.org_id = o.org_id))
 GROUP BY o.commune_code
 ORDER BY o.commune_code;

-- name: plan_months :many
-- One cooperative's submitted months, with the package each came in.
SELECT v.month, v.value_vnd, v.number, v.received_at
  FROM v_submitted_value v
 WHERE v.org_id = :org_id AND v.code = :value_code AND v.month >= :from_month AND v.month <= :to_month
 ORDER BY v.month;

-- name: plan_new_orgs :many
-- Who was registered in the year: public fields.
-- wall: none, because the register's public fields are open to everybody.
SELECT o.code, o.name, o.registered_on, o.is_demo FROM v_organisation o
 WHERE o.kind = :kind AND o.registered_on >= :from_on AND o.registered_on <= :to_on
   AND o.is_demo = (SELECT coalesce(max(d.is_demo), 0) FROM v_organisation d WHERE d.kind = 'cooperative')
 ORDER BY o.registered_on, o.org_id
 LIMIT 500;

-- name: recorded_latest :many
-- The latest approved figure of each target.
-- wall: none, because approved figures are public.
SELECT f.target_code, f.figure, f.as_of_on, f.source
  FROM recorded_figure f
 WHERE f.state = 'approved'
   AND NOT EXISTS (SELECT 1 FROM recorded_figure g WHERE g.state = 'approved' AND g.target_code = f.target_code
                      AND (g.as_of_on > f.as_of_on OR (g.as_of_on = f.as_of_on AND g.id > f.id)))
 ORDER BY f.target_code;

-- name: recorded_of :many
-- wall: none, because the caller shows only approved ones to the public.
SELECT f.id, f.figure, f.as_of_on, f.source, f.state, f.entered_by_id, f.entered_at, f.decided_at,
       coalesce(u.full_name, '') AS entered_by, coalesce(d.full_name, '') AS decided_by
  FROM recorded_figure f
  LEFT JOIN v_user u ON u.id = f.entered_by_id
  LEFT JOIN v_user d ON d.id = f.decided_by_id
 WHERE f.target_code = :target_code
 ORDER BY f.as_of_on DESC, f.id DESC
 LIMIT 200;

-- name: recorded_insert :exec
INSERT INTO recorded_figure (org_id, id, target_code, as_of_on, figure, source, state, entered_by_id, entered_for_id,
                             entered_at)
VALUES (:org_id, :id, :target_code, :as_of_on, :figure, :source, 'entered', :entered_by_id, :entered_for_id,
        :entered_at);

-- name: recorded_get :opt
-- wall: none, because recorded figures are the city's own.
SELECT f.state, f.entered_by_id, f.entered_for_id FROM recorded_figure f
 WHERE f.id = :id AND f.target_code = :target_code;

-- name: recorded_decide :exec changed
-- Never by whoever entered it.
-- wall: none, because recorded figures are the city's own.
UPDATE recorded_figure SET state = :state, decided_by_id = :decided_by_id, decided_for_id = :decided_for_id,
       decided_at = :decided_at
 WHERE id = :id AND target_code = :target_code AND state = 'entered' AND entered_by_id <> :decided_by_id;

-- name: inv_recorded_four_eyes :many
-- wall: none, because doctor looks at everything.
SELECT f.id, f.target_code, f.state FROM recorded_figure f
 WHERE f.state <> 'entered'
   AND (f.decided_by_id = f.entered_by_id OR (f.entered_for_id <> 0 AND f.entered_for_id = f.decided_by_id)
     OR (f.decided_for_id <> 0 AND f.decided_for_id IN (f.entered_by_id, f.entered_for_id)))
 ORDER BY f.id;

-- name: inv_recorded_target :many
-- Every recorded figure belongs to a target.
-- wall: none, because doctor looks at everything.
SELECT f.id, f.target_code FROM recorded_figure f
 WHERE NOT EXISTS (SELECT 1 FROM plan_target t WHERE t.code = f.target_code)
 ORDER BY f.id;
