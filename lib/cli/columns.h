/*
 * columns - rows of text under headings, on standard output.  Control
 * characters in a cell are escaped.  Knows nothing about what it prints.
 */
#ifndef AM_CLI_COLUMNS_H
#define AM_CLI_COLUMNS_H

#include <stddef.h>

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
 * fails for lack of memory makes am_columns_print() fail.
 */
void am_columns_add(struct am_columns *columns, const char *const *cells);

/* Print all rows.  Returns 0, or -1: no memory. */
int am_columns_print(struct am_columns *columns);

#endif
