-- What was put together.
-- In:  nothing
-- Out: relays, messages, sightings, contents, bound_until_day (NULL: none)
SELECT (SELECT count(DISTINCT relay_id) FROM main.epoch) AS relays,
       (SELECT coalesce(sum(messages), 0) FROM main.day_message) AS messages,
       (SELECT count(*) FROM main.sighting) AS sightings,
       (SELECT count(*) FROM main.content) AS contents,
       (SELECT bound_until_day FROM main.meta) AS bound_until_day;
