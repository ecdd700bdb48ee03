/*
 * fleet - all shards, as the settings name them.
 *
 * Opens what is needed to ask them; does not speak to any by itself.
 */
#ifndef AM_FLEET_FLEET_H
#define AM_FLEET_FLEET_H

#include "base/config.h"
#include "base/err.h"
#include "fleet/engine.h"
#include "fleet/routing.h"

struct am_fleet {
    struct am_fleet_access access;
    struct am_fleet_routing routing;
    struct am_engine *engines[AM_FLEET_SHARDS_MAX]; /* one a shard */
};

/* Open it; the settings must outlive it, and *fleet stays where it is.  On
 * success am_fleet_close() is due.  Fails as am_fleet_routing_read(),
 * am_fleet_access_read() and am_engine_open() do. */
AM_MUST_CHECK int am_fleet_open(struct am_fleet *fleet,
                                const struct am_settings *settings,
                                struct am_err *err);

void am_fleet_close(struct am_fleet *fleet);

#endif
