/*
 * csv - rows of a table as CSV, by RFC 4180: lines end with CRLF, cells are
 * quoted where they must be, UTF-8 without a byte order mark.
 *
 * A text never becomes a formula where a spreadsheet opens the file: one that
 * begins with = + - @ TAB CR or LF, or a wide form of them, gets an apostrophe
 * before it (OWASP, "CSV Injection"), and what base/safe.h calls unsafe is
 * written as \xNN.  Numbers are left alone: -3 is -3.
 *
 * Knows nothing of columns: names, with their units, are the first row's texts.
 */
#ifndef AM_REPORT_CSV_H
#define AM_REPORT_CSV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum am_csv_style {
    AM_CSV_STANDARD, /* comma, decimal point: RFC 4180 */
    AM_CSV_EXCEL_FR  /* semicolon, decimal comma: French spreadsheets */
};

struct am_csv {
    FILE *stream;
    enum am_csv_style style;
    bool is_in_row;
};

/* Begin to write on stream, which stays the caller's. */
void am_csv_begin(struct am_csv *csv, FILE *stream, enum am_csv_style style);

/* Add a cell to the row.  A text of NULL is an empty cell; so is a number that
 * is NaN or infinite.  Integers are written whole, doubles with as few
 * digits as give the same double again. */
void am_csv_text(struct am_csv *csv, const char *text);
void am_csv_integer(struct am_csv *csv, int64_t value);
void am_csv_real(struct am_csv *csv, double value);

/* End the row. */
void am_csv_end_row(struct am_csv *csv);

/* A whole row of texts, up to a NULL: the names of the columns. */
void am_csv_names(struct am_csv *csv, const char *const *names);

/* Was all written?  Fails with AM_EIO.  Neither flushes nor closes. */
AM_MUST_CHECK int am_csv_finish(struct am_csv *csv, struct am_err *err);

#endif
