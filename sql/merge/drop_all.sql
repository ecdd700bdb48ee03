-- What a relay took for new and another one had seen before is not new.
-- In:  nothing
-- Out: nothing
WITH kept AS (
    SELECT coalesce(min(value), 180) AS days
      FROM main.setting_day WHERE name = 'detail_days'
), chain AS (
    SELECT *,
           lag(day) OVER (PARTITION BY content
                          ORDER BY sequence, ordinal) AS before,
           lag(day) OVER (PARTITION BY content, input
                          ORDER BY sequence, ordinal) AS before_here,
           (SELECT min(f.day) FROM temp.event f
             WHERE f.content = e.content AND f.input = e.input) AS first_here
      FROM temp.event e
     WHERE true
), twice AS (
    SELECT c.*
      FROM chain c
      JOIN kept
      JOIN temp.source i ON i.input = c.input
      JOIN temp.content_of k ON k.input = c.input AND k.new_id = c.content
     WHERE CASE WHEN c.before_here IS NULL
                THEN i.whole OR k.first_day = c.day
                ELSE c.day - c.before_here > kept.days END
       AND (c.day - c.before <= kept.days
            OR EXISTS (SELECT 1 FROM temp.content_of o
                        WHERE o.new_id = c.content AND o.input <> c.input
                          AND o.first_day < c.day
                          AND o.last_day >= c.day - kept.days))
), sums AS (
    SELECT day, direction, domain, family, class, sis, logo,
           count(*) AS contents, sum(bytes) AS bytes,
           sum(size_bytes) AS size_bytes, sum(sis_bytes) AS sis_bytes
      FROM twice
     GROUP BY day, direction, domain, family, class, sis, logo
)
UPDATE main.day_sighting AS d
   SET new_all_contents = d.new_all_contents - s.contents,
       new_all_bytes = d.new_all_bytes - s.bytes
  FROM sums s
 WHERE d.day = s.day AND d.direction = s.direction AND d.domain = s.domain
   AND d.family = s.family AND d.class = s.class AND d.sis = s.sis
   AND d.logo = s.logo AND d.digested = 1;
