/*
 * key - the site's secret, which turns digests into fingerprints.
 *
 * A fingerprint is HMAC-SHA-256 (RFC 2104, by OpenSSL's EVP_MAC) of the SHA-256
 * of a content, under 32 random bytes that live in a file of mode 0400 and
 * nowhere else.  Without the key nobody can tell from the database whether a
 * file they hold was mailed.  The same key also makes the short-lived
 * recognisers of messages, recipients and senders, each under a label of its
 * own, so that none can be compared with another.
 *
 * A key is not changed after it was opened; any number of threads may use it.
 */
#ifndef AM_METER_KEY_H
#define AM_METER_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define AM_KEY_SIZE         32 /* bytes of the secret, and of a fingerprint */
#define AM_KEY_ID_SIZE      8  /* bytes that name a key without telling it */
#define AM_FINGERPRINT_SIZE 32
#define AM_SHORT_KEY        8 /* bytes of a recogniser */

struct am_key;

/*
 * Open the key in the file at path.  Fails with AM_ENOTFOUND, with AM_EACCESS
 * unless its mode is 0400 (the text has the
 * chmod that mends it), AM_ECORRUPT if it has not 64 hexadecimal digits and a
 * line end, AM_EIO, AM_ENOMEM.  On success *key is the caller's.
 */
AM_MUST_CHECK int am_key_open(struct am_key **key, const char *path,
                              struct am_err *err);

/*
 * Make a new random key in a new file at path, mode 0400, synced to disk.  It
 * is written beside it first, as PATH.new, so that the file is whole or not
 * there whenever we are killed.  Fails with AM_EBUSY if there is one,
 * AM_EACCESS, AM_EIO, AM_EFULL.
 */
AM_MUST_CHECK int am_key_make(const char *path, struct am_err *err);

/* Read a key, as it is in such a file, from fd; name is for messages.  Fails
 * with AM_ECORRUPT, AM_EIO, AM_ENOMEM. */
AM_MUST_CHECK int am_key_read(struct am_key **key, int fd, const char *name,
                              struct am_err *err);

/* Write it to fd, as it is in such a file.  Fails with AM_EIO, AM_EFULL. */
AM_MUST_CHECK int am_key_write(const struct am_key *key, int fd,
                               struct am_err *err);

/* Write it into a new file at path.  Fails as am_key_make(). */
AM_MUST_CHECK int am_key_save(const struct am_key *key, const char *path,
                              struct am_err *err);

/*
 * Overwrite the file at path and remove it.  That is all that can be done from
 * here: a medium that writes elsewhere (flash, copy on write, a journal of
 * data) and copies elsewhere may hold the old bytes.  Fails with AM_ENOTFOUND,
 * AM_EACCESS, AM_EIO.
 */
AM_MUST_CHECK int am_key_destroy(const char *path, struct am_err *err);

/* A key of random bytes that is in no file: `scan` without --record, demo. */
AM_MUST_CHECK int am_key_random(struct am_key **key, struct am_err *err);

/* Wipe and destroy *key, which may be NULL, and set it to NULL. */
void am_key_close(struct am_key **key);

/* What names this key in the database: no secret, the same for equal keys.
 * Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_key_id(const struct am_key *key,
                            unsigned char id[AM_KEY_ID_SIZE],
                            struct am_err *err);

/* Labels of what is keyed; a label is part of the HMAC's input. */
enum am_key_label {
    AM_LABEL_ID = 0,          /* of nothing: names the key */
    AM_LABEL_FINGERPRINT = 1, /* of a digest */
    AM_LABEL_MESSAGE,         /* of what recognises a message */
    AM_LABEL_ADDRESS,         /* of an envelope address */
    AM_LABEL_DOMAIN,          /* of a next-hop domain */
    AM_LABEL_PASS,            /* of a pass through our MTA */
    AM_LABEL_ORIGIN           /* of a recipient, under a pass */
};

/* Write HMAC(key, label, data) into out; who signs often has a signer.  Fails
 * with AM_ENOMEM. */
AM_MUST_CHECK int am_key_sign(const struct am_key *key, enum am_key_label label,
                              const void *data, size_t size,
                              unsigned char out[AM_FINGERPRINT_SIZE],
                              struct am_err *err);

/* For meter/signer: a copy of the HMAC context that has the key, the caller's,
 * or NULL. */
struct evp_mac_ctx_st *am_key_copy_mac(const struct am_key *key);

#endif
