-- What a server is, and what the one who asks may set there.
-- In:  nothing
-- Out: version; 0: he may write, 1: read and set nothing, 2: read; seconds that a
--      statement of his may take, 0: any time
SELECT version(),
       (SELECT value FROM system.settings WHERE name = 'readonly'),
       (SELECT value FROM system.settings WHERE name = 'max_execution_time')
