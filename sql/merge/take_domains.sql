-- The domains of the input.
-- In:  nothing
-- Out: nothing
INSERT INTO main.domain (name)
SELECT name FROM input.domain WHERE true
    ON CONFLICT (name) DO NOTHING;
