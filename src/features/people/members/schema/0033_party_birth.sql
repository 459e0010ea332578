-- People of one name born on one day are asked about before a party is added; files bring them by the thousand.
CREATE INDEX party_birth ON party (org_id, birth_on, name_fold) WHERE birth_on <> 0;
