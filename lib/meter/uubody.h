/*
 * uubody - is there a uuencoded file in a text body?
 *
 * Looks for a begin line ("begin 644 name") with a line behind it whose first
 * character gives its length (POSIX uuencode).  Only notes it: such a file is
 * no attachment.
 */
#ifndef AM_METER_UUBODY_H
#define AM_METER_UUBODY_H

#include <stdbool.h>
#include <stddef.h>

#define AM_UUBODY_LINE 80 /* bytes of a line looked at */

/* All members but found are private. */
struct am_uubody {
    bool found;
    bool begun;    /* the line before was a begin line */
    bool skipping; /* the rest of this line does not matter */
    size_t size;
    unsigned char line[AM_UUBODY_LINE];
};

/* Begin a body. */
void am_uubody_begin(struct am_uubody *body);

/* Look at size more bytes of it. */
void am_uubody_feed(struct am_uubody *body, const unsigned char *data,
                    size_t size);

#endif
