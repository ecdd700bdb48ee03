-- What the database is.
-- In:  nothing
-- Out: version (0: no schema), application (id), tables
SELECT (SELECT user_version FROM pragma_user_version) AS version,
       (SELECT application_id FROM pragma_application_id) AS application,
       (SELECT count(*) FROM sqlite_schema WHERE type = 'table') AS tables;
