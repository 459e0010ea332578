-- In whose name a figure was entered and decided, by delegation; 0 = in the own.

ALTER TABLE recorded_figure ADD COLUMN entered_for_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE recorded_figure ADD COLUMN decided_for_id INTEGER NOT NULL DEFAULT 0;
