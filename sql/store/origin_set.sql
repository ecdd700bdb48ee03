-- It is a relay's own, written on this machine.
-- In:  :machine  NULL: not known
-- Out: nothing
UPDATE meta SET machine = :machine, is_copy = 0 WHERE id = 1;
