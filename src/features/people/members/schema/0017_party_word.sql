-- What finds a party while somebody types: each ending of the folded name that begins at a word ("van an" of
-- "nguyen van an"), the code and its digits, the phone and its last four digits, the tax code. Searching is a range of
-- this index, however many parties there are. Made from the party's own columns, changed and erased with them.
CREATE TABLE party_word (
    org_id   INTEGER NOT NULL,
    party_id INTEGER NOT NULL,
    word     TEXT NOT NULL,
    PRIMARY KEY (org_id, party_id, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_word_word ON party_word (org_id, word, party_id);
CREATE INDEX party_given ON party (org_id, given_sort, id);

INSERT INTO party_word (org_id, party_id, word)
WITH RECURSIVE tail (org_id, party_id, word) AS (
    SELECT org_id, id, name_fold FROM party WHERE is_erased = 0 AND name_fold <> ''
    UNION
    SELECT org_id, party_id, substr(word, instr(word, ' ') + 1) FROM tail WHERE instr(word, ' ') > 0
)
SELECT org_id, party_id, word FROM tail
UNION
SELECT org_id, id, lower(code) FROM party WHERE code <> ''
UNION
SELECT org_id, id, phone FROM party WHERE phone <> '';
