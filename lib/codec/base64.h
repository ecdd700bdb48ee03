/*
 * base64 - RFC 2045 section 6.8, as one stream over all lines.
 *
 * Characters outside the alphabet are skipped; a group completed by '=' ends
 * the data; a '=' that completes none is skipped; a last group of two or three
 * characters is decoded without its padding, one of a single character is not.
 * Does not encode and does not know boundaries.
 */
#ifndef AM_CODEC_BASE64_H
#define AM_CODEC_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/layout.h"

/* All members are private to the codec. */
struct am_base64 {
    struct am_layout layout;
    uint32_t flaws;  /* AM_FLAW_BIT()s */
    uint32_t bits;   /* of the characters that wait for a whole group */
    uint8_t count;   /* how many wait: 0 to 3 */
    bool half_pad;   /* two wait, and one '=' of two was seen */
    bool ended;      /* a group was completed by padding */
    bool cr;         /* the last byte was a CR */
    size_t width;    /* of the last clean line, without its end, */
    size_t eol_size; /* and of its end: a good guess for the next */
};

/* Begin a part. */
void am_base64_begin(struct am_base64 *base64);

/* As am_decoder_feed(). */
size_t am_base64_feed(struct am_base64 *base64, const unsigned char *in,
                      size_t in_size, size_t *used, unsigned char *out,
                      size_t out_size);

/* Text that begins with a line, and what was taken of it. */
struct am_lines {
    const unsigned char *data;
    size_t size;
    size_t used;    /* bytes taken */
    size_t count;   /* lines among them */
    size_t lone_lf; /* of these, ended by LF and not by CRLF */
};

/* As am_decoder_lines(). */
size_t am_base64_lines(struct am_base64 *base64, struct am_lines *lines,
                       unsigned char *out, size_t out_size);

/* As am_decoder_finish(). */
size_t am_base64_finish(struct am_base64 *base64, unsigned char *out);

#endif
