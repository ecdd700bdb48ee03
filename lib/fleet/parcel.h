/*
 * parcel - rows of days on their way to a shard, some days together.
 */
#ifndef AM_FLEET_PARCEL_H
#define AM_FLEET_PARCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/days.h"
#include "fleet/engine.h"

struct am_parcel;

/* Create an empty one over the days, which must outlive it.  Fails with
 * AM_ENOMEM. */
AM_MUST_CHECK int am_parcel_create(struct am_parcel **parcel,
                                   struct am_days *days, struct am_err *err);

/* Destroy *parcel, which may be NULL, and set it to NULL. */
void am_parcel_destroy(struct am_parcel **parcel);

void am_parcel_clear(struct am_parcel *parcel);

/* What a day is. */
struct am_parcel_day {
    uint64_t digest;             /* of its rows; never 0 */
    size_t rows[AM_DAYS_TABLES]; /* how many, by table */
};

/* Add all rows of a day, whichever table is in place.  Fails as am_days_add()
 * does. */
AM_MUST_CHECK int am_parcel_add(struct am_parcel *parcel,
                                const struct am_days_place *place,
                                struct am_parcel_day *day, struct am_err *err);

/* Take the day out that was added last. */
void am_parcel_drop(struct am_parcel *parcel);

/* Is it as large as may be? */
bool am_parcel_is_full(const struct am_parcel *parcel);

/* Send what there is, and clear it.  Fails as am_engine_insert() does. */
AM_MUST_CHECK int am_parcel_send(struct am_parcel *parcel,
                                 struct am_engine *engine, struct am_err *err);

#endif
