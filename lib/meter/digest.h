/*
 * digest - SHA-256 of an attachment, fed piece by piece (FIPS 180-4, by
 * OpenSSL's EVP).  One digest is used for many contents, one after the other.
 */
#ifndef AM_METER_DIGEST_H
#define AM_METER_DIGEST_H

#include <stddef.h>

#include "base/err.h"

#define AM_DIGEST_SIZE 32 /* bytes */

struct am_digest;

/*
 * Create a digest, ready to begin.  On success *digest is the caller's, to be
 * destroyed with am_digest_destroy().  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_digest_create(struct am_digest **digest,
                                   struct am_err *err);

/* Destroy *digest, which may be NULL, and set it to NULL. */
void am_digest_destroy(struct am_digest **digest);

/* Begin a content; what was fed before is forgotten.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_digest_begin(struct am_digest *digest, struct am_err *err);

/* Add size bytes of decoded content.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_digest_feed(struct am_digest *digest, const void *data,
                                 size_t size, struct am_err *err);

/* Write the digest of all that was fed since the beginning.  AM_ENOMEM. */
AM_MUST_CHECK int am_digest_finish(struct am_digest *digest,
                                   unsigned char out[AM_DIGEST_SIZE],
                                   struct am_err *err);

#endif
