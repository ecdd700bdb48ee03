/*
 * keyring - the keys that a database's contents are under: the site's, and
 * those that it replaced and that are kept beside it.
 *
 * A content that was seen under each of them is one row for each: whoever asks
 * for a file asks under all.
 */
#ifndef AM_CLI_KEYRING_H
#define AM_CLI_KEYRING_H

#include <stddef.h>

#include "meter/key.h"
#include "store/store.h"

#define AM_KEYRING_MOST 8

struct am_keyring {
    struct am_key *keys[AM_KEYRING_MOST]; /* the site's first */
    size_t count;
};

/*
 * Open the key, which must be the database's, and those before it that have
 * contents and are still there; or say why not.  To be given to
 * am_keyring_close(), also if it fails.
 */
AM_MUST_CHECK int am_keyring_open(struct am_keyring *ring,
                                  struct am_store *store, const char *key_file);

void am_keyring_close(struct am_keyring *ring);

#endif
