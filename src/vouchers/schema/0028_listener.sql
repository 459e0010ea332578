-- Which actions of an organisation anybody outside wants to be told of. Kept by whoever tells (vouchers/notice.h).

CREATE TABLE listener (
    org_id INTEGER NOT NULL,
    action TEXT NOT NULL,
    PRIMARY KEY (org_id, action)
) STRICT, WITHOUT ROWID;
