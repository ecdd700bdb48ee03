/*
 * rows - a row of the relay's as one of table sighting, and its place.
 */
#ifndef AM_FLEET_ROWS_H
#define AM_FLEET_ROWS_H

#include "base/buf.h"
#include "base/err.h"
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

/* Add the row, as that relay's and under that fingerprint, in the order of
 * sql/fleet/insert/ sighting.  Fails as am_buf_add() does. */
AM_MUST_CHECK int am_fleet_row_add(struct am_buf *rows,
                                   const struct am_outbox_row *row,
                                   const unsigned char *relay,
                                   const unsigned char id[AM_FLEET_ID_SIZE],
                                   struct am_err *err);

#endif
