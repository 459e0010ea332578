-- What other rooms may know of packages: which months were sent or received, not the figures.
CREATE VIEW v_submission AS
SELECT org_id, direction, number, first_month, last_month, made_at, state, withdraws_number
  FROM submission;
