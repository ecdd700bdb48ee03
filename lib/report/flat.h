/*
 * flat - the rows of a view, written once for JSON and for CSV: cells with a
 * name, in the same order in every row.
 *
 * JSON has them as an array of objects, CSV under the names; what is null in
 * JSON is an empty cell in CSV.
 */
#ifndef AM_REPORT_FLAT_H
#define AM_REPORT_FLAT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "report/csv.h"
#include "report/savings.h"

struct am_flat;

/* Add a cell to the row under way.  A text of NULL is null, as is a number that
 * is not finite.  prefix stands before the names of what savings has. */
void am_flat_text(struct am_flat *flat, const char *name, const char *text);
void am_flat_integer(struct am_flat *flat, const char *name, int64_t value);
void am_flat_real(struct am_flat *flat, const char *name, double value);
void am_flat_null(struct am_flat *flat, const char *name);
/* true or false; 1 or 0 in CSV. */
void am_flat_flag(struct am_flat *flat, const char *name, bool value);
void am_flat_day(struct am_flat *flat, const char *name, int64_t day);
void am_flat_savings(struct am_flat *flat, const char *prefix,
                     const struct am_savings *savings);

/* Adds all cells of a row of context; names do not depend on the row. */
typedef void am_flat_row_fn(struct am_flat *flat, const void *context,
                            size_t row);

/* The first count rows as an array, and the row behind them, their total, as an
 * object; both are the caller's.  NULL: no memory. */
json_t *am_flat_json(am_flat_row_fn *add_row, const void *context, size_t count,
                     json_t **total);

/* The names, then the first count rows, at least one, on out.  Fails with
 * AM_EIO. */
AM_MUST_CHECK int am_flat_csv(am_flat_row_fn *add_row, const void *context,
                              size_t count, enum am_csv_style style, FILE *out,
                              struct am_err *err);

#endif
