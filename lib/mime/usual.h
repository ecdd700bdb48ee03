/*
 * usual - parameters of a structured field written as nearly all are: the short
 * way of param.h, for `; name=word` and `; name="text"`, again and again.
 *
 * Knows no comments, escapes, continuations and charsets, and no damage.
 */
#ifndef AM_MIME_USUAL_H
#define AM_MIME_USUAL_H

#include <stdbool.h>
#include <stddef.h>

#include "mime/param.h"

/*
 * Find parameters as am_param_find() does, in a value that is given from behind
 * its first word on.  False if there is anything else in it; then what the
 * params say is void.
 */
bool am_usual_find(const unsigned char *value, size_t value_size,
                   struct am_param *params, size_t count);

#endif
