-- Under which key, by which program and limits it was measured.
-- In:  nothing
-- Out: key_id, made_by
SELECT key_id, made_by FROM meta;
