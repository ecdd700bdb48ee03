/*
 * histogram - attachments by powers of two, as `zdb -S` shows blocks: by the
 * recipients of their message, by how often their content was seen in the
 * range, or by size.
 *
 * Out of the detail, scope own (report/pieces): attachments with a digest and a
 * copy of ours.  A content is in the bucket where it was met first, a sighting
 * in its own; so unique is of distinct contents, and the rows add up.  By
 * repeats, what is inside a container is in the bucket of that content.
 *
 * A bucket with fewer than AM_SENDERS_MAX messages cannot have so many senders:
 * it, and one with fewer contents, is taken together with the next lower one,
 * or the lowest with the next.  Who sent the rest is not known.  Prints
 * nothing.
 */
#ifndef AM_REPORT_HISTOGRAM_H
#define AM_REPORT_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "report/head.h"
#include "report/profile.h"
#include "report/savings.h"
#include "store/store.h"

enum am_histogram_of {
    AM_HISTOGRAM_RECIPIENTS, /* of the message, or the part of it that came */
    AM_HISTOGRAM_REPEATS,    /* sightings of the content in the range */
    AM_HISTOGRAM_SIZE,       /* decoded bytes of the attachment */
    AM_HISTOGRAM_COUNT
};

/* "recipients", "repeats", "size", NULL. */
extern const char *const am_histogram_names[AM_HISTOGRAM_COUNT + 1];

struct am_histogram_request {
    struct am_ask ask;
    enum am_histogram_of of;
};

struct am_histogram_row {
    int64_t at_least, at_most; /* 4 and 7, of buckets together 4 and 15 */
    struct am_savings own;
};

#define AM_HISTOGRAM_ROWS 64

struct am_histogram {
    struct am_histogram_request request; /* its texts are the caller's */
    struct am_head head;
    int64_t detail_from_day; /* the detail goes back to here, or further */
    struct am_histogram_row rows[AM_HISTOGRAM_ROWS]; /* those with anything */
    size_t count;
    struct am_histogram_row total;
};

/*
 * Make it.  Returns 0; 1: there is nothing, *err says why if there was mail; or
 * -1 as am_detail_scan() and am_pieces_feed() fail.  *histogram is the
 * caller's, to be given to am_histogram_free(), unless it failed.
 */
AM_MUST_CHECK int am_histogram_make(struct am_histogram **histogram,
                                    struct am_store *store,
                                    const struct am_histogram_request *request,
                                    struct am_err *err);

/* Free *histogram, which may be NULL, and set it to NULL. */
void am_histogram_free(struct am_histogram **histogram);

#endif
