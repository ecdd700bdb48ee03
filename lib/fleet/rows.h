/*
 * rows - a row of the relay's as one of table sighting, and its place.
 */
#ifndef AM_FLEET_ROWS_H
#define AM_FLEET_ROWS_H

#include "base/err.h"
#include "fleet/block.h"
#include "fleet/outbox.h"
#include "fleet/routing.h"
#include "meter/key.h"

/*
 * The fingerprint as it is there: its first bytes; for a row without one made
 * of relay and sequence, so that it is equal to no other.  Fails with
 * AM_ENOMEM.
 */
AM_MUST_CHECK int am_fleet_fingerprint(const struct am_outbox_row *row,
                                       const unsigned char *relay,
                                       unsigned char id[AM_FLEET_ID_SIZE],
                                       struct am_err *err);

/* The kinds of its columns (am_block_init()), in the order of sql/fleet/insert/
 * sighting. */
extern const char am_fleet_row_kinds[];

/* Add the row, as that relay's and under that fingerprint, to a block of these
 * kinds.  Fails as am_block_row() does. */
AM_MUST_CHECK int am_fleet_row_add(struct am_block *rows,
                                   const struct am_outbox_row *row,
                                   const unsigned char *relay,
                                   const unsigned char id[AM_FLEET_ID_SIZE],
                                   struct am_err *err);

#endif
