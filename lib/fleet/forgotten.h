/*
 * forgotten - a content that a relay forgets is forgotten on the shards, too.
 *
 * Who deletes it from the database leaves a note beside that, a file named
 * after fingerprint and last sequence, before the first row goes.  Who ships
 * sends it on as a row of table forgotten, and deletes the file.  Readers leave
 * out what that table names, and `fleet purge` deletes it.
 */
#ifndef AM_FLEET_FORGOTTEN_H
#define AM_FLEET_FORGOTTEN_H

#include <stddef.h>

#include "base/err.h"
#include "fleet/fleet.h"
#include "fleet/names.h"
#include "fleet/relays.h"
#include "store/store.h"

/* Leave a note, in a directory of the owner of the database at path.  Fails
 * with AM_EACCESS, AM_EIO, AM_EFULL and as am_store_open() does. */
AM_MUST_CHECK int am_forgotten_note(struct am_store *store, const char *path,
                                    const unsigned char *fingerprint,
                                    struct am_err *err);

/* Whose notes they are, and the path of their database. */
struct am_forgotten {
    struct am_fleet *fleet;
    const struct am_relays *relays;
    const struct am_names *names;
    const char *path;
};

/* Send all notes and delete them; *count grows by them.  Fails as
 * am_engine_insert(), AM_EACCESS, AM_EIO; what is left is sent next time. */
AM_MUST_CHECK int am_forgotten_send(const struct am_forgotten *forgotten,
                                    size_t *count, struct am_err *err);

#endif
