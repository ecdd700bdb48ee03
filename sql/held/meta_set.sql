-- It is measured under this key, by this program and these limits.
-- In:  :key_id, :made_by
-- Out: nothing
INSERT INTO meta (id, key_id, made_by) VALUES (1, :key_id, :made_by)
    ON CONFLICT (id) DO UPDATE
   SET key_id = excluded.key_id, made_by = excluded.made_by;
