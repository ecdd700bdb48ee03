/*
 * calendar - see calendar.h.  The civil-calendar arithmetic of the proleptic
 * Gregorian calendar in years that begin in March, so that the leap day is the
 * last one of its year; no time zone data is consulted.
 */
#include "base/calendar.h"

#include <stdio.h>

#include "base/language.h"

#define WEEK_DAYS 7

int64_t am_day_of_civil(int64_t year, int month, int day_of_month)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day_of_month - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct am_civil am_civil_of_day(int64_t day)
{
    day += 719468;
    int64_t era = (day >= 0 ? day : day - 146096) / 146097;
    int64_t day_of_era = day - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (int)((5 * day_of_year + 2) / 153);
    struct am_civil civil = {
        .year = year_of_era + era * 400 + (month_from_march >= 10),
        .month =
            month_from_march < 10 ? month_from_march + 3 : month_from_march - 9,
        .day_of_month =
            (int)(day_of_year - (153 * month_from_march + 2) / 5) + 1,
    };
    return civil;
}

const char *am_calendar_name(enum am_calendar unit)
{
    static const char *const names[AM_CALENDAR_COUNT] = {
        N_("day"), N_("week"), N_("month"), N_("year")};

    return names[unit];
}

/* Day 0 was a Thursday, so day -3 was a Monday. */
static int64_t monday_of(int64_t day)
{
    int64_t since = (day + 3) % WEEK_DAYS;

    return day - (since < 0 ? since + WEEK_DAYS : since);
}

int64_t am_calendar_first(enum am_calendar unit, int64_t day)
{
    struct am_civil civil = am_civil_of_day(day);

    switch (unit) {
    case AM_CALENDAR_WEEK:
        return monday_of(day);
    case AM_CALENDAR_MONTH:
        return am_day_of_civil(civil.year, civil.month, 1);
    case AM_CALENDAR_YEAR:
        return am_day_of_civil(civil.year, 1, 1);
    case AM_CALENDAR_DAY:
    case AM_CALENDAR_COUNT:
    default:
        return day;
    }
}

int64_t am_calendar_next(enum am_calendar unit, int64_t day)
{
    struct am_civil civil = am_civil_of_day(day);

    switch (unit) {
    case AM_CALENDAR_WEEK:
        return monday_of(day) + WEEK_DAYS;
    case AM_CALENDAR_MONTH:
        return civil.month == 12
                   ? am_day_of_civil(civil.year + 1, 1, 1)
                   : am_day_of_civil(civil.year, civil.month + 1, 1);
    case AM_CALENDAR_YEAR:
        return am_day_of_civil(civil.year + 1, 1, 1);
    case AM_CALENDAR_DAY:
    case AM_CALENDAR_COUNT:
    default:
        return day + 1;
    }
}

/* The year of a week is that of its Thursday. */
static const char *week_text(int64_t day, char text[AM_CALENDAR_TEXT_SIZE])
{
    int64_t thursday = monday_of(day) + 3;
    int64_t year = am_civil_of_day(thursday).year;
    int64_t week = (thursday - am_day_of_civil(year, 1, 1)) / WEEK_DAYS + 1;

    snprintf(text, AM_CALENDAR_TEXT_SIZE, "%04d-W%02d", (int)(year % 10000),
             (int)week);
    return text;
}

const char *am_calendar_text(enum am_calendar unit, int64_t day,
                             char text[AM_CALENDAR_TEXT_SIZE])
{
    struct am_civil civil = am_civil_of_day(day);
    int year = (int)(civil.year % 10000);

    switch (unit) {
    case AM_CALENDAR_WEEK:
        return week_text(day, text);
    case AM_CALENDAR_MONTH:
        snprintf(text, AM_CALENDAR_TEXT_SIZE, "%04d-%02d", year, civil.month);
        return text;
    case AM_CALENDAR_YEAR:
        snprintf(text, AM_CALENDAR_TEXT_SIZE, "%04d", year);
        return text;
    case AM_CALENDAR_DAY:
    case AM_CALENDAR_COUNT:
    default:
        snprintf(text, AM_CALENDAR_TEXT_SIZE, "%04d-%02d-%02d", year,
                 civil.month, civil.day_of_month);
        return text;
    }
}
