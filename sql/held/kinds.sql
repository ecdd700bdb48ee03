-- Files by what they are.
-- In:  nothing
-- Out: kind, then by names and by files: their number, bytes, messages; then
--      disk_bytes of the files
SELECT kind, sum(names), sum(size_bytes * names), sum(messages * names),
       count(*), sum(size_bytes), sum(messages), sum(disk_bytes)
  FROM file
 GROUP BY kind;
