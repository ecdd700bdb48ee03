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

/* What is read. */
struct am_factor_text {
    const char *name; /* of the file, for errors */
    const char *data; /* JSON */
    size_t size;
    am_factors_flaw_fn *on_flaw; /* NULL: stop at the first */
    void *context;
};

/*
 * Read text into *factors, which holds nothing.  Everything is set but the
 * status of the factors, the digest and the grid.  On failure *factors may hold
 * parts; free it.  Fails with AM_EINVAL or AM_ENOMEM.
 */
AM_MUST_CHECK int am_factor_file_parse(struct am_factors *factors,
                                       const struct am_factor_text *text,
                                       struct am_err *err);

#endif
