-- Sums of a day, as they are shipped.
-- In:  :day
-- Out: direction, domain (its name), family, class, sis, digested, logo,
--      sightings, sightings_own, copies_local, copies_external, copies_sent,
--      copies_lmtp, copies_cyrus, size_bytes, stored_bytes, wire_bytes,
--      size_own_bytes, stored_own_bytes, wire_own_bytes, size_linked_bytes,
--      size_local_bytes, size_external_bytes, size_sent_bytes, size_lmtp_bytes,
--      size_cyrus_bytes, stored_local_bytes, stored_external_bytes,
--      stored_sent_bytes, stored_lmtp_bytes, stored_cyrus_bytes,
--      wire_local_bytes, wire_external_bytes, wire_sent_bytes, size_hops_bytes,
--      new_all_contents, new_all_bytes, new_own_contents, new_own_bytes,
--      new_sis_contents, new_sis_size_bytes, new_sis_bytes
SELECT s.direction, d.name, s.family, s.class, s.sis, s.digested, s.logo,
       s.sightings, s.sightings_own, s.copies_local, s.copies_external,
       s.copies_sent, s.copies_lmtp, s.copies_cyrus, s.size_bytes,
       s.stored_bytes, s.wire_bytes, s.size_own_bytes, s.stored_own_bytes,
       s.wire_own_bytes, s.size_linked_bytes, s.size_local_bytes,
       s.size_external_bytes, s.size_sent_bytes, s.size_lmtp_bytes,
       s.size_cyrus_bytes, s.stored_local_bytes, s.stored_external_bytes,
       s.stored_sent_bytes, s.stored_lmtp_bytes, s.stored_cyrus_bytes,
       s.wire_local_bytes, s.wire_external_bytes, s.wire_sent_bytes,
       s.size_hops_bytes, s.new_all_contents, s.new_all_bytes,
       s.new_own_contents, s.new_own_bytes, s.new_sis_contents,
       s.new_sis_size_bytes, s.new_sis_bytes
  FROM day_sighting s JOIN domain d ON d.id = s.domain
 WHERE s.day = :day
 ORDER BY s.direction, s.domain, s.family, s.class, s.sis, s.digested, s.logo;
