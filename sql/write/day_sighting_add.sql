-- Add sightings to their day.  A sum stops at :most: the mail must be recorded,
-- and it is the report that says so.
-- In:  :day, :direction, :domain, :family, :class, :sis, :digested, :logo, and
--      each column of table day_sighting after these;  :most  AM_SUMS_MOST
-- Out: nothing
INSERT INTO day_sighting (day, direction, domain, family, class, sis, digested,
                          logo, sightings, sightings_own, copies_local,
                          copies_external, copies_sent, copies_lmtp,
                          copies_cyrus, size_bytes, stored_bytes, wire_bytes,
                          size_own_bytes, stored_own_bytes, wire_own_bytes,
                          size_linked_bytes, size_local_bytes,
                          size_external_bytes, size_sent_bytes,
                          size_lmtp_bytes, size_cyrus_bytes,
                          stored_local_bytes, stored_external_bytes,
                          stored_sent_bytes, stored_lmtp_bytes,
                          stored_cyrus_bytes, wire_local_bytes,
                          wire_external_bytes, wire_sent_bytes,
                          size_hops_bytes, new_all_contents, new_all_bytes,
                          new_own_contents, new_own_bytes, new_sis_contents,
                          new_sis_size_bytes, new_sis_bytes)
VALUES (:day, :direction, :domain, :family, :class, :sis, :digested, :logo,
        :sightings, :sightings_own, :copies_local, :copies_external,
        :copies_sent, :copies_lmtp, :copies_cyrus, :size_bytes, :stored_bytes,
        :wire_bytes, :size_own_bytes, :stored_own_bytes, :wire_own_bytes,
        :size_linked_bytes, :size_local_bytes, :size_external_bytes,
        :size_sent_bytes, :size_lmtp_bytes, :size_cyrus_bytes,
        :stored_local_bytes, :stored_external_bytes, :stored_sent_bytes,
        :stored_lmtp_bytes, :stored_cyrus_bytes, :wire_local_bytes,
        :wire_external_bytes, :wire_sent_bytes, :size_hops_bytes,
        :new_all_contents, :new_all_bytes, :new_own_contents, :new_own_bytes,
        :new_sis_contents, :new_sis_size_bytes, :new_sis_bytes)
    ON CONFLICT (day, direction, domain, family, class, sis, digested, logo)
    DO UPDATE
   SET sightings = min(sightings + excluded.sightings, :most),
       sightings_own = min(sightings_own + excluded.sightings_own, :most),
       copies_local = min(copies_local + excluded.copies_local, :most),
       copies_external = min(copies_external
             + excluded.copies_external, :most),
       copies_sent = min(copies_sent + excluded.copies_sent, :most),
       copies_lmtp = min(copies_lmtp + excluded.copies_lmtp, :most),
       copies_cyrus = min(copies_cyrus + excluded.copies_cyrus, :most),
       size_bytes = min(size_bytes + excluded.size_bytes, :most),
       stored_bytes = min(stored_bytes + excluded.stored_bytes, :most),
       wire_bytes = min(wire_bytes + excluded.wire_bytes, :most),
       size_own_bytes = min(size_own_bytes + excluded.size_own_bytes, :most),
       stored_own_bytes = min(stored_own_bytes
             + excluded.stored_own_bytes, :most),
       wire_own_bytes = min(wire_own_bytes + excluded.wire_own_bytes, :most),
       size_linked_bytes = min(size_linked_bytes
             + excluded.size_linked_bytes, :most),
       size_local_bytes = min(size_local_bytes
             + excluded.size_local_bytes, :most),
       size_external_bytes = min(size_external_bytes
             + excluded.size_external_bytes, :most),
       size_sent_bytes = min(size_sent_bytes
             + excluded.size_sent_bytes, :most),
       size_lmtp_bytes = min(size_lmtp_bytes
             + excluded.size_lmtp_bytes, :most),
       size_cyrus_bytes = min(size_cyrus_bytes
             + excluded.size_cyrus_bytes, :most),
       stored_local_bytes = min(stored_local_bytes
             + excluded.stored_local_bytes, :most),
       stored_external_bytes = min(stored_external_bytes
             + excluded.stored_external_bytes, :most),
       stored_sent_bytes = min(stored_sent_bytes
             + excluded.stored_sent_bytes, :most),
       stored_lmtp_bytes = min(stored_lmtp_bytes
             + excluded.stored_lmtp_bytes, :most),
       stored_cyrus_bytes = min(stored_cyrus_bytes
             + excluded.stored_cyrus_bytes, :most),
       wire_local_bytes = min(wire_local_bytes
             + excluded.wire_local_bytes, :most),
       wire_external_bytes = min(wire_external_bytes
             + excluded.wire_external_bytes, :most),
       wire_sent_bytes = min(wire_sent_bytes
             + excluded.wire_sent_bytes, :most),
       size_hops_bytes = min(size_hops_bytes
             + excluded.size_hops_bytes, :most),
       new_all_contents = min(new_all_contents
             + excluded.new_all_contents, :most),
       new_all_bytes = min(new_all_bytes + excluded.new_all_bytes, :most),
       new_own_contents = min(new_own_contents
             + excluded.new_own_contents, :most),
       new_own_bytes = min(new_own_bytes + excluded.new_own_bytes, :most),
       new_sis_contents = min(new_sis_contents
             + excluded.new_sis_contents, :most),
       new_sis_size_bytes = min(new_sis_size_bytes
             + excluded.new_sis_size_bytes, :most),
       new_sis_bytes = min(new_sis_bytes + excluded.new_sis_bytes, :most);
