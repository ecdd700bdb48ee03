/*
 * backup - a consistent copy of a database beside whoever writes into it.
 *
 * The copy is of one moment, whatever is written meanwhile, and is one file, to
 * be opened anywhere.  It is marked: who appends to it goes on as another relay
 * (store/epoch).  Never holds the key, which is in no database.
 */
#ifndef AM_STORE_BACKUP_H
#define AM_STORE_BACKUP_H

#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct am_backup;

/*
 * Begin to copy a store into the empty file at path.  The store, which may be
 * read-only, must outlive it and is read as it is now.  Fails as
 * am_store_open() does, as all of these do.
 */
AM_MUST_CHECK int am_backup_create(struct am_backup **backup,
                                   struct am_store *store, const char *path,
                                   struct am_err *err);

/* Destroy *backup, which may be NULL, and set it to NULL. */
void am_backup_destroy(struct am_backup **backup);

/* Copy some pages.  1: there are more; 0: all is copied. */
AM_MUST_CHECK int am_backup_step(struct am_backup *backup, struct am_err *err);

/* Pages that are copied, and that there are. */
void am_backup_count(const struct am_backup *backup, int64_t *done,
                     int64_t *total);

/* What the copy holds in detail: sequences, 0: there is none. */
struct am_backup_extent {
    int64_t first, last;
};

/* All is copied: mark the copy, look through it for damage (AM_ECORRUPT), and
 * close it. */
AM_MUST_CHECK int am_backup_finish(struct am_backup *backup,
                                   struct am_backup_extent *extent,
                                   struct am_err *err);

#endif
