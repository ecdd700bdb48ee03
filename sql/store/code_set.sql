-- Give a number its word.
-- In:  :kind, :number, :name
-- Out: nothing
INSERT INTO code (kind, number, name)
VALUES (:kind, :number, :name)
    ON CONFLICT (kind, number) DO UPDATE SET name = excluded.name;
