/*
 * units - sizes, durations and days, read from and written for people.
 *
 * k, M, G, T are powers of 1000; Ki, Mi, Gi, Ti of 1024.  A day is the number
 * of whole days since 1970-01-01 in UTC; ranges of days are half-open.
 *
 * What is read, and days as text, depend on no language.  Sizes, numbers and
 * spans are written in that of base/language.h, for people only: a program is
 * given plain numbers.  Their texts are UTF-8.
 */
#ifndef AM_BASE_UNITS_H
#define AM_BASE_UNITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/err.h"

/*
 * Read "64M", "1.5G", "128Ki", "200", "1e12" (a trailing B is allowed) as
 * bytes.
 * Fails with AM_EINVAL: no number, unknown unit, negative, or over 2^63 - 1.
 */
AM_MUST_CHECK int am_parse_size(const char *text, uint64_t *size_bytes,
                                struct am_err *err);

/*
 * Read a decimal such as "0.76" or "1", without sign and with up to three
 * decimals, into *value as thousandths.  Fails with AM_EINVAL.
 */
AM_MUST_CHECK int am_parse_milli(const char *text, int64_t *value,
                                 struct am_err *err);

/*
 * Read "30s", "5m", "2h", "180d", "4w", "12mo", "2y" as seconds; a month is
 * 30 days, a year 365.  A number without unit is refused, as its unit would be
 * a guess.  Fails with AM_EINVAL.
 */
AM_MUST_CHECK int am_parse_duration(const char *text, int64_t *duration_s,
                                    struct am_err *err);

/*
 * Read a day: "2026-11-24", "today", "yesterday" or "-7d" (days before today).
 * today is the caller's, so that a test can choose it.  Fails with AM_EINVAL.
 */
AM_MUST_CHECK int am_parse_day(const char *text, int64_t today, int64_t *day,
                               struct am_err *err);

/* The day, in UTC, of a time in seconds since 1970. */
int64_t am_day_of(int64_t time_s);

#define AM_DAY_TEXT_SIZE AM_CALENDAR_TEXT_SIZE

/* Write day as "2026-11-24" into text and return text. */
const char *am_format_day(int64_t day, char text[AM_DAY_TEXT_SIZE]);

/* The year of a day, such as 2026. */
int am_year_of(int64_t day);

#define AM_SIZE_TEXT_SIZE 32

enum am_unit_style {
    AM_UNITS_SI,  /* 1.4 MB, powers of 1000 */
    AM_UNITS_IEC, /* 1.3 MiB, powers of 1024 */
    AM_UNITS_RAW  /* 1400000 */
};

/*
 * Write a number of bytes for people into text and return text: three
 * significant digits ("1.40 MB", in French "1,40 Mo"), or all of them in the
 * raw style.
 */
const char *am_format_size(uint64_t size_bytes, enum am_unit_style style,
                           char text[AM_SIZE_TEXT_SIZE]);

/*
 * Write value with the given number of significant digits and no exponent
 * ("0.0031", "1400") into text of size bytes and return text.
 */
const char *am_format_digits(double value, int digits, char *text, size_t size);

/* The same as printf's %g, which drops zeros at the end: "0.41". */
const char *am_format_short(double value, int digits, char *text, size_t size);

/* The same with so many decimals: "48.0"; "-" where value is not finite. */
const char *am_format_decimals(double value, int decimals, char *text,
                               size_t size);

/*
 * Write a time of whole seconds in the unit that reads best ("90 s", "3 min",
 * "7.5 h", "3.0 days") into text and return text.
 */
#define AM_SPAN_TEXT_SIZE 32
const char *am_format_span(int64_t span_s, char text[AM_SPAN_TEXT_SIZE]);

#endif
