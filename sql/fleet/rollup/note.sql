-- A month is rolled up: last, so that one that was cut off is built again.
-- In:  {run}; {month}; {rows}, {digest}  of the rows that it was built of, or of
--      fewer
-- Out: nothing
INSERT INTO rollup (
    month, version, rows, digest, contents, content_bytes, own_contents,
    own_content_bytes
)
SELECT toUInt32({month}),
       1 + (SELECT max(version) FROM rollup WHERE month = {month}),
       toUInt64({rows}), toUInt64({digest}), count(), sum(size_bytes),
       sum(if(copies_local + copies_sent > 0, 1, 0)),
       sum(if(copies_local + copies_sent > 0, size_bytes, toUInt64(0)))
  FROM rollup_content_next_{run}
 WHERE month = {month}
