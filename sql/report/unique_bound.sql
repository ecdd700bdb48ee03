-- What makes unique bytes of a period an upper bound: contents that were known
-- before count as new once more after a change of a relay's key, and for as long
-- as contents are remembered; days of several relays that were only added up.
-- In:  :from_day, :until_day  from_day <= day < until_day
-- Out: key_day (the change; NULL: none), merged_until_day (those days are before
--      it; NULL: none)
WITH kept AS (
    SELECT coalesce((SELECT value FROM setting_day WHERE name = 'detail_days'
                      ORDER BY start_day DESC LIMIT 1), 180) AS days
), epochs AS (
    SELECT start_day, key_id,
           lag(key_id) OVER (PARTITION BY relay_id ORDER BY start_day, id)
               AS before
      FROM epoch
)
SELECT (SELECT max(start_day)
          FROM epochs JOIN kept
         WHERE key_id <> before
           AND start_day < :until_day AND start_day + days >= :from_day)
           AS key_day,
       (SELECT bound_until_day FROM meta WHERE bound_until_day > :from_day)
           AS merged_until_day;
