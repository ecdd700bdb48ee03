-- Between which numbers the attachments of the detail are.
-- In:  nothing
-- Out: first, last (sequences; 0: there is none)
SELECT coalesce((SELECT min(sequence) FROM sighting), 0) AS first,
       coalesce((SELECT max(sequence) FROM sighting), 0) AS last;
