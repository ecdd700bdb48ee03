/*
 * start - what the daemon needs before it listens: settings, key, database,
 * spool, in this order, each with the exit status of its failure.
 */
#ifndef AM_MILTER_START_H
#define AM_MILTER_START_H

#include <stdbool.h>

#include "base/config.h"
#include "base/err.h"
#include "basis.h"
#include "meter/key.h"
#include "spool/spool.h"
#include "store/store.h"

struct am_parts {
    struct am_basis *basis;
    const struct am_settings *settings; /* of basis */
    struct am_key *key;
    struct am_store *store; /* NULL: the recorder has to open it */
    struct am_spool *spool;
};

/* Read the settings, and the files they name.  Returns 0, or an exit status of
 * sysexits.h with *err filled. */
AM_MUST_CHECK int am_start_settings(struct am_parts *parts, const char *path,
                                    struct am_err *err);

/*
 * Look at key and database without making or changing anything.  Returns as
 * am_start_settings() does.
 */
AM_MUST_CHECK int am_start_check(struct am_parts *parts, struct am_err *err);

/*
 * Open key, database and spool.  A key is made only for a database without
 * contents.  A database that is only busy or full is left to the recorder.
 * Returns as am_start_settings() does.
 */
AM_MUST_CHECK int am_start_open(struct am_parts *parts, struct am_err *err);

/*
 * Is the database, if it is open, still under that key?  To be asked once more
 * when the lock is held.  Returns as am_start_settings() does.
 */
AM_MUST_CHECK int am_start_bind(struct am_parts *parts, struct am_err *err);

/* Give everything back. */
void am_start_close(struct am_parts *parts);

#endif
