/*
 * page_words - figures as a page writes them, in the language in use.
 */
#ifndef AM_REPORT_PAGE_WORDS_H
#define AM_REPORT_PAGE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/units.h"
#include "carbon/interval.h"
#include "report/cells.h"

/* A number of bytes; this, and all below, with a blank before the unit at which
 * no line ends. */
const char *am_page_size(int64_t bytes, enum am_unit_style units,
                         char text[AM_CELL_SIZE]);

/* What part a number is of the whole: 0 where either is not above 0. */
double am_page_part(int64_t part, int64_t whole);

/* "42 %"; never 0 % of something, nor 100 % of less than all. */
const char *am_page_share(double share, char text[AM_CELL_SIZE]);

/* "+4 %", "-12 %", of 0.04 and -0.12. */
const char *am_page_change(double change, char text[AM_CELL_SIZE]);

/* "×2.7", or "–" where it is not a finite number. */
const char *am_page_times(double ratio, char text[AM_CELL_SIZE]);

/* A mass of CO2e: its unit is that which the central value reads best in. */
struct am_page_mass {
    char central[AM_CELL_SIZE]; /* "83 kg" */
    char low[AM_CELL_SIZE], high[AM_CELL_SIZE];
    char range[2 * AM_CELL_SIZE]; /* "16 to 520 kg" */
};

/* Of an interval in kg that has a value. */
void am_page_mass_of(const struct am_interval *kg, struct am_page_mass *mass);

/* One value in kg, with so many significant digits. */
const char *am_page_mass_text(double kg, int digits, char text[AM_CELL_SIZE]);

/* "2.5", two significant digits. */
const char *am_page_number(double value, char text[AM_CELL_SIZE]);

/* "26 November 2026" */
const char *am_page_day(int64_t day, char text[AM_CELL_SIZE]);

/* What a family of types is called, from its name in rows ("pdf"); a name that
 * is none of them stands as it is. */
const char *am_page_family(const char *name);

#endif
