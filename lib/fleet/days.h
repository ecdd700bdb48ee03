/*
 * days - the relay's rows of days as rows of the fleet's tables.
 *
 * They change until their day is long over, so they go with a version, and the
 * highest one holds.
 */
#ifndef AM_FLEET_DAYS_H
#define AM_FLEET_DAYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

#define AM_DAYS_TABLES 6
#define AM_DAYS_FIRST  (-100000) /* no day is before it */

struct am_days;

/* Open it over a store, which must outlive it.  Fails as am_store_open() does,
 * as all of these do. */
AM_MUST_CHECK int am_days_open(struct am_days **days, struct am_store *store,
                               struct am_err *err);

/* Close *days, which may be NULL, and set it to NULL. */
void am_days_close(struct am_days **days);

/* The days, from one on, of which something is known: *list is the caller's, to
 * be given to free(). */
AM_MUST_CHECK int am_days_list(struct am_days *days, int64_t from_day,
                               int64_t **list, size_t *count,
                               struct am_err *err);

/* Add a day's rows of table number `table`, count them, and take them, but for
 * the version, into a digest, which begins as AM_DAYS_DIGEST: equal is told
 * from changed, and nobody has a reason to deceive us. */
#define AM_DAYS_DIGEST UINT64_C(0xcbf29ce484222325)

struct am_days_place {
    size_t table;
    int64_t day;
    const unsigned char *relay;
    uint64_t version;
};

AM_MUST_CHECK int am_days_add(struct am_days *days,
                              const struct am_days_place *place,
                              struct am_buf *rows, uint64_t *digest,
                              size_t *count, struct am_err *err);

/* The statement that they go behind. */
const char *am_days_insert(size_t table);

#endif
