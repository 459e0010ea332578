-- name: user_standing_row :opt
-- wall: none, because a user's own row says where he is at home.
SELECT login, full_name, lang, is_active FROM app_user WHERE id = :id;
