-- What users are found and sorted by, computed in C.

ALTER TABLE app_user ADD COLUMN name_fold TEXT NOT NULL DEFAULT '';
ALTER TABLE app_user ADD COLUMN name_sort TEXT NOT NULL DEFAULT '';
CREATE INDEX app_user_sort ON app_user (name_sort, id);
