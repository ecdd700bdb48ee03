/*
 * cells - the cells of one line of columns, and the texts that go into them.
 */
#ifndef AM_REPORT_CELLS_H
#define AM_REPORT_CELLS_H

#include <stdint.h>

#include "base/units.h"

#define AM_CELLS     12 /* in a line, at most */
#define AM_CELL_SIZE 64

/* text is written into, cell is what am_columns_add() takes. */
struct am_cells {
    char text[AM_CELLS][AM_CELL_SIZE];
    const char *cell[AM_CELLS];
};

/* Make all of them empty. */
void am_cells_begin(struct am_cells *cells);

/* A number of bytes, which may be negative, in such units. */
void am_cell_bytes(char text[AM_CELL_SIZE], int64_t bytes,
                   enum am_unit_style units);

/* "x2.7", or "-" where it is not a finite number. */
void am_cell_ratio(char text[AM_CELL_SIZE], double ratio);

/* "42 %" */
void am_cell_share(char text[AM_CELL_SIZE], double share);

#endif
