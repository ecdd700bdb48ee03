/*
 * quoted - quoted-printable, RFC 2045 section 6.7.
 *
 * '=' and two hexadecimal digits of either case are a byte; '=', blanks and a
 * line end are a soft break, and so is '=' at the end of the part.  Any other
 * '=' stays and reading goes on behind it.  Blanks before a hard line break
 * stay too: section 6.7 (3) would delete them, practice keeps them.
 */
#ifndef AM_CODEC_QUOTED_H
#define AM_CODEC_QUOTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/layout.h"

#define AM_QUOTED_HELD                                 \
 60 /* bytes from a '=' on that may wait for their end \
     */

/* All members are private to the codec. */
struct am_quoted {
    struct am_layout layout;
    uint32_t flaws; /* AM_FLAW_BIT()s */
    uint8_t tail;   /* what the last literal bytes were */
    uint8_t size;   /* of held */
    unsigned char held[AM_QUOTED_HELD + 1];
};

/* Begin a part. */
void am_quoted_begin(struct am_quoted *quoted);

/* As am_decoder_feed(). */
size_t am_quoted_feed(struct am_quoted *quoted, const unsigned char *in,
                      size_t in_size, size_t *used, unsigned char *out,
                      size_t out_size);

/* As am_decoder_finish(). */
size_t am_quoted_finish(struct am_quoted *quoted, unsigned char *out);

/* Was there an escape or a soft line break, so that text and content differ? */
bool am_quoted_is_used(const struct am_quoted *quoted);

#endif
