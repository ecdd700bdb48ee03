-- Where rows wait until all of them are there: a script, run once.
-- In:  nothing; the database is new
-- Out: nothing
CREATE TEMP TABLE look_relay (input INTEGER, relay_id TEXT);
CREATE TEMP TABLE look_place (
    input INTEGER, incarnation BLOB, segment INTEGER, "offset" INTEGER,
    sequence INTEGER -- the last one that was given, of any spool
);
CREATE TEMP TABLE look_last (
    input INTEGER, relay_id TEXT, sequence INTEGER, fingerprint BLOB
);
CREATE TEMP TABLE source (
    input INTEGER PRIMARY KEY,
    relay_id TEXT NOT NULL, -- of its newest rows
    whole INTEGER NOT NULL -- 1: its detail reaches as far back as its sums
);
CREATE TEMP TABLE epoch_of (
    input INTEGER, id INTEGER, new_id INTEGER, PRIMARY KEY (input, id)
) WITHOUT ROWID;
CREATE TEMP TABLE domain_of (
    input INTEGER, id INTEGER, new_id INTEGER, PRIMARY KEY (input, id)
) WITHOUT ROWID;
CREATE TEMP TABLE content_of (
    input INTEGER, id INTEGER, new_id INTEGER, first_day INTEGER,
    last_day INTEGER, last_own_day INTEGER, PRIMARY KEY (input, id)
) WITHOUT ROWID;
CREATE INDEX temp.content_new ON content_of (new_id);
CREATE TEMP TABLE message_in (
    number INTEGER PRIMARY KEY, input INTEGER, id INTEGER, relay_id TEXT,
    day INTEGER, direction INTEGER, domain INTEGER, local_given INTEGER,
    local INTEGER, external INTEGER, sent INTEGER, hops INTEGER,
    continuation INTEGER
);
CREATE TEMP TABLE message_of (
    input INTEGER, id INTEGER, new_id INTEGER, PRIMARY KEY (input, id)
) WITHOUT ROWID;
CREATE TEMP TABLE sighting_in (
    input INTEGER, id INTEGER, message INTEGER, content INTEGER, type INTEGER,
    class INTEGER, family INTEGER, encoding INTEGER, disposition INTEGER,
    has_name INTEGER, has_content_id INTEGER, size_bytes INTEGER,
    stored_bytes INTEGER, wire_bytes INTEGER, layout INTEGER, epoch INTEGER,
    origin INTEGER, PRIMARY KEY (input, id)
) WITHOUT ROWID;
CREATE TEMP TABLE part_in (
    input INTEGER, sighting INTEGER, ordinal INTEGER, content INTEGER,
    size_bytes INTEGER, PRIMARY KEY (input, sighting, ordinal)
) WITHOUT ROWID;
-- What was seen of contents that several inputs have, in order.
CREATE TEMP TABLE event (
    sequence INTEGER, ordinal INTEGER, content INTEGER, input INTEGER,
    day INTEGER, own INTEGER, layout INTEGER, -- NULL: no file of its own
    bytes INTEGER, size_bytes INTEGER, sis_bytes INTEGER,
    direction INTEGER, domain INTEGER, family INTEGER, class INTEGER,
    sis INTEGER, logo INTEGER, PRIMARY KEY (content, sequence, ordinal)
) WITHOUT ROWID;
