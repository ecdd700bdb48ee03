#!/bin/sh
# fill.sh BENCH_FILL - is the made-up database one that the recorder could have
# written?  Sums against detail, new contents against contents, references.
set -eu
command -v sqlite3 >/dev/null || { echo "skipped: no sqlite3"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

# is NAME EXPECTED SQL: over $dir/a.db
is() {
    found=$(sqlite3 "$dir/a.db" "$3")
    [ "$found" = "$2" ] || { echo "$1: $found, not $2"; failed=1; }
}

"$1" --sightings 30000 --days 60 --until 2026-11-01 "$dir/a.db" >/dev/null
"$1" --sightings 30000 --days 60 --until 2026-11-01 "$dir/b.db" >/dev/null
for name in a b; do
    sqlite3 "$dir/$name.db" .dump | grep -vE 'INTO (meta|epoch)' >"$dir/$name.sql"
done
cmp "$dir/a.sql" "$dir/b.sql" || failed=1

is "whole" ok "PRAGMA integrity_check"
is "references" "" "PRAGMA foreign_key_check"
is "sightings" 1 "SELECT sum(sightings) BETWEEN 30000 AND 30015 FROM day_sighting"
is "sums equal detail" 0 "
WITH detail AS (
    SELECT day, direction, domain, s.family, class, content IS NOT NULL AS digested,
           sum(NOT continuation) AS sightings, sum(local) AS copies_local,
           sum(s.stored_bytes * local) AS stored_local_bytes,
           sum(s.size_bytes * (NOT continuation)) AS size_bytes,
           sum(s.size_bytes * (NOT continuation) * (local + sent > 0)) AS size_own_bytes,
           sum(s.wire_bytes * external) AS wire_external_bytes,
           sum(s.size_bytes * hops) AS size_hops_bytes
      FROM sighting s JOIN message m ON m.id = s.message GROUP BY 1, 2, 3, 4, 5, 6
), sums AS (
    SELECT day, direction, domain, family, class, digested, sum(sightings),
           sum(copies_local), sum(stored_local_bytes), sum(size_bytes), sum(size_own_bytes),
           sum(wire_external_bytes), sum(size_hops_bytes)
      FROM day_sighting GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT (SELECT count(*) FROM (SELECT * FROM detail EXCEPT SELECT * FROM sums))
     + (SELECT count(*) FROM (SELECT * FROM sums EXCEPT SELECT * FROM detail))"
is "new contents" 1 "
SELECT (SELECT sum(new_all_contents) FROM day_sighting) = (SELECT count(*) FROM content)
   AND (SELECT sum(new_own_contents) FROM day_sighting)
     = (SELECT count(*) FROM content WHERE last_own_day IS NOT NULL)
   AND (SELECT sum(new_sis_contents) FROM day_sighting) = (SELECT count(*) FROM sis_file)"
is "last days" 0 "
WITH seen AS (
    SELECT content, sequence, message FROM sighting
     UNION ALL
    SELECT p.content, sequence, message
      FROM sighting_part p JOIN sighting s ON s.sequence = p.sighting
), days AS (
    SELECT content, min(day) AS first_day, max(day) AS last_day
      FROM seen JOIN message m ON m.id = message WHERE content IS NOT NULL GROUP BY 1
)
SELECT (SELECT count(*) FROM (SELECT id, first_day, last_day FROM content
                              EXCEPT SELECT * FROM days))"
is "a group has no more senders than those around it" 0 "
WITH cells AS (
    SELECT day, dimension, value, senders,
           value & ~CASE dimension WHEN 15 THEN 15 ELSE 0 END AS around
      FROM small_group
)
SELECT count(*) FROM cells c JOIN cells a ON c.dimension = 15 AND a.dimension = 7
   AND a.day = c.day AND a.value = c.around AND a.senders < c.senders"
exit $failed
