/*
 * columns - rows of text under headings.
 *
 * Nothing is cut, whether the output is a terminal or not; what base/safe.h
 * calls unsafe in a cell is written as \xNN, and lines end without blanks.
 * Headings, strong numbers and bars have colour if the look has; bars fill what
 * the other columns leave of its width.  Knows nothing of what it prints.
 */
#ifndef AM_REPORT_COLUMNS_H
#define AM_REPORT_COLUMNS_H

#include <stdio.h>

#include "base/err.h"
#include "report/look.h"

enum am_column_kind {
    AM_COLUMN_TEXT,   /* stands at the left */
    AM_COLUMN_NUMBER, /* at the right */
    AM_COLUMN_STRONG, /* a number that the table is about */
    AM_COLUMN_BAR,    /* the last one, of am_columns_add_bar() */
};

struct am_column {
    const char *heading; /* NULL ends the list */
    enum am_column_kind kind;
};

struct am_columns;

/* A table without rows, or NULL: no memory.  look, which may be NULL for plain,
 * must live as long. */
struct am_columns *am_columns_create(const struct am_column *columns,
                                     const struct am_look *look);

/* Destroy *columns, which may be NULL, and set it to NULL. */
void am_columns_destroy(struct am_columns **columns);

/*
 * Add a row of as many cells as there are columns; the texts are copied.  What
 * fails for lack of memory, columns being NULL too, makes am_columns_print()
 * fail.  The cell of a bar is "".
 */
void am_columns_add(struct am_columns *columns, const char *const *cells);

/* The same, with a bar of share, from 0 to 1, in the last column. */
void am_columns_add_bar(struct am_columns *columns, const char *const *cells,
                        double share);

/*
 * Print all rows on out.  A bar without room for AM_LOOK_BAR_LEAST is left out.
 * Fails with AM_ENOMEM, AM_EIO.
 */
AM_MUST_CHECK int am_columns_print(struct am_columns *columns, FILE *out,
                                   struct am_err *err);

#endif
