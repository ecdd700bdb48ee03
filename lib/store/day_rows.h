/*
 * day_rows - what a transaction adds to the sums of days.
 *
 * Most messages of a batch add to the same few rows, and a row of day_sighting
 * has 43 columns.  So they are added up in memory, and each row is written
 * once: when the transaction ends, or before that when its place is wanted for
 * another.  Does not know when it ends: the caller flushes, or clears.
 */
#ifndef AM_STORE_DAY_ROWS_H
#define AM_STORE_DAY_ROWS_H

#include <stdint.h>

#include "base/err.h"
#include "store/query.h"

struct sqlite3;
struct am_day_rows;

/* A row of day_message: which it is, and what is added to it. */
struct am_day_message {
    int64_t day, direction, domain;
    int64_t messages, with_attachments, deliveries, deliveries_with_attachments,
        wire_bytes;
};

/* A row of day_sighting. */
struct am_day_sighting {
    int64_t day, direction, domain, family, class, sis, digested, logo;
    struct am_sums sums; /* those that are columns */
};

/* Create it over db, which must outlive it.  Fails as am_store_open() does. */
AM_MUST_CHECK int am_day_rows_create(struct am_day_rows **rows,
                                     struct sqlite3 *db, struct am_err *err);

/* Destroy *rows, which may be NULL, and set it to NULL. */
void am_day_rows_destroy(struct am_day_rows **rows);

/* Add to a row.  A sum stops at AM_SUMS_MOST.  Fail as SQLite does. */
AM_MUST_CHECK int am_day_rows_message(struct am_day_rows *rows,
                                      const struct am_day_message *row,
                                      struct am_err *err);
AM_MUST_CHECK int am_day_rows_sighting(struct am_day_rows *rows,
                                       const struct am_day_sighting *row,
                                       struct am_err *err);

/* Write what is in memory: due before each commit.  Fails as SQLite does. */
AM_MUST_CHECK int am_day_rows_flush(struct am_day_rows *rows,
                                    struct am_err *err);

/* Forget what is in memory: the transaction was rolled back. */
void am_day_rows_clear(struct am_day_rows *rows);

#endif
