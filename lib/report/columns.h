/*
 * columns - rows of text under headings, as plain text.
 *
 * Nothing is cut and nothing is coloured, whether the output is a terminal or
 * not; what base/safe.h calls unsafe in a cell is written as \xNN, and lines
 * end without blanks.  Knows nothing of what it prints.
 */
#ifndef AM_REPORT_COLUMNS_H
#define AM_REPORT_COLUMNS_H

#include <stdio.h>

#include "base/err.h"

struct am_column {
    const char *heading; /* NULL ends the list */
    int is_right;        /* numbers stand at the right */
};

struct am_columns;

/* A table without rows, or NULL: no memory. */
struct am_columns *am_columns_create(const struct am_column *columns);

/* Destroy *columns, which may be NULL, and set it to NULL. */
void am_columns_destroy(struct am_columns **columns);

/*
 * Add a row of as many cells as there are columns; the texts are copied.  What
 * fails for lack of memory, columns being NULL too, makes am_columns_print()
 * fail.
 */
void am_columns_add(struct am_columns *columns, const char *const *cells);

/* Print all rows on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_columns_print(struct am_columns *columns, FILE *out,
                                   struct am_err *err);

#endif
