-- Version 4: senders are counted for combinations of dimensions, too.
-- In:  nothing; run inside a transaction, on a database of version 3
-- Out: nothing
-- Units: dimension is a set of bits: 1 direction, 2 domain, 4 family, 8 class;
--        value is domain << 16 | family << 8 | direction << 4 | logo << 3
--        | class, 0 for what is not in the set
--
-- What was counted before was counted for one dimension alone, so rows by two
-- of them have no senders on those days, and are not shown apart.
CREATE TABLE small_group_4 (
    dimension INTEGER NOT NULL,
    day INTEGER NOT NULL,
    value INTEGER NOT NULL,
    senders INTEGER NOT NULL, -- different ones of a run of that day, at most 5
    PRIMARY KEY (dimension, day, value)
) STRICT, WITHOUT ROWID;
INSERT INTO small_group_4 (dimension, day, value, senders)
SELECT CASE dimension WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 4 THEN 4 ELSE 8 END,
       day,
       value << CASE dimension WHEN 2 THEN 4 WHEN 3 THEN 16 WHEN 4 THEN 8
                               ELSE 0 END,
       senders
  FROM small_group;
DROP TABLE small_group;
ALTER TABLE small_group_4 RENAME TO small_group;
