/*
 * record - what one accepted message adds to the figures.
 *
 * The bridge between measuring and storing: made at end-of-message, written to
 * the spool as bytes, read back by the recorder.  It holds only what the
 * database may hold, and the short-lived recognisers (message_key, passes,
 * recipients, sender) that tell whether this message, or a part of its
 * recipients, was counted already; those never get into a row.
 *
 * The byte form is little-endian with a version number in front, so that a
 * newer program reads what an older one left in the spool: version 3 is
 * written; 2, which knows no passes, and 1, which knows no contents inside
 * containers either, are read as well.
 */
#ifndef AM_METER_RECORD_H
#define AM_METER_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "codec/flaw.h"
#include "meter/key.h"
#include "meter/policy.h"

#define AM_DOMAIN_SIZE 256 /* bytes of a domain name, NUL included */
#define AM_PASSES_MAX  4   /* passes before this one that a record tells of */

/* One attachment in this message. */
struct am_sighting {
    unsigned char fingerprint[AM_FINGERPRINT_SIZE]; /* zero if not digested */
    uint64_t size_bytes;
    uint64_t stored_bytes;
    uint64_t wire_bytes;
    uint64_t layout;
    uint16_t type;       /* am_type_number() */
    uint8_t class;       /* enum am_class */
    uint8_t family;      /* enum am_family */
    uint8_t encoding;    /* enum am_encoding */
    uint8_t disposition; /* enum am_disposition */
    bool has_name;
    bool has_content_id;
    bool digested;
    uint32_t part_count; /* contents inside it: as many of the record's parts */
};

/* A content inside an attachment that is a container (TNEF). */
struct am_sighting_part {
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    uint64_t size_bytes;
    uint8_t family; /* enum am_family */
};

/* One accepted, distinct recipient. */
struct am_recipient {
    unsigned char key[AM_SHORT_KEY]; /* of the address, under the message */
    uint32_t group;   /* 0: local; else a keyed number of the next-hop domain */
    uint32_t members; /* mailboxes behind it: 1, or the size of a known list */
    /* The same under the first pass: of the address, and of what stood in its
     * place before (ORCPT of RFC 3461).  0: none. */
    unsigned char origin[AM_SHORT_KEY];
    unsigned char given[AM_SHORT_KEY];
};

struct am_record {
    int64_t time_s; /* end of message, UTC; a row keeps the day alone */
    enum am_direction direction;
    bool sent;                   /* the sender has a Sent folder here */
    char domain[AM_DOMAIN_SIZE]; /* own domain: "" none, "several" */
    uint64_t wire_bytes;         /* header and body */

    bool has_message_key; /* false: no Message-ID */
    unsigned char message_key[AM_FINGERPRINT_SIZE];
    /* Passes through our MTA (meter/trace.h): this one, and those before that
     * the header tells of, the newest first; the last is always the oldest. */
    bool has_pass;
    unsigned char pass[AM_SHORT_KEY];
    unsigned char before[AM_PASSES_MAX][AM_SHORT_KEY];
    uint8_t before_count;

    bool has_sender;                    /* false for <> */
    unsigned char sender[AM_SHORT_KEY]; /* under a key of this run and day */
    unsigned char sender_run[AM_SHORT_KEY]; /* tells runs and days apart */

    uint32_t flaw_count[AM_FLAW_COUNT];

    struct am_recipient *recipients;
    size_t recipient_count;
    struct am_sighting *sightings;
    size_t sighting_count;
    struct am_sighting_part *parts; /* of all sightings, in their order */
    size_t part_count;              /* the sum of theirs */
};

/* Was something else in its place before? */
static inline bool am_recipient_was_given(const struct am_recipient *recipient)
{
    static const unsigned char nothing[AM_SHORT_KEY];

    return memcmp(recipient->given, nothing, AM_SHORT_KEY) != 0;
}

/* The pass under which recipients are keyed: the oldest that is known. */
static inline const unsigned char *am_record_first_pass(
    const struct am_record *record)
{
    size_t before = record->before_count;

    return before > 0 ? record->before[before - 1] : record->pass;
}

/*
 * Append the byte form of record to out.  Fails with AM_ENOMEM or AM_EFULL (the
 * buffer's limit).
 */
AM_MUST_CHECK int am_record_encode(const struct am_record *record,
                                   struct am_buf *out, struct am_err *err);

/*
 * Read the byte form.  On success *record is one allocation, the caller's, to
 * be given to free().  Fails with AM_ECORRUPT (lengths or numbers that cannot
 * be), AM_ENEWER, AM_ENOMEM.
 */
AM_MUST_CHECK int am_record_decode(struct am_record **record, const void *data,
                                   size_t size, struct am_err *err);

#endif
