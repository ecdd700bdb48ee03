/*
 * groups - the table small_group: how many different senders are behind each
 * combination of a day's dimensions.  Writes inside the caller's transaction.
 */
#ifndef AM_STORE_GROUPS_H
#define AM_STORE_GROUPS_H

#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"
#include "store/dimension.h"
#include "store/senders.h"
#include "store/statement.h"

struct sqlite3;

struct am_groups {
    struct am_senders *senders;
    struct am_statement raise;
};

/* Open over db and senders, which must outlive it; am_groups_close() is due if
 * that succeeds.  Fails as am_statement_fail() says. */
AM_MUST_CHECK int am_groups_open(struct am_groups *groups, struct sqlite3 *db,
                                 struct am_senders *senders,
                                 struct am_err *err);
void am_groups_close(struct am_groups *groups);

/*
 * The record's sender is behind a sighting in a cell of a day: write the counts
 * that rise.  Fails as SQLite does.
 */
AM_MUST_CHECK int am_groups_take(struct am_groups *groups,
                                 const struct am_record *record, int64_t day,
                                 const struct am_cell *cell,
                                 struct am_err *err);

#endif
