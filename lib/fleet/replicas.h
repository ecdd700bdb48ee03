/*
 * replicas - the servers that have the same rows of a shard.
 *
 * They are told apart, and from those of other shards, by the macros `shard`
 * and `replica` of their configurations, which stand in the path of each
 * table's log in ZooKeeper or Keeper.  Rows reach one of them and are fetched
 * by the others: one that was away lacks some for a while.
 */
#ifndef AM_FLEET_REPLICAS_H
#define AM_FLEET_REPLICAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/fleet.h"

/* More than a replica is behind for a moment: a report would tell too little.
 */
#define AM_REPLICA_BEHIND_S 300

/* What a server says of its replicated tables. */
struct am_fleet_replica {
    int64_t tables;    /* 0: none is replicated */
    bool is_read_only; /* it does not reach ZooKeeper: no row can be added */
    int64_t behind_s;  /* seconds, of the table that is the furthest behind */
};

/* Ask the replica in use.  Fails as am_engine_ask(). */
AM_MUST_CHECK int am_fleet_replica_ask(struct am_engine *engine,
                                       struct am_fleet_replica *replica,
                                       struct am_err *err);

/*
 * Use the replica that is the least behind from here on, of those that answer;
 * the first of equals.  Fails as am_engine_ask(): none does.
 */
AM_MUST_CHECK int am_replicas_use_best(struct am_engine *engine,
                                       struct am_err *err);

/* Does the replica in use have what the others have, but for a moment?  Fails
 * with AM_EIO: no; without ZooKeeper it does not know.  And as
 * am_engine_ask(). */
AM_MUST_CHECK int am_replicas_check_behind(struct am_engine *engine,
                                           struct am_err *err);

/* Use the best one of each shard. */
AM_MUST_CHECK int am_fleet_use_best(struct am_fleet *fleet, struct am_err *err);

/*
 * Do the macros say what fleet_url says?  is_replicated: also shards with one
 * URL have them.  Servers that do not answer are passed over.  Fails with
 * AM_EINVAL: a macro is missing, replicas of a shard have different shards or
 * the same name, or two shards have the same one, by which each would take the
 * other's rows; and as am_engine_ask().
 */
AM_MUST_CHECK int am_fleet_macros_check(struct am_fleet *fleet,
                                        bool is_replicated, struct am_err *err);

#endif
