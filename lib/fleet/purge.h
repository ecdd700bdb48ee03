/*
 * purge - rows of a shard that are to go: those that relays have forgotten, and
 * those whose time is over, as attachments or as sums of days.
 *
 * What was forgotten goes on under a fingerprint at random, with nothing but
 * what new contents are counted by: a relay's sums of days keep it, too.  Rows
 * go on before they are deleted, and as the same ones however often: it can be
 * killed anywhere, and two may run at once.
 */
#ifndef AM_FLEET_PURGE_H
#define AM_FLEET_PURGE_H

#include <stdint.h>

#include "base/err.h"
#include "fleet/engine.h"

/* The first days that stay: of attachments, and of sums. */
struct am_purge_limits {
    int64_t detail_day, sum_day;
};

/*
 * Have them deleted, which the engine does after a while; what is told once is
 * told again until then.  *notes: how many contents of relays were forgotten.
 * Fails as am_engine_run().
 */
AM_MUST_CHECK int am_fleet_purge(struct am_engine *engine,
                                 const struct am_purge_limits *limits,
                                 size_t *notes, struct am_err *err);

#endif
