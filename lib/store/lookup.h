/*
 * lookup - what the detail knows of one content.
 *
 * A content is asked for by its fingerprint, which takes the file and the
 * site's key to make.  Reads only; what is older than the detail is not known.
 */
#ifndef AM_STORE_LOOKUP_H
#define AM_STORE_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/family.h"
#include "meter/key.h"
#include "store/store.h"

/* How often, and in how many mailboxes. */
struct am_lookup_times {
    int64_t sightings; /* continuations of a message are none */
    int64_t copies_local, copies_sent, copies_external;
};

struct am_lookup {
    int64_t id;
    int64_t size_bytes;
    enum am_family family;
    int64_t first_day, last_day;             /* first: since it was new last */
    bool is_own;                             /* was in a mailbox of ours, */
    int64_t last_own_day;                    /* on this day last */
    struct am_lookup_times attached, inside; /* other attachments */
};

/* 1: found; 0: not seen, or forgotten.  Fails as am_store_open() does. */
AM_MUST_CHECK int am_lookup_find(
    struct am_store *store,
    const unsigned char fingerprint[AM_FINGERPRINT_SIZE],
    struct am_lookup *found, struct am_err *err);

#endif
