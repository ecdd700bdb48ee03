/*
 * factors_json - all factors, grids and published figures, with their sources,
 * as one JSON object on standard output.
 */
#ifndef AM_CLI_FACTORS_JSON_H
#define AM_CLI_FACTORS_JSON_H

#include "carbon/factor.h"

/* Returns 0, or -1: no memory, or standard output failed. */
int am_factors_print_json(const struct am_factors *factors);

#endif
