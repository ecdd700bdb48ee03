/*
 * history - what a setting was that rows depend on, from day to day.
 *
 * For the modules of the database.
 */
#ifndef AM_STORE_HISTORY_H
#define AM_STORE_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct sqlite3;

/* A site changes these settings rarely. */
#define AM_HISTORY_MOST 64

struct am_history {
    struct {
        int64_t start_day, value;
    } changes[AM_HISTORY_MOST];

    size_t count;
};

/* Read that of the setting called name.  Fails as am_statement_fail() says. */
AM_MUST_CHECK int am_history_read(struct am_history *history,
                                  struct sqlite3 *db, const char *name,
                                  struct am_err *err);

/* The value on a day.  One before the first change had what that one set; where
 * none was noted, as by a scan of stored mail, it is `other`. */
int64_t am_history_on(const struct am_history *history, int64_t day,
                      int64_t other);

#endif
