-- Subscriptions and the outbox.

-- name: hook_insert :exec
INSERT INTO hook (org_id, id, url, request_key, made_by_id, made_at)
VALUES (:org_id, :id, :url, :request_key, :made_by_id, :made_at);

-- name: hook_by_request :opt
SELECT id, url, secret_no FROM hook WHERE org_id = :org_id AND request_key = :request_key;

-- name: hook_number :one
SELECT count(*) AS n_hook FROM hook WHERE org_id = :org_id;

-- name: hook_all :many
SELECT h.id, h.url, h.is_on, h.made_at, h.secret_no, h.rotated_at, h.n_failed, h.due_at, h.last_at, h.last_status,
       h.last_trouble,
       (SELECT count(*) FROM hook_delivery d
         WHERE d.org_id = h.org_id AND d.hook_id = h.id AND d.state = 'waiting') AS n_waiting,
       (SELECT count(*) FROM hook_delivery d
         WHERE d.org_id = h.org_id AND d.hook_id = h.id AND d.state = 'given_up') AS n_given_up
  FROM hook h
 WHERE h.org_id = :org_id AND (:id = 0 OR h.id = :id)
 ORDER BY h.made_at, h.id
 LIMIT 100;

-- name: hook_failing :one
SELECT count(*) AS n_hook FROM hook WHERE org_id = :org_id AND is_on = 1 AND n_failed > 2;

-- name: hook_events :many
SELECT hook_id, event FROM hook_event WHERE org_id = :org_id ORDER BY hook_id, event;

-- name: hook_heard :many
-- What anybody of the organisation listens to now.
SELECT DISTINCT e.event FROM hook_event e
  JOIN hook h ON h.org_id = e.org_id AND h.id = e.hook_id AND h.is_on = 1
 WHERE e.org_id = :org_id
 ORDER BY e.event;

-- name: hook_event_insert :exec
INSERT INTO hook_event (org_id, hook_id, event) VALUES (:org_id, :hook_id, :event)
    ON CONFLICT (org_id, hook_id, event) DO NOTHING;

-- name: hook_switch :exec changed
UPDATE hook SET is_on = :is_on, n_failed = 0, due_at = 0 WHERE org_id = :org_id AND id = :id;

-- name: hook_rotate :opt
UPDATE hook SET secret_no = secret_no + 1, rotated_at = :rotated_at WHERE org_id = :org_id AND id = :id
RETURNING secret_no;

-- name: hook_wake :exec changed
UPDATE hook SET due_at = 0 WHERE org_id = :org_id AND id = :id;

-- name: hook_delete :exec changed
DELETE FROM hook WHERE org_id = :org_id AND id = :id;

-- name: hook_event_clear :exec
DELETE FROM hook_event WHERE org_id = :org_id AND hook_id = :hook_id;

-- name: hook_delivery_clear :exec
DELETE FROM hook_delivery WHERE org_id = :org_id AND hook_id = :hook_id;

-- ---- the outbox ----

-- name: hook_listening :many
SELECT e.hook_id FROM hook_event e
  JOIN hook h ON h.org_id = e.org_id AND h.id = e.hook_id AND h.is_on = 1
 WHERE e.org_id = :org_id AND e.event = :event
 ORDER BY e.hook_id;

-- name: hook_delivery_insert :exec
INSERT INTO hook_delivery (org_id, id, hook_id, event, subject, subject_id, detail, happened_at, retry_until_at)
VALUES (:org_id, :id, :hook_id, :event, :subject, :subject_id, :detail, :happened_at, :retry_until_at);

-- name: hook_due :many
-- Who has something waiting and is not being sent to. wait: now; org_id and hook_id 0 = all.
-- wall: none, because sending is the program's own work for every organisation.
SELECT h.org_id, h.id AS hook_id, h.url, h.secret_no, h.rotated_at, h.n_failed, o.code, o.is_demo
  FROM hook h
  JOIN v_organisation o ON o.org_id = h.org_id
 WHERE h.is_on = 1 AND h.due_at <= :now_at AND h.lease_until_at <= :now_at
   AND (:only_org_id = 0 OR h.org_id = :only_org_id) AND (:only_hook_id = 0 OR h.id = :only_hook_id)
   AND EXISTS (SELECT 1 FROM hook_delivery d WHERE d.org_id = h.org_id AND d.hook_id = h.id AND d.state = 'waiting')
 ORDER BY h.due_at, h.last_at, h.org_id, h.id
 LIMIT :limit;

-- name: hook_lease :exec changed
UPDATE hook SET lease_until_at = :lease_until_at
 WHERE org_id = :org_id AND id = :id AND lease_until_at <= :now_at;

-- name: hook_head :opt
SELECT id, event, subject, subject_id, detail, happened_at, retry_until_at
  FROM hook_delivery WHERE org_id = :org_id AND hook_id = :hook_id AND state = 'waiting'
 ORDER BY id LIMIT 1;

-- name: hook_delivery_settle :exec
UPDATE hook_delivery SET state = :state, n_attempt = n_attempt + 1, tried_at = :tried_at,
       answer_status = :answer_status, trouble = :trouble
 WHERE org_id = :org_id AND id = :id;

-- name: hook_delivery_expire :exec
-- While a system does not answer, what stands behind the first message grows old with it.
UPDATE hook_delivery SET state = 'given_up'
 WHERE org_id = :org_id AND hook_id = :hook_id AND state = 'waiting' AND retry_until_at <= :now_at;

-- name: hook_settle :exec
UPDATE hook SET n_failed = :n_failed, due_at = :due_at, last_at = :last_at, last_status = :last_status,
       last_trouble = :last_trouble
 WHERE org_id = :org_id AND id = :id;

-- name: hook_release :exec
UPDATE hook SET lease_until_at = 0 WHERE org_id = :org_id AND id = :id;

-- name: hook_again :exec changed
UPDATE hook_delivery SET state = 'waiting', retry_until_at = :retry_until_at
 WHERE org_id = :org_id AND state = 'given_up' AND (:id = 0 OR id = :id) AND (:hook_id = 0 OR hook_id = :hook_id);

-- name: hook_wake_all :exec
UPDATE hook SET due_at = 0 WHERE org_id = :org_id;

-- name: hook_old_orgs :many
-- wall: none, because the program forgets for every organisation.
SELECT DISTINCT org_id FROM hook_delivery
 WHERE (state = 'done' AND tried_at < :done_before_at) OR (state = 'given_up' AND happened_at < :given_up_before_at)
 ORDER BY org_id;

-- name: hook_forget :exec
DELETE FROM hook_delivery
 WHERE org_id = :org_id
   AND ((state = 'done' AND tried_at < :done_before_at) OR (state = 'given_up' AND happened_at < :given_up_before_at));

-- ---- networks ----

-- name: hook_networks :many
-- wall: none, because these rows are the installation's.
SELECT network FROM hook_network WHERE org_id = 0 ORDER BY network;

-- name: hook_network_put :exec
INSERT INTO hook_network (org_id, network) VALUES (:org_id, :network_text) ON CONFLICT (org_id, network) DO NOTHING;

-- name: hook_network_drop :exec changed
DELETE FROM hook_network WHERE org_id = :org_id AND network = :network_text;

-- ---- the list ----

-- name: hook_delivery_list :each
-- sort: by_time = d.id; by_event = d.event, d.id
SELECT d.id, d.hook_id, h.url, d.event, d.subject, d.subject_id, d.detail, d.happened_at, d.state, d.n_attempt,
       d.tried_at, d.answer_status, d.trouble, CASE WHEN d.state = 'waiting' THEN h.due_at ELSE 0 END AS next_at
  FROM hook_delivery d
  JOIN hook h ON h.org_id = d.org_id AND h.id = d.hook_id
 WHERE d.org_id = :org_id AND (:hook_id = 0 OR d.hook_id = :hook_id) AND (:state = '' OR d.state = :state)
   AND (:event = '' OR d.event = :event)
   AND :behind
 ORDER BY :sort
 LIMIT :limit;

-- ---- what must hold ----

-- name: inv_hook_delivery_of_hook :many
-- A message belongs to a subscription.
-- wall: none, because an invariant looks at everything.
SELECT d.org_id, d.id FROM hook_delivery d
 WHERE NOT EXISTS (SELECT 1 FROM hook h WHERE h.org_id = d.org_id AND h.id = d.hook_id)
 ORDER BY d.org_id, d.id;

-- name: inv_hook_event_of_hook :many
-- wall: none, because an invariant looks at everything.
SELECT e.org_id, e.hook_id, e.event FROM hook_event e
 WHERE NOT EXISTS (SELECT 1 FROM hook h WHERE h.org_id = e.org_id AND h.id = e.hook_id)
 ORDER BY e.org_id, e.hook_id, e.event;

-- name: inv_hook_listener :many
-- Whoever subscribes is heard: to every live subscription belongs a listener.
-- wall: none, because an invariant looks at everything.
SELECT h.org_id, h.id AS hook_id FROM hook h
 WHERE h.is_on = 1 AND NOT EXISTS (SELECT 1 FROM listener l WHERE l.org_id = h.org_id)
 ORDER BY h.org_id, h.id;
