-- These answer alone: without the last columns SQLite looks through all members instead.
DROP INDEX party_hamlet;
DROP INDEX member_class_class;
CREATE INDEX party_hamlet ON party (org_id, hamlet, code, kind);
CREATE INDEX member_class_class ON member_class (org_id, class, party_id, valid_from_on, valid_to_on);
