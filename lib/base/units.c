/* units - see units.h. */
#include "base/units.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/language.h"

#define DAY_S 86400

struct unit {
    const char *name;
    double factor;
};

static const struct unit size_units[] = {
    {"", 1},
    {"B", 1},
    {"k", 1e3},
    {"K", 1e3},
    {"M", 1e6},
    {"G", 1e9},
    {"T", 1e12},
    {"Ki", 1024.0},
    {"Mi", 1048576.0},
    {"Gi", 1073741824.0},
    {"Ti", 1099511627776.0},
};

static const struct unit duration_units[] = {
    {"s", 1},
    {"m", 60},
    {"h", 3600},
    {"d", DAY_S},
    {"w", 7.0 * DAY_S},
    {"mo", 30.0 * DAY_S},
    {"y", 365.0 * DAY_S},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Digits, an optional point and digits, an optional exponent: what strtod()
 * allows beyond is not a quantity (signs, hexadecimal, infinity). */
static const char *skip_number(const char *text)
{
    const char *p = text + strspn(text, "0123456789");
    if (*p == '.' && p > text)
        p += 1 + strspn(p + 1, "0123456789");
    if (*p != 'e' || p == text)
        return p;
    const char *digits = p + 1 + (p[1] == '+' || p[1] == '-');
    size_t size = strspn(digits, "0123456789");
    return size > 0 ? digits + size : p;
}

static int parse_quantity(const char *text, const struct unit *units,
                          size_t count, double *value)
{
    const char *unit = skip_number(text);
    char number[64];
    size_t size = (size_t)(unit - text);

    if (size == 0 || size >= sizeof(number))
        return -1;
    memcpy(number, text, size);
    number[size] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (strcmp(unit, units[i].name) == 0) {
            *value = strtod(number, NULL) * units[i].factor;
            return *value < 9.2e18 ? 0 : -1;
        }
    }
    return -1;
}

int am_parse_size(const char *text, uint64_t *size_bytes, struct am_err *err)
{
    char bare[64];
    double value = 0;
    size_t size = strlen(text);

    if (size > 1 && size < sizeof(bare) && text[size - 1] == 'B') {
        memcpy(bare, text, size - 1);
        bare[size - 1] = '\0';
        text = bare;
    }
    if (parse_quantity(text, size_units, COUNT(size_units), &value) < 0) {
        return am_fail(err, AM_EINVAL,
                       "'%.40s' is not a size: write 500k, 64M, 2Gi", text);
    }
    *size_bytes = (uint64_t)llround(value);
    return 0;
}

int am_parse_milli(const char *text, int64_t *value, struct am_err *err)
{
    static const char digits[] = "0123456789";
    size_t whole = strspn(text, digits);
    const char *rest = text + whole;
    size_t decimals = rest[0] == '.' ? strspn(rest + 1, digits) : 0;
    bool ends = rest[0] == '\0' ||
                (decimals > 0 && decimals <= 3 && rest[1 + decimals] == '\0');

    if (whole == 0 || whole > 9 || !ends) {
        return am_fail(err, AM_EINVAL,
                       "'%.40s' is no number with up to three decimals", text);
    }
    *value = strtoll(text, NULL, 10);
    for (size_t i = 0; i < 3; i++)
        *value = *value * 10 + (i < decimals ? rest[1 + i] - '0' : 0);
    return 0;
}

int am_parse_duration(const char *text, int64_t *duration_s, struct am_err *err)
{
    double value = 0;

    if (parse_quantity(text, duration_units, COUNT(duration_units), &value) <
        0) {
        return am_fail(err, AM_EINVAL,
                       "'%.40s' is not a duration: write 30s, 2h, 180d, 2y",
                       text);
    }
    *duration_s = (int64_t)llround(value);
    return 0;
}

int64_t am_day_of(int64_t time_s)
{
    int64_t day = time_s / DAY_S;
    return time_s % DAY_S < 0 ? day - 1 : day;
}

const char *am_format_day(int64_t day, char text[AM_DAY_TEXT_SIZE])
{
    return am_calendar_text(AM_CALENDAR_DAY, day, text);
}

int am_year_of(int64_t day)
{
    return (int)am_civil_of_day(day).year;
}

/* "YYYY-MM-DD" and nothing else; a day that the calendar lacks is refused. */
static int parse_iso_day(const char *text, int64_t *day)
{
    if (strlen(text) != 10 || strspn(text, "0123456789") != 4 ||
        text[4] != '-' || strspn(text + 5, "0123456789") != 2 ||
        text[7] != '-' || strspn(text + 8, "0123456789") != 2)
        return -1;
    struct am_civil want = {
        .year = strtol(text, NULL, 10),
        .month = (int)strtol(text + 5, NULL, 10),
        .day_of_month = (int)strtol(text + 8, NULL, 10),
    };
    if (want.month < 1 || want.month > 12)
        return -1;
    *day = am_day_of_civil(want.year, want.month, want.day_of_month);
    struct am_civil got = am_civil_of_day(*day);
    return got.month == want.month && got.day_of_month == want.day_of_month
               ? 0
               : -1;
}

int am_parse_day(const char *text, int64_t today, int64_t *day,
                 struct am_err *err)
{
    int64_t before_s = 0;

    if (strcmp(text, "today") == 0) {
        *day = today;
    } else if (strcmp(text, "yesterday") == 0) {
        *day = today - 1;
    } else if (text[0] == '-' &&
               am_parse_duration(text + 1, &before_s, NULL) == 0) {
        *day = today - before_s / DAY_S;
    } else if (parse_iso_day(text, day) < 0) {
        return am_fail(err, AM_EINVAL,
                       "'%.40s' is not a day: write 2026-11-24, today, "
                       "yesterday or -7d",
                       text);
    }
    return 0;
}

/* A number as printf() writes it gets the decimal mark of the language. */
static const char *with_marks(char *text)
{
    char *point = strchr(text, '.');

    if (point != NULL)
        *point = am_language_marks()->decimal[0];
    return text;
}

const char *am_format_decimals(double value, int decimals, char *text,
                               size_t size)
{
    if (!isfinite(value)) {
        snprintf(text, size, "-");
        return text;
    }
    snprintf(text, size, "%.*f", decimals, value);
    return with_marks(text);
}

const char *am_format_short(double value, int digits, char *text, size_t size)
{
    snprintf(text, size, "%.*g", digits, value);
    return with_marks(text);
}

const char *am_format_digits(double value, int digits, char *text, size_t size)
{
    if (!isfinite(value)) {
        snprintf(text, size, "-");
        return text;
    }
    /* The exponent after rounding: 9.96 with two digits is 10, not 10.0. */
    char rounded[64];
    snprintf(rounded, sizeof(rounded), "%.*e", digits - 1, value);
    int exponent = (int)strtol(strchr(rounded, 'e') + 1, NULL, 10);
    int decimals = digits - 1 - exponent;
    return am_format_decimals(strtod(rounded, NULL),
                              decimals > 0 && value != 0 ? decimals : 0, text,
                              size);
}

const char *am_format_span(int64_t span_s, char text[AM_SPAN_TEXT_SIZE])
{
    const char *gap = am_language_marks()->gap;
    double hours = (double)span_s / 3600;
    char number[24];

    if (span_s < 120) {
        snprintf(text, AM_SPAN_TEXT_SIZE, "%" PRId64 "%ss", span_s, gap);
    } else if (span_s < 7200) {
        snprintf(text, AM_SPAN_TEXT_SIZE, "%" PRId64 "%smin", span_s / 60, gap);
    } else if (hours < 48) {
        snprintf(text, AM_SPAN_TEXT_SIZE, "%s%sh",
                 am_format_decimals(hours, 1, number, sizeof(number)), gap);
    } else {
        snprintf(text, AM_SPAN_TEXT_SIZE, _("%s days"),
                 am_format_decimals(hours / 24, 1, number, sizeof(number)));
    }
    return text;
}

const char *am_format_size(uint64_t size_bytes, enum am_unit_style style,
                           char text[AM_SIZE_TEXT_SIZE])
{
    static const char *const names[2][7] = {
        {N_("B"), N_("kB"), N_("MB"), N_("GB"), N_("TB"), N_("PB"), N_("EB")},
        {N_("B"), N_("KiB"), N_("MiB"), N_("GiB"), N_("TiB"), N_("PiB"),
         N_("EiB")},
    };
    double step = style == AM_UNITS_IEC ? 1024 : 1000;
    double value = (double)size_bytes;
    size_t i = 0;
    char number[24];

    if (style == AM_UNITS_RAW) {
        snprintf(text, AM_SIZE_TEXT_SIZE, "%" PRIu64, size_bytes);
        return text;
    }
    while (value >= step - 0.5 && i < 6) {
        value /= step;
        i++;
    }
    if (i == 0) {
        snprintf(number, sizeof(number), "%.0f", value);
    } else {
        am_format_digits(value, 3, number, sizeof(number));
    }
    snprintf(text, AM_SIZE_TEXT_SIZE, "%s%s%s", number,
             am_language_marks()->gap, _(names[style == AM_UNITS_IEC][i]));
    return text;
}
