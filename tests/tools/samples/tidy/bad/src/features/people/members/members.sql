-- name: member_find :many
SELECT id FROM member WHERE name LIKE :name AND joined_on < date('now')
    AND share_vnd * 2 > 3 AND 2 / m.fee_vnd > 1 AND created_at < CURRENT_TIMESTAMP;
