-- Version 2: the contents inside an attachment that is a container (TNEF).
-- In:  nothing; run inside a transaction, on a database of version 1
-- Out: nothing
-- Units: *_bytes bytes
--
-- The container is a content, too, and is the one that its sighting names; but
-- what of its bytes is new is told by its parts: those that are new contents,
-- and what is around them, which is new in each sighting.  So the bytes of a
-- part are in two rows of table content, its own and that of the container.
CREATE TABLE sighting_part (
    sighting INTEGER NOT NULL REFERENCES sighting (sequence) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, -- 1 is the first one inside
    content INTEGER NOT NULL REFERENCES content (id),
    size_bytes INTEGER NOT NULL, -- as it lies inside, not encoded
    PRIMARY KEY (sighting, ordinal)
) STRICT, WITHOUT ROWID;
