-- The number of a domain.
-- In:  :name
-- Out: id
SELECT id FROM domain WHERE name = :name;
