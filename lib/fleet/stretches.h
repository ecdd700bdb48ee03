/*
 * stretches - which sequences of the detail went under which name.
 *
 * A database that was restored or cloned has rows of several relays, and rows
 * of one relay may go under several names (names.h): what a shard has can only
 * be asked for by name.
 */
#ifndef AM_FLEET_STRETCHES_H
#define AM_FLEET_STRETCHES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/names.h"
#include "store/store.h"

/* Rows of a name between two sequences, both included. */
struct am_stretch {
    unsigned char relay[AM_FLEET_ID_SIZE]; /* the name */
    int64_t first, last;
};

struct am_stretches {
    size_t count; /* in the order of their sequences */
    struct am_stretch *list;
};

/* Read those of all rows up to a sequence; *stretches is to be given to
 * am_stretches_free().  Fails as am_store_open() does. */
AM_MUST_CHECK int am_stretches_read(struct am_stretches *stretches,
                                    struct am_store *store,
                                    const struct am_names *names, int64_t until,
                                    struct am_err *err);
void am_stretches_free(struct am_stretches *stretches);

#endif
