-- What a list of members is narrowed to: a hamlet, a class, those who have left. Other rooms find parties by words.
CREATE INDEX party_hamlet ON party (org_id, hamlet, code);
CREATE INDEX member_class_class ON member_class (org_id, class, party_id);
CREATE INDEX member_left ON member (org_id, left_on, party_id);

CREATE VIEW v_party_word AS
SELECT org_id, party_id, word FROM party_word;
