-- Give a domain a number.
-- In:  :name
-- Out: nothing; the id is the last row id
INSERT INTO domain (name) VALUES (:name);
