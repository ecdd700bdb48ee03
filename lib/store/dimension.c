/* dimension - see dimension.h. */
#include "store/dimension.h"

#include <stddef.h>

bool am_by_is_time(enum am_by by, enum am_calendar *unit)
{
    static const struct {
        bool is_time;
        enum am_calendar unit;
    } times[AM_BY_COUNT] = {
        [AM_BY_DAY] = {true, AM_CALENDAR_DAY},
        [AM_BY_WEEK] = {true, AM_CALENDAR_WEEK},
        [AM_BY_MONTH] = {true, AM_CALENDAR_MONTH},
        [AM_BY_YEAR] = {true, AM_CALENDAR_YEAR},
    };

    if (unit != NULL)
        *unit = times[by].unit;
    return times[by].is_time;
}

unsigned am_by_dimension(enum am_by by)
{
    static const unsigned bits[AM_BY_COUNT] = {
        [AM_BY_DIRECTION] = AM_DIMENSION_DIRECTION,
        [AM_BY_DOMAIN] = AM_DIMENSION_DOMAIN,
        [AM_BY_FAMILY] = AM_DIMENSION_FAMILY,
        [AM_BY_CLASS] = AM_DIMENSION_CLASS,
        [AM_BY_BUCKET] = AM_DIMENSION_CLASS,
    };

    return bits[by];
}

const char *am_dimension_name(unsigned dimensions)
{
    static const char *const names[AM_DIMENSION_COUNT] = {
        "nothing",
        "direction",
        "domain",
        "direction and domain",
        "family",
        "direction and family",
        "domain and family",
        "direction, domain and family",
        "class",
        "direction and class",
        "domain and class",
        "direction, domain and class",
        "family and class",
        "direction, family and class",
        "domain, family and class",
        "direction, domain, family and class",
    };

    return dimensions < AM_DIMENSION_COUNT ? names[dimensions] : NULL;
}

int64_t am_cell_value(const struct am_cell *cell, unsigned dimensions)
{
    int64_t value = 0;

    if ((dimensions & AM_DIMENSION_DOMAIN) != 0)
        value |= cell->domain << 16;
    if ((dimensions & AM_DIMENSION_FAMILY) != 0)
        value |= cell->family << 8;
    if ((dimensions & AM_DIMENSION_DIRECTION) != 0)
        value |= cell->direction << 4;
    if ((dimensions & AM_DIMENSION_CLASS) != 0)
        value |= cell->class | (cell->is_logo ? 8 : 0);
    return value;
}
