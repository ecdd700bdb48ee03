/*
 * shipment - sightings on their way: a heap for each shard, sent one after
 * another.
 */
#ifndef AM_FLEET_SHIPMENT_H
#define AM_FLEET_SHIPMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/fleet.h"
#include "fleet/names.h"
#include "fleet/outbox.h"

struct am_shipment;

/* Create it over the fleet, which must outlive it, for `most` rows.  Fails with
 * AM_ENOMEM. */
AM_MUST_CHECK int am_shipment_create(struct am_shipment **shipment,
                                     struct am_fleet *fleet, int64_t most,
                                     struct am_err *err);

/* Destroy *shipment, which may be NULL, and set it to NULL. */
void am_shipment_destroy(struct am_shipment **shipment);

void am_shipment_clear(struct am_shipment *shipment);

/* Add a row, under the name of its relay, to those of the shard that it belongs
 * on.  Fails as am_fleet_fingerprint() and am_buf_add() do. */
AM_MUST_CHECK int am_shipment_add(struct am_shipment *shipment,
                                  const struct am_outbox_row *row,
                                  const struct am_names *names,
                                  struct am_err *err);

int64_t am_shipment_size(const struct am_shipment *shipment); /* rows */
bool am_shipment_is_full(const struct am_shipment *shipment);

/* Send all to their shards.  Fails as am_engine_insert(); some may be there. */
AM_MUST_CHECK int am_shipment_send(struct am_shipment *shipment,
                                   struct am_err *err);

#endif
