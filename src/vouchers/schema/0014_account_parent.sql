-- Whether an account has detail accounts on a day is asked for every line that is posted: the index answers alone.
DROP INDEX account_parent;
CREATE INDEX account_parent ON account (org_id, parent, valid_from_on, valid_to_on);
