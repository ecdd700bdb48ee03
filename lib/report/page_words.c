/* page_words - see page_words.h. */
#include "report/page_words.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "meter/family.h"
#include "report/words.h"

/* A page wraps its lines: no number may stand apart from its unit. */
static void keep_together(char text[AM_CELL_SIZE])
{
    char *blank = strchr(text, ' ');

    for (; blank != NULL; blank = strchr(blank, ' ')) {
        if (strlen(text) + 2 > AM_CELL_SIZE)
            return;
        memmove(blank + 2, blank + 1, strlen(blank));
        blank[0] = '\xc2'; /* U+00A0 */
        blank[1] = '\xa0';
    }
}

const char *am_page_size(int64_t bytes, enum am_unit_style units,
                         char text[AM_CELL_SIZE])
{
    am_cell_bytes(text, bytes, units);
    keep_together(text);
    return text;
}

double am_page_part(int64_t part, int64_t whole)
{
    return whole > 0 && part > 0 ? (double)part / (double)whole : 0;
}

const char *am_page_share(double share, char text[AM_CELL_SIZE])
{
    const char *gap = am_language_marks()->gap;
    char number[32];

    if (!isfinite(share)) {
        snprintf(text, AM_CELL_SIZE, "–");
        return text;
    }
    if (share > 0 && share < 0.01) {
        snprintf(text, AM_CELL_SIZE, "<%s1%s%%", gap, gap);
        keep_together(text);
        return text;
    }
    if (share > 0.99 && share < 1) {
        am_format_decimals(floor(1000 * share) / 10, 1, number, sizeof(number));
    } else {
        am_format_decimals(100 * share, 0, number, sizeof(number));
    }
    snprintf(text, AM_CELL_SIZE, "%s%s%%", number, gap);
    keep_together(text);
    return text;
}

const char *am_page_change(double change, char text[AM_CELL_SIZE])
{
    char number[AM_CELL_SIZE];

    am_count_text(llround(fabs(100 * change)), number);
    snprintf(text, AM_CELL_SIZE, "%s%.40s%s%%", change < 0 ? "−" : "+", number,
             am_language_marks()->gap);
    keep_together(text);
    return text;
}

const char *am_page_times(double ratio, char text[AM_CELL_SIZE])
{
    char number[32];

    if (isfinite(ratio)) {
        am_format_digits(ratio, ratio < 10 ? 2 : 3, number, sizeof(number));
        snprintf(text, AM_CELL_SIZE, "×%s", number);
    } else {
        snprintf(text, AM_CELL_SIZE, "–");
    }
    return text;
}

/* Whole thousands are written in groups. */
static const char *number_text(double value, int digits, char *text)
{
    char plain[AM_CELL_SIZE];

    am_format_digits(value, digits, plain, sizeof(plain));
    if (fabs(value) < 999.5 || fabs(value) >= 1e15) {
        snprintf(text, AM_CELL_SIZE, "%s", plain);
    } else {
        am_count_text(strtoll(plain, NULL, 10), text);
    }
    return text;
}

const char *am_page_number(double value, char text[AM_CELL_SIZE])
{
    return number_text(value, AM_SIGNIFICANT_DIGITS, text);
}

/* ---- masses ---- */

struct scale {
    const char *unit;
    double factor; /* kg to it */
};

static struct scale scale_of(double kg)
{
    static const struct scale scales[] = {
        {"mg", 1e6}, {"g", 1e3}, {"kg", 1}, {"t", 1e-3}};
    size_t i = 0;

    if (kg == 0 || !isfinite(kg))
        return scales[2];
    while (i < 3 && fabs(kg) * scales[i + 1].factor >= 1)
        i++;
    return scales[i];
}

static const char *mass_text(double kg, struct scale scale, int digits,
                             char *text)
{
    char number[AM_CELL_SIZE];

    snprintf(text, AM_CELL_SIZE, "%.40s%s%s",
             number_text(kg * scale.factor, digits, number),
             am_language_marks()->gap, scale.unit);
    keep_together(text);
    return text;
}

void am_page_mass_of(const struct am_interval *kg, struct am_page_mass *mass)
{
    const int digits = AM_SIGNIFICANT_DIGITS;
    struct scale scale = scale_of(kg->central);
    char low[AM_CELL_SIZE];

    mass_text(kg->central, scale, digits, mass->central);
    mass_text(kg->low, scale, digits, mass->low);
    mass_text(kg->high, scale, digits, mass->high);
    snprintf(mass->range, sizeof(mass->range), _("%s to %s"),
             number_text(kg->low * scale.factor, digits, low), mass->high);
}

const char *am_page_mass_text(double kg, int digits, char text[AM_CELL_SIZE])
{
    return mass_text(kg, scale_of(kg), digits, text);
}

/* ---- names ---- */

const char *am_page_day(int64_t day, char text[AM_CELL_SIZE])
{
    static const char *const months[] = {
        N_("January"),   N_("February"), N_("March"),    N_("April"),
        N_("May"),       N_("June"),     N_("July"),     N_("August"),
        N_("September"), N_("October"),  N_("November"), N_("December"),
    };
    struct am_civil civil = am_civil_of_day(day);

    snprintf(text, AM_CELL_SIZE, "%d %s %" PRId64, civil.day_of_month,
             _(months[civil.month - 1]), civil.year);
    return text;
}

const char *am_page_family(const char *name)
{
    static const char *const names[AM_FAMILY_COUNT] = {
        [AM_FAMILY_OTHER] = N_("not known"),
        [AM_FAMILY_PDF] = N_("PDF"),
        [AM_FAMILY_DOCUMENT] = N_("text documents"),
        [AM_FAMILY_SHEET] = N_("spreadsheets"),
        [AM_FAMILY_SLIDES] = N_("presentations"),
        [AM_FAMILY_IMAGE] = N_("pictures"),
        [AM_FAMILY_AUDIO] = N_("sounds"),
        [AM_FAMILY_VIDEO] = N_("videos"),
        [AM_FAMILY_ARCHIVE] = N_("archives"),
        [AM_FAMILY_CALENDAR] = N_("calendars and cards"),
        [AM_FAMILY_TEXT] = N_("plain text"),
        [AM_FAMILY_MESSAGE] = N_("messages"),
        [AM_FAMILY_CRYPTO] = N_("signatures and keys"),
        [AM_FAMILY_PROGRAM] = N_("programs"),
    };

    for (int i = 0; i < AM_FAMILY_COUNT; i++) {
        if (strcmp(am_family_name((enum am_family)i), name) == 0)
            return _(names[i]);
    }
    return name;
}
