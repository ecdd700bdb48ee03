/*
 * purge - rows of a shard that are to go: those that relays have forgotten, and
 * those whose time is over, on releases without TTL.
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

/*
 * Have them deleted, which the engine does after a while; what is told once is
 * told again until then.  first_day: the first one that stays.  *notes: how
 * many contents of relays were forgotten.  Fails as am_engine_run().
 */
AM_MUST_CHECK int am_fleet_purge(struct am_engine *engine, int64_t first_day,
                                 size_t *notes, struct am_err *err);

#endif
