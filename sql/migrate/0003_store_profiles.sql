-- Version 3: daily sums for every store profile; pictures in the text apart.
-- In:  nothing; run inside a transaction, on a database of version 2
-- Out: nothing
-- Units: *_bytes bytes
--
-- What older rows cannot know is taken so that less is promised: all pictures
-- shown in the text were logos; a Cyrus store had one partition; all that a
-- single-instance store takes apart was canonical base64, so that what it
-- saved beyond its decoded size is in "across" and not in "encoding".
ALTER TABLE day_sighting RENAME TO day_sighting_2;

-- Sums of a day over sightings.  "own" are mailboxes of ours: local and Sent.
CREATE TABLE day_sighting (
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    family INTEGER NOT NULL,
    class INTEGER NOT NULL,
    sis INTEGER NOT NULL, -- 1: large and no text: a single-instance store's
    digested INTEGER NOT NULL, -- 0: a limit cut it off, each copy is unique
    logo INTEGER NOT NULL, -- 1: a picture shown in the text, under 64 KiB
    sightings INTEGER NOT NULL,
    sightings_own INTEGER NOT NULL,
    copies_local INTEGER NOT NULL,
    copies_external INTEGER NOT NULL,
    copies_sent INTEGER NOT NULL,
    copies_lmtp INTEGER NOT NULL, -- ceil(local / delivery limit)
    copies_cyrus INTEGER NOT NULL, -- min(local, partitions x copies_lmtp)
    size_bytes INTEGER NOT NULL,
    stored_bytes INTEGER NOT NULL,
    wire_bytes INTEGER NOT NULL,
    size_own_bytes INTEGER NOT NULL,
    stored_own_bytes INTEGER NOT NULL,
    wire_own_bytes INTEGER NOT NULL,
    size_linked_bytes INTEGER NOT NULL, -- of those with a local recipient
    size_local_bytes INTEGER NOT NULL, -- times copies, from here on
    size_external_bytes INTEGER NOT NULL,
    size_sent_bytes INTEGER NOT NULL,
    size_lmtp_bytes INTEGER NOT NULL,
    size_cyrus_bytes INTEGER NOT NULL,
    stored_local_bytes INTEGER NOT NULL,
    stored_external_bytes INTEGER NOT NULL,
    stored_sent_bytes INTEGER NOT NULL,
    stored_lmtp_bytes INTEGER NOT NULL,
    stored_cyrus_bytes INTEGER NOT NULL,
    wire_local_bytes INTEGER NOT NULL,
    wire_external_bytes INTEGER NOT NULL,
    wire_sent_bytes INTEGER NOT NULL,
    size_hops_bytes INTEGER NOT NULL, -- times next-hop transactions
    new_all_contents INTEGER NOT NULL, -- seen for the first time, anywhere
    new_all_bytes INTEGER NOT NULL,
    new_own_contents INTEGER NOT NULL, -- for the first time in a mailbox
    new_own_bytes INTEGER NOT NULL,
    new_sis_contents INTEGER NOT NULL, -- new files of table sis_file
    new_sis_size_bytes INTEGER NOT NULL, -- decoded
    new_sis_bytes INTEGER NOT NULL, -- as such a store keeps them
    PRIMARY KEY (day, direction, domain, family, class, sis, digested,
                 logo)
) STRICT, WITHOUT ROWID;

INSERT INTO day_sighting
SELECT day, direction, domain, family, class, sis, digested, class = 1,
       sightings, sightings_own, copies_local, copies_external, copies_sent,
       copies_lmtp, copies_lmtp, size_bytes, stored_bytes, wire_bytes,
       size_own_bytes, stored_own_bytes, wire_own_bytes, size_linked_bytes,
       size_local_bytes, size_external_bytes, size_sent_bytes,
       size_lmtp_bytes, size_lmtp_bytes, stored_local_bytes,
       stored_external_bytes, stored_sent_bytes, stored_lmtp_bytes,
       stored_lmtp_bytes, wire_local_bytes, wire_external_bytes,
       wire_sent_bytes, size_hops_bytes, new_all_contents, new_all_bytes,
       new_own_contents, new_own_bytes, new_sis_contents, new_sis_bytes,
       new_sis_bytes
  FROM day_sighting_2;

DROP TABLE day_sighting_2;
