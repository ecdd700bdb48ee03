/* parcel - see parcel.h. */
#include "fleet/parcel.h"

#include <stdlib.h>

#define ROWS_MOST  ((size_t)8 << 20)
#define ROWS_LIMIT (4 * ROWS_MOST)

struct am_parcel {
    struct am_days *days;
    struct am_buf tables[AM_DAYS_TABLES];
    size_t sizes[AM_DAYS_TABLES]; /* before the last day was added */
};

int am_parcel_create(struct am_parcel **parcel, struct am_days *days,
                     struct am_err *err)
{
    struct am_parcel *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for days");

    new->days = days;
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        am_buf_init(&new->tables[i], ROWS_LIMIT);
    *parcel = new;
    return 0;
}

void am_parcel_destroy(struct am_parcel **parcel)
{
    struct am_parcel *old = *parcel;

    *parcel = NULL;
    if (old == NULL)
        return;
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        am_buf_free(&old->tables[i]);
    free(old);
}

void am_parcel_clear(struct am_parcel *parcel)
{
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        am_buf_clear(&parcel->tables[i]);
}

int am_parcel_add(struct am_parcel *parcel, const struct am_days_place *place,
                  struct am_parcel_day *day, struct am_err *err)
{
    struct am_days_place one = *place;

    day->digest = AM_DAYS_DIGEST;
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        parcel->sizes[i] = parcel->tables[i].size;
    for (one.table = 0; one.table < AM_DAYS_TABLES; one.table++) {
        if (am_days_add(parcel->days, &one, &parcel->tables[one.table],
                        &day->digest, &day->rows[one.table], err) < 0)
            return -1;
    }
    day->digest += day->digest == 0;
    return 0;
}

void am_parcel_drop(struct am_parcel *parcel)
{
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        parcel->tables[i].size = parcel->sizes[i];
}

bool am_parcel_is_full(const struct am_parcel *parcel)
{
    size_t bytes = 0;

    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        bytes += parcel->tables[i].size;
    return bytes >= ROWS_MOST;
}

int am_parcel_send(struct am_parcel *parcel, struct am_engine *engine,
                   struct am_err *err)
{
    for (size_t i = 0; i < AM_DAYS_TABLES; i++) {
        if (parcel->tables[i].size > 0 &&
            am_engine_insert(engine, am_days_insert(i), &parcel->tables[i],
                             err) < 0)
            return -1;
    }
    am_parcel_clear(parcel);
    return 0;
}
