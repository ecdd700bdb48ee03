/*
 * rekey - another key takes the place of the site's, and the database goes on
 * under it.
 *
 * Killed at any moment it leaves a key that belongs to the database, or one
 * step that the next call does first: the new key is on the disk, as KEY.new,
 * before the database names it, and the old one is KEY.old/ID before it is
 * replaced: in a directory of their own, which can be hidden from programs as a
 * whole.
 */
#ifndef AM_CLI_REKEY_H
#define AM_CLI_REKEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "base/err.h"
#include "meter/key.h"
#include "store/epoch.h"
#include "store/store.h"

#define AM_REKEY_PATH_SIZE 4096

struct am_rekey {
    const struct am_settings *settings; /* key_file, lock_file, socket */
    const char *database;
    const struct am_key *given; /* NULL: a new one of random bytes */
    bool destroys; /* all keys before it, that are kept beside it */
    /* what came out: */
    char old_id[AM_KEY_TEXT_SIZE], new_id[AM_KEY_TEXT_SIZE]; /* "": none */
    char kept[AM_REKEY_PATH_SIZE]; /* where the old one is; "": nowhere */
    size_t destroyed;
};

/*
 * Keep attachmeterd from running until the process ends.  Fails with AM_EBUSY
 * if it runs, AM_EACCESS, AM_EIO.
 */
AM_MUST_CHECK int am_rekey_lock(const struct am_settings *settings,
                                const char *database, struct am_err *err);

/*
 * Put another key in place.  With a store the rows to come are under it, from a
 * new epoch on, unless they were to be already; without one (NULL) only the
 * file changes.  attachmeterd must not run, and nothing may wait in the spool.
 * Fails with AM_EBUSY, AM_EACCESS, AM_EIO, AM_EFULL, AM_ECORRUPT, AM_ENOMEM.
 */
AM_MUST_CHECK int am_rekey_run(struct am_rekey *rekey, struct am_store *store,
                               struct am_err *err);

/* The file of a key that was replaced; returns path. */
const char *am_rekey_kept(const char *key_file, const char *id,
                          char path[AM_REKEY_PATH_SIZE]);

#endif
