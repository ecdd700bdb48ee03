/*
 * beside - the tables of one run of a roll-up, in which it builds months before
 * they take the place of those that there are.
 *
 * A shard is rolled up by one run at a time, the one that began last.  Each has
 * tables by a name made at random, and when it has them it drops those of all
 * others, on every replica.  As all that a run does for good names its own
 * tables, and a server drops a table when the statements that use it have
 * ended, nothing comes of the others from then on: neither of one that waits,
 * nor of what a server still computes for one that was killed.  Of two that
 * begin in the same moment, one is left, or none.
 *
 * It is no lock: none has to be taken from who was killed.
 */
#ifndef AM_FLEET_BESIDE_H
#define AM_FLEET_BESIDE_H

#include <stdbool.h>

#include "base/err.h"
#include "fleet/engine.h"

#define AM_BESIDE_NAME_SIZE 17

struct am_beside {
    char run[AM_BESIDE_NAME_SIZE]; /* what {run} in sql/fleet/rollup/ is */
    unsigned replica;              /* where they are */
};

/*
 * Make them on the replica in use, which has to stay in use; then
 * am_beside_close() is due.  Fails as am_engine_ask(), and with AM_EIO:
 * replicas are at work that do not answer here, and another run may be on one
 * of them.
 */
AM_MUST_CHECK int am_beside_open(struct am_beside *beside,
                                 struct am_engine *engine, struct am_err *err);

/* Drop them, or leave that to the next run. */
void am_beside_close(const struct am_beside *beside, struct am_engine *engine);

/* Did a statement fail as another run has dropped them?  Servers say which
 * table is missing. */
bool am_beside_is_gone(const struct am_beside *beside,
                       const struct am_err *err);

#endif
