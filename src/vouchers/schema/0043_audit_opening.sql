-- Who opened what by a grant: the latest first, and how often each grant was used.
CREATE INDEX audit_opening ON audit (org_id, at, id) WHERE grant_id <> 0;
CREATE INDEX audit_grant ON audit (org_id, grant_id, at) WHERE grant_id <> 0;
