-- One row an attachment in a message, of all relays; and one a content inside
-- it, if it is a container.  Sent twice, in whatever batches, it is one row:
-- read it with FINAL, or as rows of different keys.
-- In:  {replacing}  the table engine
-- Out: nothing
-- Units: *_bytes bytes; numbers of kinds are those of table code
CREATE TABLE IF NOT EXISTS sighting (
    fingerprint FixedString(16), -- its first 16 bytes; digested = 0: made of
                                 -- relay and sequence, equal to no other
    relay FixedString(16), -- incarnation, as in table relay
    sequence UInt64, -- of the relay, dense
    ordinal UInt16, -- 0: the attachment; from 1 on: a content inside it
    day Date, -- UTC, of the message
    message UInt64, -- the same for all of a relay's message
    key_id FixedString(8), -- under which key the fingerprint is
    direction UInt8,
    domain LowCardinality(String), -- own; '': none, 'several': more than one
    local_given UInt64, -- local recipients as the client gave them
    local UInt64, -- local mailboxes, known lists expanded
    external UInt64,
    sent UInt8, -- 1: a copy in the sender's Sent folder
    hops UInt64, -- next-hop transactions
    lmtp UInt64, -- deliveries to a local store, under the day's limit
    cyrus UInt64, -- files of a store that links by partition
    continuation UInt8, -- 1: of a message counted before
    digested UInt8, -- 0: a limit cut it off, each of its copies is unique
    parts UInt16, -- contents inside it
    type UInt16,
    class UInt8,
    family UInt8, -- of this sighting
    content_family UInt8, -- of the content's first sighting on that relay
    encoding UInt8,
    disposition UInt8,
    has_name UInt8,
    has_content_id UInt8,
    size_bytes UInt64, -- decoded
    stored_bytes UInt64, -- encoded, lines end in LF; ordinal > 0: 0
    wire_bytes UInt64, -- encoded, lines end in CRLF; ordinal > 0: 0
    layout Int64, -- 0: canonical base64
    senders UInt8 -- of the content so far on that relay, at most 5
) ENGINE = {replacing}
PARTITION BY toYYYYMM(day)
ORDER BY (fingerprint, relay, sequence, ordinal)
