/*
 * factors_view - the factors of a file, or its grids, as a table or as CSV.
 */
#ifndef AM_CLI_FACTORS_VIEW_H
#define AM_CLI_FACTORS_VIEW_H

#include <stdbool.h>
#include <stdio.h>

#include "carbon/factor.h"
#include "report/csv.h"
#include "report/look.h"

/* The latest year of the grid's series, with its bounds. */
struct am_interval am_factors_latest(const struct am_factors *factors,
                                     const struct am_grid *grid, int *year);

/*
 * Print factors, or the latest year of all grids, on out.  Fails with
 * AM_ENOMEM, AM_EIO.
 */
AM_MUST_CHECK int am_factors_print_table(const struct am_factors *factors,
                                         bool is_grids,
                                         const struct am_look *look, FILE *out,
                                         struct am_err *err);

/* Write factors with their sources, or all years of all grids, to csv.  Fails
 * with AM_EIO. */
AM_MUST_CHECK int am_factors_print_csv(const struct am_factors *factors,
                                       bool is_grids, struct am_csv *csv,
                                       struct am_err *err);

#endif
