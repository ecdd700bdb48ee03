-- Sums of days are added up, what is new as well: that is put right later.
-- In:  :input
-- Out: nothing
INSERT INTO main.day_sighting
SELECT i.day, i.direction, d.new_id, i.family, i.class, i.sis, i.digested,
       i.logo,
       i.sightings, i.sightings_own, i.copies_local, i.copies_external,
       i.copies_sent, i.copies_lmtp, i.copies_cyrus, i.size_bytes,
       i.stored_bytes, i.wire_bytes, i.size_own_bytes, i.stored_own_bytes,
       i.wire_own_bytes, i.size_linked_bytes, i.size_local_bytes,
       i.size_external_bytes, i.size_sent_bytes, i.size_lmtp_bytes,
       i.size_cyrus_bytes, i.stored_local_bytes, i.stored_external_bytes,
       i.stored_sent_bytes, i.stored_lmtp_bytes, i.stored_cyrus_bytes,
       i.wire_local_bytes, i.wire_external_bytes, i.wire_sent_bytes,
       i.size_hops_bytes, i.new_all_contents, i.new_all_bytes,
       i.new_own_contents, i.new_own_bytes, i.new_sis_contents,
       i.new_sis_size_bytes, i.new_sis_bytes
  FROM input.day_sighting i
  JOIN temp.domain_of d ON d.input = :input AND d.id = i.domain
 WHERE true
    ON CONFLICT (day, direction, domain, family, class, sis, digested, logo)
    DO UPDATE
   SET sightings = sightings + excluded.sightings,
       sightings_own = sightings_own + excluded.sightings_own,
       copies_local = copies_local + excluded.copies_local,
       copies_external = copies_external + excluded.copies_external,
       copies_sent = copies_sent + excluded.copies_sent,
       copies_lmtp = copies_lmtp + excluded.copies_lmtp,
       copies_cyrus = copies_cyrus + excluded.copies_cyrus,
       size_bytes = size_bytes + excluded.size_bytes,
       stored_bytes = stored_bytes + excluded.stored_bytes,
       wire_bytes = wire_bytes + excluded.wire_bytes,
       size_own_bytes = size_own_bytes + excluded.size_own_bytes,
       stored_own_bytes = stored_own_bytes + excluded.stored_own_bytes,
       wire_own_bytes = wire_own_bytes + excluded.wire_own_bytes,
       size_linked_bytes = size_linked_bytes + excluded.size_linked_bytes,
       size_local_bytes = size_local_bytes + excluded.size_local_bytes,
       size_external_bytes = size_external_bytes
           + excluded.size_external_bytes,
       size_sent_bytes = size_sent_bytes + excluded.size_sent_bytes,
       size_lmtp_bytes = size_lmtp_bytes + excluded.size_lmtp_bytes,
       size_cyrus_bytes = size_cyrus_bytes + excluded.size_cyrus_bytes,
       stored_local_bytes = stored_local_bytes + excluded.stored_local_bytes,
       stored_external_bytes = stored_external_bytes
           + excluded.stored_external_bytes,
       stored_sent_bytes = stored_sent_bytes + excluded.stored_sent_bytes,
       stored_lmtp_bytes = stored_lmtp_bytes + excluded.stored_lmtp_bytes,
       stored_cyrus_bytes = stored_cyrus_bytes + excluded.stored_cyrus_bytes,
       wire_local_bytes = wire_local_bytes + excluded.wire_local_bytes,
       wire_external_bytes = wire_external_bytes
           + excluded.wire_external_bytes,
       wire_sent_bytes = wire_sent_bytes + excluded.wire_sent_bytes,
       size_hops_bytes = size_hops_bytes + excluded.size_hops_bytes,
       new_all_contents = new_all_contents + excluded.new_all_contents,
       new_all_bytes = new_all_bytes + excluded.new_all_bytes,
       new_own_contents = new_own_contents + excluded.new_own_contents,
       new_own_bytes = new_own_bytes + excluded.new_own_bytes,
       new_sis_contents = new_sis_contents + excluded.new_sis_contents,
       new_sis_size_bytes = new_sis_size_bytes + excluded.new_sis_size_bytes,
       new_sis_bytes = new_sis_bytes + excluded.new_sis_bytes;
