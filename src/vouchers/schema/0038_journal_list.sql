-- The journal stands in order of days, one line after the other, and is searched by words. Words that were kept before
-- are folded by a job.
CREATE INDEX line_posting ON line (org_id, posting_on, voucher_id, line_no);
ALTER TABLE voucher_memo ADD COLUMN memo_fold TEXT NOT NULL DEFAULT '';
CREATE INDEX voucher_memo_unfolded ON voucher_memo (org_id, voucher_id) WHERE memo_fold = '';
