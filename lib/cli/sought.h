/*
 * sought - the contents that a command was asked about: files, told by their
 * fingerprints.
 *
 * A file is read in a stream, "-" is standard input.  Making a fingerprint
 * takes the site's key; one that a machine format printed takes none.
 */
#ifndef AM_CLI_SOUGHT_H
#define AM_CLI_SOUGHT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/digest.h"
#include "meter/key.h"

#define AM_FINGERPRINT_TEXT_SIZE (2 * AM_FINGERPRINT_SIZE + 1)

struct am_sought {
    const char *name;   /* of the file, or the fingerprint as it was given */
    int64_t size_bytes; /* -1: not known, the fingerprint was given */
    unsigned char digest[AM_DIGEST_SIZE]; /* of a file */
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
};

/* Read the file at path.  Fails with AM_ENOTFOUND, AM_EACCESS, AM_EIO,
 * AM_ENOMEM; the text names it. */
AM_MUST_CHECK int am_sought_file(struct am_sought *sought,
                                 const struct am_key *key, const char *path,
                                 struct am_err *err);

/* Take the same file under another key.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_sought_under(struct am_sought *sought,
                                  const struct am_key *key, struct am_err *err);

/* Take a fingerprint in hexadecimal.  Fails with AM_EINVAL. */
AM_MUST_CHECK int am_sought_given(struct am_sought *sought, const char *text,
                                  struct am_err *err);

/* The fingerprint in hexadecimal; returns text. */
const char *am_sought_text(const struct am_sought *sought,
                           char text[AM_FINGERPRINT_TEXT_SIZE]);

#endif
