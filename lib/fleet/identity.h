/*
 * identity - as whom this relay ships, and under which key.
 *
 * The database says so, but for what it cannot see (names.h).  The first shard
 * knows all names (table relay), so a state that was lost is put together again
 * from there.
 */
#ifndef AM_FLEET_IDENTITY_H
#define AM_FLEET_IDENTITY_H

#include <stdint.h>

#include "base/err.h"
#include "fleet/fleet.h"
#include "fleet/relays.h"
#include "fleet/state.h"

/* What is known of the relay when it begins to ship. */
struct am_identity_facts {
    const struct am_relays *relays; /* of the database */
    int64_t last;                   /* the last sequence it gave */
    int64_t now_s;                  /* seconds since 1970 */
    int64_t detail_days;
    const char *program; /* version of attachmeter */
};

/*
 * Find out, write it into the state and tell the first shard.  A database that
 * goes on as another relay than before is sent from its first row on: what was
 * sent is the same row.  Fails as am_engine_ask() and am_state_open() do.
 */
AM_MUST_CHECK int am_identity_settle(struct am_state *state,
                                     struct am_fleet *fleet,
                                     const struct am_identity_facts *facts,
                                     struct am_err *err);

typedef int am_identity_name_fn(void *context, const struct am_name *name,
                                struct am_err *err);

/* Call on_name for each other name that rows of a relay ever went under, the
 * oldest first, until it fails.  Fails as am_engine_ask() and on_name do. */
AM_MUST_CHECK int am_identity_names(struct am_fleet *fleet,
                                    const unsigned char *relay,
                                    am_identity_name_fn *on_name, void *context,
                                    struct am_err *err);

/*
 * Is the fleet's key the one of the rows to come?  The first relay to ship says
 * which it is, and so does the first one that has changed from it to another.
 * Fails with AM_EINVAL: it is another one.
 */
AM_MUST_CHECK int am_identity_check_key(struct am_fleet *fleet,
                                        const struct am_relays *relays,
                                        int64_t now_s, struct am_err *err);

#endif
