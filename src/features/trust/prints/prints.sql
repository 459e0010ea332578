-- name: print_kept_get :opt
SELECT doc_json, pdf_hash, printed_at FROM print_kept
 WHERE org_id = :org_id AND voucher_id = :voucher_id AND paper = :paper AND lang = :lang;

-- name: print_kept_insert :exec
INSERT INTO print_kept (org_id, voucher_id, paper, lang, party_id, doc_json, pdf_hash, printed_at, printed_by_id)
VALUES (:org_id, :voucher_id, :paper, :lang, :party_id, :doc_json, :pdf_hash, :printed_at, :printed_by_id)
    ON CONFLICT (org_id, voucher_id, paper, lang) DO NOTHING;

-- name: print_kept_each :each
-- With the day up to which a voucher's paper must be kept.
SELECT k.voucher_id, k.paper, k.lang, k.party_id, k.doc_json, v.posting_on
  FROM print_kept k
  JOIN voucher v ON v.org_id = k.org_id AND v.id = k.voucher_id
 WHERE k.org_id = :org_id
 ORDER BY k.voucher_id, k.paper, k.lang;

-- name: print_kept_put :exec
UPDATE print_kept SET doc_json = :doc_json
 WHERE org_id = :org_id AND voucher_id = :voucher_id AND paper = :paper AND lang = :lang;

-- name: inv_print_kept_voucher :many
-- What was printed is a voucher's.
-- wall: none, because an invariant looks at everything.
SELECT k.org_id, k.voucher_id, k.paper FROM print_kept k
 WHERE NOT EXISTS (SELECT 1 FROM voucher v WHERE v.org_id = k.org_id AND v.id = k.voucher_id)
 ORDER BY k.org_id, k.voucher_id, k.paper;
