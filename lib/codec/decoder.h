/*
 * decoder - the content of a part from its encoded body, cut anywhere.
 *
 * One struct holds all state of all transfer encodings (RFC 2045 section 6),
 * so that a connection needs one decoder and no allocation.  Never fails: odd
 * input is read on by rule, and the flaw is noted.
 */
#ifndef AM_CODEC_DECODER_H
#define AM_CODEC_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/base64.h"
#include "codec/quoted.h"
#include "codec/uuencode.h"

enum am_encoding {
    AM_ENCODING_7BIT = 0,
    AM_ENCODING_8BIT,
    AM_ENCODING_BINARY,
    AM_ENCODING_QUOTED, /* quoted-printable */
    AM_ENCODING_BASE64,
    AM_ENCODING_UUENCODE,
    AM_ENCODING_OTHER, /* unknown word: the bytes as they are */
    AM_ENCODING_COUNT
};

/*
 * The encoding that a Content-Transfer-Encoding token of size bytes names, in
 * any case, without blanks or comments; the empty token is 7bit.
 */
enum am_encoding am_encoding_of(const char *token, size_t size);

/* The word of an encoding, "base64", "quoted-printable", ...: JSON and SQL. */
const char *am_encoding_name(enum am_encoding encoding);

/* Does decoding leave the bytes as they are (7bit, 8bit, binary, other)?  Then
 * the caller digests its own bytes and only feeds the decoder their layout. */
bool am_encoding_is_identity(enum am_encoding encoding);

/* All members are private; it holds no pointer and may be copied. */
struct am_decoder {
    enum am_encoding encoding;

    union {
        struct am_base64 base64;
        struct am_quoted quoted;
        struct am_uu uu;
    } as;
};

/* Begin a part. */
void am_decoder_begin(struct am_decoder *decoder, enum am_encoding encoding);

/*
 * Decode from in into out until one of them ends.  Line ends in in are CRLF (a
 * CR or an LF alone is a data byte, or junk).  *used is the bytes taken from
 * in, the return value those put into out, which needs AM_DECODER_SLACK bytes
 * of room more than out_size says.  out_size is at least 64; then a call with
 * in_size > 0 takes at least one byte.
 */
size_t am_decoder_feed(struct am_decoder *decoder, const unsigned char *in,
                       size_t in_size, size_t *used, unsigned char *out,
                       size_t out_size);

/*
 * The fast way for base64: at the start of a line, decode whole clean lines
 * (alphabet only, ended by CRLF, or by LF) from lines->data + lines->used until
 * one is not, or out is full.  Takes nothing else, so that no line it took can
 * be a boundary.  It alone reads LF as CRLF: what it does not take goes to
 * am_decoder_feed() with CRLF.  Adds what it took to lines->used, count and
 * lone_lf; returns as am_decoder_feed() does.
 */
size_t am_decoder_lines(struct am_decoder *decoder, struct am_lines *lines,
                        unsigned char *out, size_t out_size);

/* End of the part: the bytes still due (at most 64) into out. */
size_t am_decoder_finish(struct am_decoder *decoder, unsigned char *out);

/* Flaws met, AM_FLAW_BIT()s; whole after am_decoder_finish(). */
uint32_t am_decoder_flaws(const struct am_decoder *decoder);

/*
 * The layout signature, after am_decoder_finish(): 0 for canonical base64, that
 * is base64 which a store can rebuild byte for byte from the content; else 64
 * bits that tell apart the encoded forms of one content.  AM_LAYOUT_AS_IT_IS
 * where the text is the content: 7bit, 8bit, binary, other, and
 * quoted-printable without an escape or a soft line break.
 */
uint64_t am_decoder_layout(const struct am_decoder *decoder);

#define AM_DECODER_SLACK 8 /* bytes that may be written behind the output */

#endif
