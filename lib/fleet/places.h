/*
 * places - which rows of a relay a shard has, to be looked for.
 *
 * A relay that was restored may have given a sequence to another row before:
 * rows are told apart by how their fingerprints begin, too.
 */
#ifndef AM_FLEET_PLACES_H
#define AM_FLEET_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/routing.h"

struct am_place {
    int64_t sequence, ordinal;
    int64_t head; /* am_place_head() */
};

/* The first four bytes of a fingerprint as a number. */
int64_t am_place_head(const unsigned char id[AM_FLEET_ID_SIZE]);

struct am_places {
    size_t count;
    struct am_place *list; /* to be given to free() */
};

/* Add what an answer to sql/fleet/query/rows tells, which must be behind what
 * is there in their order.  Fails with AM_ENOMEM, AM_EINVAL. */
AM_MUST_CHECK int am_places_add(struct am_places *places, const char *text,
                                struct am_err *err);

bool am_places_have(const struct am_places *places,
                    const struct am_place *wanted);

#endif
