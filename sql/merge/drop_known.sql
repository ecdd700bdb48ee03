-- What a relay took for new and another one had seen before is not new: of all
-- copies, of those in mailboxes of ours, and of the files that a
-- single-instance store would keep.
-- In:  nothing
-- Out: nothing
WITH kept AS (
    SELECT coalesce(min(value), 180) AS days
      FROM main.setting_day WHERE name = 'detail_days'
), seen AS (
    SELECT *, min(day) OVER (PARTITION BY content, input) AS first_here
      FROM temp.event
), scoped AS (
    SELECT 'all' AS scope, 0 AS file, * FROM seen
     UNION ALL
    SELECT 'own', 0, * FROM seen WHERE own
     UNION ALL
    SELECT 'sis', layout, * FROM seen WHERE layout IS NOT NULL
), chain AS (
    SELECT *,
           lag(day) OVER (PARTITION BY scope, content, file
                          ORDER BY sequence, ordinal) AS before,
           lag(day) OVER (PARTITION BY scope, content, file, input
                          ORDER BY sequence, ordinal) AS before_here
      FROM scoped
), twice AS (
    -- That relay took it for new; another one had seen it, by its rows or, where
    -- they are gone, by what it knows of the content.
    SELECT c.*
      FROM chain c
      JOIN kept
      JOIN temp.source i ON i.input = c.input
      JOIN temp.content_of k ON k.input = c.input AND k.new_id = c.content
     WHERE CASE WHEN c.before_here IS NULL
                THEN i.whole OR k.first_day = c.first_here
                ELSE c.day - c.before_here > kept.days END
       AND (c.day - c.before <= kept.days
            OR EXISTS (
                SELECT 1 FROM temp.content_of o
                 WHERE o.new_id = c.content AND o.input <> c.input
                   AND CASE c.scope
                       WHEN 'all' THEN o.first_day < c.day
                                   AND o.last_day >= c.day - kept.days
                       WHEN 'own' THEN o.last_own_day < c.day
                                   AND o.last_own_day >= c.day - kept.days
                       END))
), sums AS (
    SELECT day, direction, domain, family, class, sis, logo,
           sum(scope = 'all') AS all_contents,
           sum(iif(scope = 'all', bytes, 0)) AS all_bytes,
           sum(scope = 'own') AS own_contents,
           sum(iif(scope = 'own', bytes, 0)) AS own_bytes,
           sum(scope = 'sis') AS sis_contents,
           sum(iif(scope = 'sis', size_bytes, 0)) AS sis_size_bytes,
           sum(iif(scope = 'sis', sis_bytes, 0)) AS sis_bytes
      FROM twice
     GROUP BY day, direction, domain, family, class, sis, logo
)
UPDATE main.day_sighting AS d
   SET new_all_contents = d.new_all_contents - s.all_contents,
       new_all_bytes = d.new_all_bytes - s.all_bytes,
       new_own_contents = d.new_own_contents - s.own_contents,
       new_own_bytes = d.new_own_bytes - s.own_bytes,
       new_sis_contents = d.new_sis_contents - s.sis_contents,
       new_sis_size_bytes = d.new_sis_size_bytes - s.sis_size_bytes,
       new_sis_bytes = d.new_sis_bytes - s.sis_bytes
  FROM sums s
 WHERE d.day = s.day AND d.direction = s.direction AND d.domain = s.domain
   AND d.family = s.family AND d.class = s.class AND d.sis = s.sis
   AND d.logo = s.logo AND d.digested = 1;
