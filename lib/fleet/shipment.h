/*
 * shipment - sightings on their way: a heap for each shard, and while all
 * shards store theirs, the next heaps are put together.
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

/* Begin to pack what was added and to send it to all shards at once, a thread
 * each.  Ends with am_shipment_wait(); until then other rows may be added, from
 * none on, and nobody else may use the shards. */
void am_shipment_send(struct am_shipment *shipment);

/* Wait until all shards have it.  Fails as am_block_write() and
 * am_engine_insert(), for the first of them that failed; some may have theirs.
 */
AM_MUST_CHECK int am_shipment_wait(struct am_shipment *shipment,
                                   struct am_err *err);

#endif
