-- Their numbers.
-- In:  :input
-- Out: nothing
INSERT INTO temp.domain_of (input, id, new_id)
SELECT :input, i.id, m.id FROM input.domain i JOIN main.domain m USING (name);
