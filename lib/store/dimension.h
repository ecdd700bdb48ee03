/*
 * dimension - what sightings are grouped by, and for which groups different
 * senders are counted.
 *
 * Senders are counted for every combination of direction, domain, family and
 * class, so that a row by two of them, or by one of them under a filter, has a
 * count of its own.  Logos are counted apart from the rest of their class,
 * which can only make the count of that class too small.  A combination is a
 * set of bits (table code, kind "dimension"), its value one number with a place
 * for each of the four.
 */
#ifndef AM_STORE_DIMENSION_H
#define AM_STORE_DIMENSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"

enum am_by {
    AM_BY_NOTHING = 0,
    AM_BY_DAY,
    AM_BY_DIRECTION,
    AM_BY_DOMAIN,
    AM_BY_FAMILY,
    AM_BY_CLASS,
    AM_BY_BUCKET, /* the class, but logos apart: AM_LOGO_BYTES */
    AM_BY_WEEK,   /* ISO 8601 */
    AM_BY_MONTH,
    AM_BY_YEAR,
    AM_BY_COUNT
};

/* Is it a stretch of time?  Then *unit, which may be NULL, is which. */
bool am_by_is_time(enum am_by by, enum am_calendar *unit);

/* Bits of a combination, as in table small_group. */
enum am_dimension {
    AM_DIMENSION_DIRECTION = 1,
    AM_DIMENSION_DOMAIN = 2,
    AM_DIMENSION_FAMILY = 4,
    AM_DIMENSION_CLASS = 8,
    AM_DIMENSION_COUNT = 16 /* combinations, that of nothing included */
};

/* The bit of what is grouped by; 0: senders are not counted for it. */
unsigned am_by_dimension(enum am_by by);

/* The words of a combination: "direction and family"; NULL beyond the last. */
const char *am_dimension_name(unsigned dimensions);

/* Where a sighting is counted. */
struct am_cell {
    int64_t direction, domain, family, class; /* numbers; domain.id */
    bool is_logo;
};

/* The value of a cell in a combination, as in table small_group. */
int64_t am_cell_value(const struct am_cell *cell, unsigned dimensions);

#endif
