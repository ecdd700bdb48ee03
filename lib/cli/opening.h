/*
 * opening - how commands open the configuration and the database: alike, and
 * with the way out said in the same line as the failure.
 */
#ifndef AM_CLI_OPENING_H
#define AM_CLI_OPENING_H

#include "base/config.h"
#include "base/err.h"
#include "store/store.h"

/* Open the configuration at path (NULL: the usual one), or say why not. */
AM_MUST_CHECK int am_opening_config(struct am_config **config,
                                    const char *path);

/* Open the database at path for reading, or say why not. */
AM_MUST_CHECK int am_opening_store(struct am_store **store, const char *path);

/* Open the database at path, which must be there, for deleting from it, or say
 * why not. */
AM_MUST_CHECK int am_opening_writer(struct am_store **store, const char *path);

/* Open the site's key, which its owner alone may read, or say why not. */
AM_MUST_CHECK int am_opening_key(struct am_key **key, const char *path);

/* Is the database's content under this key?  If not, say so. */
AM_MUST_CHECK int am_opening_bound(struct am_store *store,
                                   const struct am_key *key);

#endif
