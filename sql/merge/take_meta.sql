-- It is no relay's own; what was known of days without detail is a bound.
-- In:  nothing
-- Out: nothing
UPDATE main.meta
   SET is_merged = 1,
       created_day = min(created_day, (SELECT created_day FROM input.meta)),
       bound_until_day = nullif(max(
           coalesce(bound_until_day, 0),
           coalesce((SELECT bound_until_day FROM input.meta), 0),
           coalesce((SELECT CASE WHEN (SELECT min(day) FROM input.day_sighting)
                                      < min(day) THEN min(day) END
                       FROM input.message), 0)), 0)
 WHERE id = 1;
