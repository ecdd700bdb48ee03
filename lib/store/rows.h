/*
 * rows - what one record adds to the tables.
 *
 * Writes inside the caller's transaction.  What the record is, beside those
 * before it, is decided elsewhere (store/recent).
 */
#ifndef AM_STORE_ROWS_H
#define AM_STORE_ROWS_H

#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"
#include "store/recent.h"

struct sqlite3;
struct am_rows;

struct am_rows_options {
    int64_t detail_days;    /* a content unseen for longer is new again */
    int64_t delivery_limit; /* recipients a delivery */
    int64_t partitions;     /* of a Cyrus store */
};

/* Create it over db, which must outlive it.  Fails as am_store_open() does. */
AM_MUST_CHECK int am_rows_create(struct am_rows **rows, struct sqlite3 *db,
                                 const struct am_rows_options *options,
                                 struct am_err *err);

/* From the next record on. */
void am_rows_change(struct am_rows *rows,
                    const struct am_rows_options *options);

/* Destroy *rows, which may be NULL, and set it to NULL. */
void am_rows_destroy(struct am_rows **rows);

/*
 * Add a record of which the first seen->fresh recipients count; their order is
 * changed.  A repeat adds nothing.  Fails as SQLite does.
 */
AM_MUST_CHECK int am_rows_add(struct am_rows *rows, struct am_record *record,
                              const struct am_seen *seen, struct am_err *err);

/* Write what is still in memory: due before each commit.  Fails as SQLite does.
 */
AM_MUST_CHECK int am_rows_flush(struct am_rows *rows, struct am_err *err);

/* The transaction was rolled back: forget what was only in memory. */
void am_rows_undo(struct am_rows *rows);

#endif
