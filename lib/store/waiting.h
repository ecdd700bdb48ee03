/*
 * waiting - does a spool hold records that are not in the database yet?
 *
 * For commands that must not be overtaken by them.  Reads only.
 */
#ifndef AM_STORE_WAITING_H
#define AM_STORE_WAITING_H

#include <stdbool.h>

#include "base/err.h"
#include "spool/glance.h"
#include "store/store.h"

/* How far the database has taken in the spool of an incarnation; {0, 0}: not
 * at all.  Fails as am_store_open() does. */
AM_MUST_CHECK int am_waiting_taken(
    struct am_store *store,
    const unsigned char incarnation[AM_INCARNATION_SIZE],
    struct am_spool_position *taken, struct am_err *err);

/* Is there a record before the end that glance found?  Fails as
 * am_store_open() does. */
AM_MUST_CHECK int am_waiting_find(struct am_store *store,
                                  const struct am_glance *glance,
                                  bool *is_waiting, struct am_err *err);

#endif
