/*
 * breakdown - the sums of a range by one or two dimensions, small groups taken
 * together.
 *
 * A group is small if fewer than AM_SENDERS_MAX senders are known to be behind
 * it on each of its days (struct am_group).  Small groups become one row,
 * "others"; if that would be a single group, the smallest of the rest (fewest
 * sightings) joins it, so that it cannot be told by subtraction.  On the second
 * level each group of the first has its own others; the others of the first
 * level are not told apart any further.  Stretches of time alone are not
 * groups: every day is shown, as a report of that day would.
 *
 * Nothing is lost: the rows add up to the sums of the range.  Who combines many
 * reports may find out more than one of them shows; that is not prevented.
 */
#ifndef AM_REPORT_BREAKDOWN_H
#define AM_REPORT_BREAKDOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/language.h"
#include "report/profile.h"
#include "store/query.h"
#include "store/store.h"

#define AM_OTHERS N_("others")

struct am_breakdown_row {
    int64_t number[2]; /* of the levels, as in struct am_group */
    char *value[2];    /* their texts; AM_OTHERS; "" for nothing, no domain */
    size_t others;     /* groups taken together; 0: it is one group */
    int64_t senders;   /* of one group */
    struct am_sums sums;
    int64_t avoidable_bytes[AM_SCOPE_COUNT]; /* own: under the profile */
};

struct am_breakdown {
    const struct am_profile *profile; /* the caller's */
    struct am_breakdown_row *rows;
    size_t count;
};

/*
 * Make the breakdown of query->by and query->then_by.  On success it is to be
 * given to am_breakdown_free().  Rows are in the order of time, or by avoidable
 * own bytes under the profile, for which the query must be prepared, the most
 * first, on each level; others come last.  Fails as
 * am_query_sums() does, or with AM_ENOMEM.
 */
AM_MUST_CHECK int am_breakdown_make(struct am_breakdown *breakdown,
                                    struct am_store *store,
                                    const struct am_query *query,
                                    const struct am_profile *profile,
                                    struct am_err *err);

/*
 * Keep the first rows of a breakdown of one level, at most limit (at least 1):
 * the rest joins the others.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_breakdown_cut(struct am_breakdown *breakdown, size_t limit,
                                   struct am_err *err);

/* Free the rows; a breakdown of zeros has none. */
void am_breakdown_free(struct am_breakdown *breakdown);

#endif
