-- What a user keeps of a list: name '' holds the columns chosen, every other name a saved filter (a query string).

CREATE TABLE list_kept (
    user_id INTEGER NOT NULL,
    list    TEXT NOT NULL,
    name    TEXT NOT NULL,
    query_text TEXT NOT NULL,
    PRIMARY KEY (user_id, list, name)
) STRICT, WITHOUT ROWID;
