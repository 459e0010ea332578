-- name: user_standing_row :opt
-- wall: none, because a user's own row says where he is at home.
SELECT u.login, u.full_name, u.lang, u.is_active, u.first_password_at, u.second_on_at,
       coalesce((SELECT t.setting FROM org_setting t WHERE t.org_id = :org_id AND t.name = 'second_factor'), '')
       AS second_rule
  FROM app_user u WHERE u.id = :id;
