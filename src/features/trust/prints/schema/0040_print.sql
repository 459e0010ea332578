-- The first print of a voucher's paper: what stood on it, so that it can be printed again to the byte whatever was
-- renamed since. lang: the paper's; party_id: whose payment or delivery it was, 0 = nobody's.

CREATE TABLE print_kept (
    org_id     INTEGER NOT NULL,
    voucher_id INTEGER NOT NULL,
    paper      TEXT NOT NULL,
    lang       TEXT NOT NULL,
    party_id   INTEGER NOT NULL,
    doc_json   TEXT NOT NULL,
    pdf_hash   BLOB NOT NULL,
    printed_at INTEGER NOT NULL,
    printed_by_id INTEGER NOT NULL,
    PRIMARY KEY (org_id, voucher_id, paper, lang)
) STRICT, WITHOUT ROWID;
CREATE INDEX print_kept_party ON print_kept (org_id, party_id);
