/* cells - see cells.h. */
#include "report/cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"

void am_cells_begin(struct am_cells *cells)
{
    memset(cells, 0, sizeof(*cells));
    for (int i = 0; i < AM_CELLS; i++)
        cells->cell[i] = cells->text[i];
}

void am_cell_bytes(char text[AM_CELL_SIZE], int64_t bytes,
                   enum am_unit_style units)
{
    char size[AM_SIZE_TEXT_SIZE];
    uint64_t positive = bytes < 0 ? 0 - (uint64_t)bytes : (uint64_t)bytes;

    snprintf(text, AM_CELL_SIZE, "%s%s", bytes < 0 ? "-" : "",
             am_format_size(positive, units, size));
}

void am_cell_ratio(char text[AM_CELL_SIZE], double ratio)
{
    char number[24];

    if (isfinite(ratio)) {
        snprintf(text, AM_CELL_SIZE, "x%s",
                 am_format_digits(ratio, ratio < 10 ? 2 : 3, number,
                                  sizeof(number)));
    } else {
        snprintf(text, AM_CELL_SIZE, "-");
    }
}

void am_cell_share(char text[AM_CELL_SIZE], double share)
{
    snprintf(text, AM_CELL_SIZE, _("%.0f %%"), 100 * share);
}
