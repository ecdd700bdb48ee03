/*
 * param - the parameters of a structured field, "type; name=value; ..." (RFC
 * 2045 section 5.1), with the continuations and charsets of RFC 2231.
 *
 * Reads leniently: unquoted values may hold anything but ";", a quote that does
 * not close ends with the value.  Converts no charset: percent-encoded bytes
 * come out as bytes.
 */
#ifndef AM_MIME_PARAM_H
#define AM_MIME_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#define AM_PARAM_PIECES 64 /* continuations of one name that are joined */

/*
 * Find the parameter `name` (lower case) in the unfolded value of a field and
 * write at most out_size bytes of it to out.  *size is its whole length, which
 * may be more than out_size.  "name*" wins over pieces "name*0", "name*1*"
 * (joined by number, gaps closed), and these over plain "name"; of equal ones
 * the first wins.  Returns false if it is not there.
 */
bool am_param_find(const unsigned char *value, size_t value_size,
                   const char *name, unsigned char *out, size_t out_size,
                   size_t *size);

#endif
