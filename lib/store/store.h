/*
 * store - the SQLite database: opening, migrating, identity.
 *
 * A writer (the recorder, or a maintenance command) opens it read-write and
 * migrates it; everybody else opens it read-only, whether the daemon is up or
 * not.  All SQL is in sql/, one statement a file.
 */
#ifndef AM_STORE_STORE_H
#define AM_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"

struct sqlite3;
struct am_store;

#define AM_RELAY_ID_SIZE 16 /* bytes of a relay incarnation */

/*
 * Open the database at path for writing, make or migrate it, WAL, mode 0640.
 * path may be ":memory:".  Fails with AM_ENEWER (schema of a newer
 * attachmeter), AM_EBUSY, AM_EFULL, AM_EACCESS, AM_ECORRUPT, AM_EIO, AM_ENOMEM.
 */
AM_MUST_CHECK int am_store_open(struct am_store **store, const char *path,
                                struct am_err *err);

/* So much of a total is done; 0 of 0: nobody knows how much there is. */
typedef void am_store_watch_fn(void *context, int64_t done, int64_t total);

/*
 * The same; watch is called now and then, from inside, while an older database
 * is brought up to date: some seconds a million contents, and as much disk as
 * it takes, twice, for a while.  It is not called for the last part of it, when
 * all of that is written to the disk.
 */
AM_MUST_CHECK int am_store_open_watched(struct am_store **store,
                                        const char *path,
                                        am_store_watch_fn *watch, void *context,
                                        struct am_err *err);

/*
 * Open it read-only; never makes, migrates or blocks.  Fails with AM_ENOTFOUND
 * (no file), AM_EOLDER (a writer has to open it first), and as above.
 */
AM_MUST_CHECK int am_store_open_readonly(struct am_store **store,
                                         const char *path, struct am_err *err);

/* Close *store, which may be NULL, and set it to NULL. */
void am_store_close(struct am_store **store);

/* Has the file at the store's path been removed or replaced since opening? */
bool am_store_is_gone(const struct am_store *store);

/* Does it hold no content at all?  A key may be made only then. */
AM_MUST_CHECK int am_store_is_empty(struct am_store *store, bool *empty,
                                    struct am_err *err);

/*
 * May it be bound to that key?  Fails with AM_EINVAL if it has another one, or
 * was put together from several databases (the text says how to go on).
 */
AM_MUST_CHECK int am_store_check_key(struct am_store *store,
                                     const unsigned char id[AM_KEY_ID_SIZE],
                                     struct am_err *err);

/* The same, and bind it: the first key is written down by its id. */
AM_MUST_CHECK int am_store_use_key(struct am_store *store,
                                   const unsigned char id[AM_KEY_ID_SIZE],
                                   struct am_err *err);

/* The random id of this relay's incarnation. */
AM_MUST_CHECK int am_store_relay_id(struct am_store *store,
                                    unsigned char id[AM_RELAY_ID_SIZE],
                                    struct am_err *err);

/*
 * From here on all that is read is as it is now, until am_store_release():
 * several queries then tell of the same rows.  Nobody is kept from writing.
 * One may be inside another: then it ends with that.  Not inside of another
 * transaction.  Fails as am_store_open() does.
 */
AM_MUST_CHECK int am_store_hold(struct am_store *store, struct am_err *err);
void am_store_release(struct am_store *store);

/*
 * From here on, while the store reads, call watch now and then, hundreds of
 * times a second, from inside of that: it must not use the store.  NULL: no
 * longer.
 */
void am_store_watch(struct am_store *store, am_store_watch_fn *watch,
                    void *context);

/* For the modules of this folder: how far what they read is, 0 of 0 at its end;
 * and does anybody want to know? */
void am_store_reach(struct am_store *store, int64_t done, int64_t total);
bool am_store_is_watched(const struct am_store *store);

/* For the modules of this folder: "file:PATH" and a tail such as "?mode=ro", to
 * be given to free(); NULL: no memory. */
char *am_store_uri(const char *path, const char *tail);

/* The connection, for the modules of this folder only. */
struct sqlite3 *am_store_handle(struct am_store *store);

#endif
