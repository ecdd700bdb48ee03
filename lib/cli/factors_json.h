/*
 * factors_json - all factors, grids and published figures, with their sources,
 * as one JSON object, schema "attachmeter.factors/1".
 */
#ifndef AM_CLI_FACTORS_JSON_H
#define AM_CLI_FACTORS_JSON_H

#include <stdio.h>

#include "carbon/factor.h"

/* Print it on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_factors_print_json(const struct am_factors *factors,
                                        FILE *out, struct am_err *err);

#endif
