/*
 * text_co2e - the CO2e of a report in words, for printer_table.
 */
#ifndef AM_REPORT_TEXT_CO2E_H
#define AM_REPORT_TEXT_CO2E_H

#include <stdio.h>

#include "report/impact.h"

/* Print the lines on out; a failed write is found on out by the caller. */
void am_text_co2e_print(const struct am_impact *impact, FILE *out);

/* The method, its grid and the year of it: one line, indented. */
void am_text_co2e_method(const struct am_impact *impact, FILE *out);

/* Of them those on what sharing saves over the life of the copies: never
 * without what is established of it, and by which method. */
void am_text_co2e_saving(const struct am_impact *impact, FILE *out);

/* How they are worked out, step by step; nothing where there are none. */
void am_text_co2e_explain(const struct am_impact *impact, FILE *out);

#endif
