/*
 * uuencode - a file between a "begin" and an "end" line (POSIX uuencode(1),
 * historical algorithm), as a transfer encoding.
 *
 * Bytes before the begin line are dropped.  It must start within the first
 * AM_UU_AHEAD bytes, since bytes that may have to be given out as they are must
 * be held until then; without it the part is its bytes as they are.  A line
 * with a character outside the alphabet is dropped, one that is cut is filled
 * with zero bits.
 */
#ifndef AM_CODEC_UUENCODE_H
#define AM_CODEC_UUENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/layout.h"

#define AM_UU_AHEAD                                                          \
 60                   /* bytes in which the begin line has to start and show \
                       */
#define AM_UU_LINE 96 /* bytes kept of a line; 85 is the longest there is */

enum am_uu_mode {
    AM_UU_SEEK,  /* for a begin line; all bytes are held */
    AM_UU_PLAIN, /* there is none: the bytes as they are */
    AM_UU_BEGIN, /* in the rest of the begin line */
    AM_UU_DATA,  /* in a line of data */
    AM_UU_ENDED  /* behind the end line */
};

/* All members are private to the codec. */
struct am_uu {
    struct am_layout layout;
    uint32_t flaws; /* AM_FLAW_BIT()s */
    enum am_uu_mode mode;
    bool cr;       /* the last byte was a CR */
    bool overlong; /* the line has more bytes than are kept */
    uint8_t size;  /* of line */
    uint8_t start; /* of the last line held, in AM_UU_SEEK */
    unsigned char line[AM_UU_LINE];
};

/* Begin a part. */
void am_uu_begin(struct am_uu *uu);

/* As am_decoder_feed(). */
size_t am_uu_feed(struct am_uu *uu, const unsigned char *in, size_t in_size,
                  size_t *used, unsigned char *out, size_t out_size);

/* As am_decoder_finish(). */
size_t am_uu_finish(struct am_uu *uu, unsigned char *out);

#endif
