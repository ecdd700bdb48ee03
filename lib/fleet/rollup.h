/*
 * rollup - sums of days and contents of months on a shard, for dashboards that
 * look at many months; no report reads them.
 *
 * A month that is over is built beside the tables, of each row once, and takes
 * the place of the one before at once: rows that were sent twice count once,
 * and a month that is built twice is the same.  Where its rows change, as some
 * came late, were repaired or forgotten, it is built again.  Months of which
 * days may be gone stay as they are, without their contents.
 *
 * It is built in pieces, by ranges of the fingerprint, of which a shard reads
 * each by itself, as its tables are in that order: neither the time of a
 * statement nor the memory for it grows with a month.
 */
#ifndef AM_FLEET_ROLLUP_H
#define AM_FLEET_ROLLUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/engine.h"

#define AM_ROLLUP_ROWS INT64_C(5000000) /* a piece, if nobody says */

struct am_rollup_request {
    int64_t first_day;  /* the first one of which no row is gone */
    int64_t today;      /* in a month that is not over */
    int64_t piece_rows; /* that a statement goes over, about; from 1 on */
};

struct am_rollup_result {
    unsigned built;   /* months */
    unsigned dropped; /* months whose contents went */
    bool is_replaced; /* failed: another call began on the shard, and goes on */
};

/*
 * Build what is to be built.  May be cut off anywhere: what was not finished is
 * built by the next call.  Fails as am_engine_ask() and am_beside_open(), and
 * with AM_EBUSY if *result says that it is replaced (beside.h).
 */
AM_MUST_CHECK int am_fleet_rollup(struct am_engine *engine,
                                  const struct am_rollup_request *request,
                                  struct am_rollup_result *result,
                                  struct am_err *err);

#endif
