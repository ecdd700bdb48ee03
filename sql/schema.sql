-- The schema of version 1: what a new database is made of, before migrate/.
-- In:  nothing; run inside a transaction, on a database without tables
-- Out: nothing
-- Units: *_bytes bytes; *_day whole days since 1970-01-01 UTC; *_s seconds
--        since then.  Numbers of kinds are those of the table code.

PRAGMA application_id = 0x61746d74;
PRAGMA user_version = 1;

-- One row: which relay this is, and under which key its fingerprints are.
CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    relay_id TEXT NOT NULL, -- 16 random bytes in hexadecimal
    key_id TEXT, -- 8 bytes in hexadecimal; NULL before the first key
    created_day INTEGER NOT NULL
) STRICT;

-- The words of the numbers in all other tables.
CREATE TABLE code (
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

-- Own domains; "" is none, "several" is more than one.
CREATE TABLE domain (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- A content: the decoded bytes of attachments, known by a keyed digest alone.
CREATE TABLE content (
    id INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL UNIQUE,
    size_bytes INTEGER NOT NULL,
    family INTEGER NOT NULL, -- of the first sighting
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    last_own_day INTEGER, -- last in a mailbox of ours; NULL: never
    senders INTEGER NOT NULL -- distinct ones of a day, at most 5
) STRICT;

-- The files a store with single instances would keep of a content: one for
-- each encoded form it cannot rebuild (layout), and one for all it can (0).
CREATE TABLE sis_file (
    content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    layout INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    PRIMARY KEY (content, layout)
) STRICT, WITHOUT ROWID;

-- A message with attachments, or a later part of its recipients.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    local_given INTEGER NOT NULL, -- local recipients as the client gave them
    local INTEGER NOT NULL, -- local mailboxes, known lists expanded
    external INTEGER NOT NULL,
    sent INTEGER NOT NULL, -- 1: a copy in the sender's Sent folder
    hops INTEGER NOT NULL, -- next-hop transactions
    continuation INTEGER NOT NULL -- 1: of a message counted before
) STRICT;

-- An attachment in a message.  The sequence has no holes but those of rows
-- deleted, and is never used again.
CREATE TABLE sighting (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL REFERENCES message (id),
    content INTEGER REFERENCES content (id), -- NULL: a limit cut it off
    type INTEGER NOT NULL, -- declared
    class INTEGER NOT NULL,
    family INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    disposition INTEGER NOT NULL,
    has_name INTEGER NOT NULL,
    has_content_id INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL, -- decoded
    stored_bytes INTEGER NOT NULL, -- encoded, lines end in LF
    wire_bytes INTEGER NOT NULL, -- encoded, lines end in CRLF
    layout INTEGER NOT NULL -- 0: canonical base64
) STRICT;

-- Messages of a day, those without attachments among them.
CREATE TABLE day_message (
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    messages INTEGER NOT NULL,
    with_attachments INTEGER NOT NULL,
    deliveries INTEGER NOT NULL,
    deliveries_with_attachments INTEGER NOT NULL,
    wire_bytes INTEGER NOT NULL,
    PRIMARY KEY (day, direction, domain)
) STRICT, WITHOUT ROWID;

-- Sums of a day over sightings.  "own" are mailboxes of ours: local and Sent.
CREATE TABLE day_sighting (
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    family INTEGER NOT NULL,
    class INTEGER NOT NULL,
    sis INTEGER NOT NULL, -- 1: large and no text: a single-instance store's
    digested INTEGER NOT NULL, -- 0: a limit cut it off, each copy is unique
    sightings INTEGER NOT NULL,
    sightings_own INTEGER NOT NULL,
    copies_local INTEGER NOT NULL,
    copies_external INTEGER NOT NULL,
    copies_sent INTEGER NOT NULL,
    copies_lmtp INTEGER NOT NULL, -- ceil(local / delivery limit)
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
    stored_local_bytes INTEGER NOT NULL,
    stored_external_bytes INTEGER NOT NULL,
    stored_sent_bytes INTEGER NOT NULL,
    stored_lmtp_bytes INTEGER NOT NULL,
    wire_local_bytes INTEGER NOT NULL,
    wire_external_bytes INTEGER NOT NULL,
    wire_sent_bytes INTEGER NOT NULL,
    size_hops_bytes INTEGER NOT NULL, -- times next-hop transactions
    new_all_contents INTEGER NOT NULL, -- seen for the first time, anywhere
    new_all_bytes INTEGER NOT NULL,
    new_own_contents INTEGER NOT NULL, -- for the first time in a mailbox
    new_own_bytes INTEGER NOT NULL,
    new_sis_contents INTEGER NOT NULL, -- new files of table sis_file
    new_sis_bytes INTEGER NOT NULL,
    PRIMARY KEY (day, direction, domain, family, class, sis, digested)
) STRICT, WITHOUT ROWID;

-- How many different senders are behind a value of a day: few are not shown.
CREATE TABLE small_group (
    day INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    value INTEGER NOT NULL, -- number of the dimension's kind, or domain.id
    senders INTEGER NOT NULL, -- at most 5
    PRIMARY KEY (day, dimension, value)
) STRICT, WITHOUT ROWID;

-- Parts or messages with a flaw.
CREATE TABLE day_flaw (
    day INTEGER NOT NULL,
    flaw INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, flaw)
) STRICT, WITHOUT ROWID;

-- Messages that were not measured, by the day on which that was learnt.
CREATE TABLE gap (
    day INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (day, reason)
) STRICT, WITHOUT ROWID;

-- How far each spool was taken in.  A spool is known by its incarnation.
CREATE TABLE ingest (
    incarnation BLOB NOT NULL PRIMARY KEY,
    segment INTEGER NOT NULL,
    "offset" INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which of a spool's gaps are in table gap already.
CREATE TABLE ingest_gap (
    incarnation BLOB NOT NULL,
    reason INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (incarnation, reason)
) STRICT, WITHOUT ROWID;

-- From when to when the recorder ran.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_s INTEGER NOT NULL,
    heartbeat_s INTEGER NOT NULL,
    clean INTEGER NOT NULL -- 1: it was stopped
) STRICT;

-- Settings that sums depend on, from a day on.
CREATE TABLE setting_day (
    name TEXT NOT NULL,
    start_day INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name, start_day)
) STRICT, WITHOUT ROWID;
