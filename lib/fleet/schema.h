/*
 * schema - the fleet's tables on a shard: made, brought up to date, checked.
 *
 * sql/fleet/NNNN/ has the statements of version NNNN, each of which may run
 * again; table schema_version says which ones ran.  On releases that know TTL,
 * those of sql/fleet/modern/ follow.  Which shard a row belongs on is written
 * down on every shard (table epoch), so that a relay with another list of
 * shards is found before it sends a row to a wrong one.
 */
#ifndef AM_FLEET_SCHEMA_H
#define AM_FLEET_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/engine.h"
#include "fleet/fleet.h"

/* The newest version that this program knows. */
int am_fleet_schema_newest(void);

/* The version of a shard; 0: it has none.  Fails as am_engine_ask(). */
AM_MUST_CHECK int am_fleet_schema_version(struct am_engine *engine,
                                          int *version, struct am_err *err);

struct am_fleet_schema_plan {
    const char *database; /* as in the access */
    bool is_replicated; /* replicas share the tables, by ZooKeeper or Keeper; so
                         * it is anyway where they do already */
    int64_t detail_days; /* rows go after so many days */
};

/*
 * Make the tables of the replica in use, or those it lacks.  Fails as
 * am_engine_run(), and with AM_ENEWER: a newer attachmeter made them;
 * AM_EINVAL: replicas are to share them, and there are some that they do not.
 */
AM_MUST_CHECK int am_fleet_schema_make(struct am_engine *engine,
                                       const struct am_fleet_schema_plan *plan,
                                       struct am_err *err);

/* Is it the version of this program, or a newer one, with all of its tables,
 * and do replicas share them, if fleet_url names more than one?  Fails with
 * AM_EINVAL: no. */
AM_MUST_CHECK int am_fleet_schema_check(struct am_engine *engine,
                                        struct am_err *err);

/* Does shard number `shard` know the routing as we do?  Fails with AM_EINVAL:
 * it knows another one, or none. */
AM_MUST_CHECK int am_fleet_epochs_check(struct am_engine *engine,
                                        const struct am_fleet_routing *routing,
                                        unsigned shard, struct am_err *err);

/*
 * Write down the routing on each shard that lacks of it, as it is new, or was
 * lost, or this was cut off.  Epochs that no shard knows must begin on
 * first_day or later, since rows of earlier days may be elsewhere; where none
 * knows any, nothing was shipped yet.  Fails with AM_EINVAL: one begins too
 * early, or a shard knows what contradicts it.
 */
AM_MUST_CHECK int am_fleet_epochs_write(struct am_fleet *fleet,
                                        int64_t first_day, struct am_err *err);

#endif
