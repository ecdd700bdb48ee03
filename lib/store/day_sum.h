/*
 * day_sum - what one sighting adds to the sums of its day.
 *
 * A pure function: what is new was found before (store/contents, inside).
 */
#ifndef AM_STORE_DAY_SUM_H
#define AM_STORE_DAY_SUM_H

#include <stdbool.h>
#include <stdint.h>

#include "meter/record.h"
#include "store/contents.h"
#include "store/fanout.h"
#include "store/inside.h"
#include "store/query.h"

/* A picture shown in the text below this size is a logo: no shared space would
 * hold it, a policy for signatures does away with it. */
#define AM_LOGO_BYTES 65536U

/* How often the sightings of a message count. */
struct am_day_counts {
    struct am_fanout fanout;
    int64_t sent;   /* 1: a copy in the Sent folder */
    int64_t first;  /* 1: not a continuation */
    int64_t own;    /* 1: first with a copy in our mailboxes */
    int64_t linked; /* 1: first with a local recipient */
};

/* What the sighting turned out to be of. */
struct am_day_news {
    struct am_content content;
    struct am_inside_sums inside; /* of what is inside a container */
};

bool am_day_sum_is_logo(const struct am_sighting *sighting);

/* The columns of table day_sighting for it, whose bytes are at most
 * AM_SUMS_MOST; a product that is beyond stops there. */
struct am_sums am_day_sum(const struct am_sighting *sighting,
                          const struct am_day_counts *counts,
                          const struct am_day_news *news);

#endif
