-- Parties and members.

-- name: member_state_get :opt
SELECT p.id AS party_id, p.code, p.full_name, p.token,
       CASE WHEN EXISTS (SELECT 1 FROM member m WHERE m.org_id = p.org_id AND m.party_id = p.id
                            AND m.joined_on <= :on_on AND m.left_on >= :on_on) THEN 1 ELSE 0 END AS is_member,
       coalesce((SELECT c.class FROM member_class c WHERE c.org_id = p.org_id AND c.party_id = p.id
                    AND c.valid_from_on <= :on_on AND c.valid_to_on >= :on_on), '') AS class,
       coalesce((SELECT a.intake_mode FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), '') AS intake_mode,
       coalesce((SELECT a.fee_bp FROM member_agreement a WHERE a.org_id = p.org_id AND a.party_id = p.id
                    AND a.valid_from_on <= :on_on AND a.valid_to_on >= :on_on), 0) AS fee_bp
  FROM party p
 WHERE p.org_id = :org_id AND p.id = :party_id;

-- name: party_id_by_code :opt
SELECT id FROM party WHERE org_id = :org_id AND code = :code;
