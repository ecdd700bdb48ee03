/*
 * calendar - days as dates, and the weeks, months and years that they are in.
 *
 * A day is a number of whole days since 1970-01-01 in UTC.  Weeks are those of
 * ISO 8601: they begin on Monday, and week 1 is the one with the year's first
 * Thursday.  Knows no time zone and looks at no clock.
 */
#ifndef AM_BASE_CALENDAR_H
#define AM_BASE_CALENDAR_H

#include <stdint.h>

struct am_civil {
    int64_t year;
    int month;        /* 1 to 12 */
    int day_of_month; /* from 1 */
};

/* The date of a day, and the day of a date. */
struct am_civil am_civil_of_day(int64_t day);
int64_t am_day_of_civil(int64_t year, int month, int day_of_month);

enum am_calendar {
    AM_CALENDAR_DAY,
    AM_CALENDAR_WEEK,
    AM_CALENDAR_MONTH,
    AM_CALENDAR_YEAR,
    AM_CALENDAR_COUNT
};

/* "day", "week", "month", "year". */
const char *am_calendar_name(enum am_calendar unit);

/* The first day of the unit that day is in, and that of the next one. */
int64_t am_calendar_first(enum am_calendar unit, int64_t day);
int64_t am_calendar_next(enum am_calendar unit, int64_t day);

#define AM_CALENDAR_TEXT_SIZE 16

/*
 * Write the unit that day is in as "2026-11-24", "2026-W48", "2026-11" or
 * "2026" into text and return text: in the order of bytes they are in the order
 * of time, up to the year 9999.
 */
const char *am_calendar_text(enum am_calendar unit, int64_t day,
                             char text[AM_CALENDAR_TEXT_SIZE]);

#endif
