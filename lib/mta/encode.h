/*
 * encode - transfer encodings, written out (RFC 2045 section 6).
 *
 * The other direction of codec/decoder, made on its own, so that what was
 * encoded here checks what is decoded there.  Neither begins nor ends with a
 * line break of its own.
 */
#ifndef AM_MTA_ENCODE_H
#define AM_MTA_ENCODE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "codec/decoder.h"

/*
 * Append data in base64, in lines of line_chars characters (a multiple of 4).
 * *breaks is the number of CRLFs written.  Fails as am_buf_add() does.
 */
AM_MUST_CHECK int am_encode_base64(struct am_buf *out, const void *data,
                                   size_t size, unsigned line_chars,
                                   size_t *breaks, struct am_err *err);

/* Append text whose lines end in CRLF as quoted-printable; likewise. */
AM_MUST_CHECK int am_encode_quoted(struct am_buf *out, const void *data,
                                   size_t size, size_t *breaks,
                                   struct am_err *err);

struct am_encode_form {
    enum am_encoding encoding; /* base64, quoted-printable, 7bit or 8bit */
    unsigned line_chars;       /* of base64 */
};

/* Append data in the form asked for; likewise. */
AM_MUST_CHECK int am_encode(struct am_buf *out, struct am_encode_form form,
                            const void *data, size_t size, size_t *breaks,
                            struct am_err *err);

#endif
