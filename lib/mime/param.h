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
#define AM_PARAM_MOST   2  /* names that are looked for together */

/* A parameter wanted, and what was found. */
struct am_param {
    const char *name;   /* lower case letters */
    unsigned char *out; /* room bytes for its value */
    size_t room;
    size_t size; /* of the whole value, which may be more than room */
    bool is_there;
};

/*
 * Find count parameters (at most AM_PARAM_MOST) in the unfolded value of a
 * field, which may be given from within its first word on: fill is_there and,
 * where it is, size and at most room bytes of out. "name*" wins over pieces
 * "name*0", "name*1*" (joined by number, gaps closed), and these over plain
 * "name"; of equal ones the first wins.
 */
void am_param_find(const unsigned char *value, size_t value_size,
                   struct am_param *params, size_t count);

#endif
