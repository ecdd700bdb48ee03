/*
 * uubody - is there a uuencoded or a yEnc file in a text body?
 *
 * Looks for a begin line ("begin 644 name") with a line behind it whose first
 * character gives its length (POSIX uuencode), and for "=ybegin line=... size=
 * ... name=..." with a "=yend size=..." somewhere behind it (yEnc draft 1.3).
 * Only notes them: such a file is no attachment.  Takes the body as it stands:
 * text in base64 or quoted-printable is not looked into, since a body is not
 * decoded, and these forms are made for bodies that are not encoded.
 */
#ifndef AM_METER_UUBODY_H
#define AM_METER_UUBODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AM_UUBODY_LINE 80 /* bytes of a line looked at */

/* All members are private. */
struct am_uubody {
    uint32_t flaws;
    bool begun;      /* the line before was a begin line */
    bool yenc_begun; /* a =ybegin line came */
    bool skipping;   /* the rest of this line does not matter */
    size_t size;
    unsigned char line[AM_UUBODY_LINE];
};

/* Begin a body. */
void am_uubody_begin(struct am_uubody *body);

/* Look at size more bytes of it. */
void am_uubody_feed(struct am_uubody *body, const unsigned char *data,
                    size_t size);

/* The body ends, maybe without a line end: AM_FLAW_UU_IN_BODY and
 * AM_FLAW_YENC_IN_BODY as they were met, as AM_FLAW_BIT()s. */
uint32_t am_uubody_finish(struct am_uubody *body);

#endif
