/*
 * recount - are the rows of days that were sent on the shards?
 *
 * Of each day that is as it was sent, a shard has to have as many rows of that
 * version, or a later one, as the relay.  One that has changed since is sent
 * anyway, and one that is being sent meanwhile is not looked at.
 */
#ifndef AM_FLEET_RECOUNT_H
#define AM_FLEET_RECOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/fleet.h"
#include "fleet/names.h"
#include "fleet/state.h"
#include "store/store.h"

struct am_recount_setup {
    struct am_store *store;
    const struct am_fleet *fleet;
    struct am_state *state;
    const struct am_names *names;
    int64_t version; /* the last one that was given, read before all else: who
                      * ships gives later ones to what has changed */
    bool is_repair;  /* send what is missing */
};

/* Days that a shard, counted from 0, lacks all or some rows of. */
struct am_recount_hole {
    unsigned shard;
    int64_t first_day, last_day, days;
};

struct am_recount_result {
    int64_t days;    /* that were sent, and are as they were */
    int64_t missing; /* of these, before anything was sent */
    int64_t sent;    /* again */
};

typedef void am_recount_fn(void *context, const struct am_recount_hole *hole);

/* Compare, and call on_hole for each hole.  Fails as am_engine_ask(),
 * am_engine_insert(), am_days_open() and am_state_day() do. */
AM_MUST_CHECK int am_recount_run(const struct am_recount_setup *setup,
                                 am_recount_fn *on_hole, void *context,
                                 struct am_recount_result *result,
                                 struct am_err *err);

#endif
