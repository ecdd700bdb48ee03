/*
 * factor_file - the text of a factor file as factors: reads and refuses.  Opens
 * no file; am_factors_load() in factor.h is what programs call.
 */
#ifndef AM_CARBON_FACTOR_FILE_H
#define AM_CARBON_FACTOR_FILE_H

#include <stddef.h>

#include "base/err.h"
#include "carbon/factor.h"

/* The bytes of conf/factors.json as it was at build time. */
extern const unsigned char am_factor_file_builtin[];
extern const size_t am_factor_file_builtin_size;

/*
 * Read size bytes of JSON into *factors, which holds nothing.  name stands in
 * the errors.  Everything is set but the status of the factors, the
 * digest and the grid.  On failure *factors may hold parts; free it.  Fails
 * with AM_EINVAL or AM_ENOMEM.
 */
AM_MUST_CHECK int am_factor_file_parse(struct am_factors *factors,
                                       const char *name, const char *data,
                                       size_t size, struct am_err *err);

#endif
