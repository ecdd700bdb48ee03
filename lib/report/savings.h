/*
 * savings - from sums to the four byte counts and their split.
 *
 * A pure function.  For each sighting with d = size, e = stored bytes and c =
 * copies in the scope asked for:
 *
 *   received  = sum e            delivered = sum e x c
 *   unique    = sum d of contents seen for the first time
 *   avoidable = delivered - unique = encoding + within + across, where
 *   encoding  = sum (e - d) x c  what base64 and its line ends add
 *   within    = sum d x c - sum d             copies of one message
 *   across    = sum d - unique                the same content sent again
 *
 * A sighting without a digest (a limit cut it) may be anything, so each of its
 * copies is unique, and it takes no part in within and across.
 *
 * All of it is linear in the sums: it may be added over days, directions,
 * families and classes, and every equation holds to the byte.
 */
#ifndef AM_REPORT_SAVINGS_H
#define AM_REPORT_SAVINGS_H

#include <stddef.h>
#include <stdint.h>

#include "store/query.h"

enum am_scope {
    AM_SCOPE_ALL, /* local and external mailboxes and Sent folders */
    AM_SCOPE_OWN, /* local mailboxes and Sent folders: a saving within reach */
    AM_SCOPE_COUNT
};

/* "all", "own". */
const char *am_scope_name(enum am_scope scope);

/* The same bytes, counted in three ways. */
struct am_bytes {
    int64_t size_bytes;   /* decoded */
    int64_t stored_bytes; /* encoded, line ends LF: what a store holds */
    int64_t wire_bytes;   /* encoded, line ends CRLF: what SMTP carries */
};

struct am_savings {
    int64_t sightings; /* attachments in messages */
    int64_t contents;  /* seen for the first time */
    int64_t copies_local, copies_external, copies_sent;
    struct am_bytes received;
    struct am_bytes delivered; /* Sent copies are in it */
    int64_t unique_size_bytes;
    /* avoidable */
    int64_t within_bytes, across_bytes, encoding_bytes, total_bytes;
    int64_t already_bytes; /* saved by the user's own store (report/profile);
                              in none of the above */
};

/* The savings of sums in a scope, beside a plain store. */
struct am_savings am_savings_of(const struct am_sums *sums,
                                enum am_scope scope);

/*
 * What a store holds, as the numbers that a split is made of.  Bytes that no
 * digest tells apart are unique as they lie there, each copy of them.
 */
struct am_held {
    int64_t stored_bytes;          /* as they lie there */
    int64_t size_bytes;            /* decoded, of the same */
    int64_t once_bytes;            /* decoded, once a sighting with a digest */
    int64_t new_bytes;             /* decoded, of contents seen first */
    int64_t undigested_bytes;      /* of stored_bytes, without a digest */
    int64_t undigested_size_bytes; /* of size_bytes */
};

/* The plain store of a scope: a file a copy, as it came. */
struct am_held am_savings_held(const struct am_sums *sums, enum am_scope scope);

/* Set delivered (stored and size), unique and avoidable from *held. */
void am_savings_split(struct am_savings *savings, const struct am_held *held);

/* All copies together. */
int64_t am_savings_copies(const struct am_savings *savings);

/* delivered / unique in bytes, or NaN where nothing was seen first. */
double am_savings_ratio(const struct am_savings *savings);

/*
 * The integers of it under the flat names that rows have in JSON and CSV
 * ("received_stored_bytes", "avoidable_total_bytes"), in this order.
 */
size_t am_savings_field_count(void);
const char *am_savings_field_name(size_t field);
int64_t am_savings_field(const struct am_savings *savings, size_t field);

#endif
