/*
 * epoch - which relay the rows of a database are of, and under which key.
 *
 * A relay's sightings are numbered; what is numbered by (relay, sequence) must
 * never mean two things.  So a database that goes on somewhere else than where
 * it was (a restored backup, a cloned machine, one whose spool was lost) goes
 * on as another relay: with a new random id, from a new epoch on.  A new key
 * begins an epoch, too, as contents under two keys cannot be matched.
 *
 * A copy of the whole machine on the same machine, with all its files, is not
 * seen from inside.
 */
#ifndef AM_STORE_EPOCH_H
#define AM_STORE_EPOCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "store/store.h"

struct sqlite3;

#define AM_RELAY_TEXT_SIZE (2 * AM_RELAY_ID_SIZE + 1)
#define AM_KEY_TEXT_SIZE   (2 * AM_KEY_ID_SIZE + 1)

struct am_epoch {
    char relay_id[AM_RELAY_TEXT_SIZE];
    char key_id[AM_KEY_TEXT_SIZE]; /* "": before the first key */
    int64_t start_day;
    int64_t contents, sightings; /* of the detail */
};

/* The id of a key as text; returns text. */
const char *am_epoch_key_text(const unsigned char id[AM_KEY_ID_SIZE],
                              char text[AM_KEY_TEXT_SIZE]);

/* The same of a key itself.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_epoch_name_key(const struct am_key *key,
                                    char text[AM_KEY_TEXT_SIZE],
                                    struct am_err *err);

/* From now on rows are of a new relay.  Writes inside the caller's transaction,
 * and fails as am_statement_fail() says. */
AM_MUST_CHECK int am_epoch_new_relay(struct sqlite3 *db, struct am_err *err);

/* From now on rows are under the key of that id, a text as above.  Fails as
 * am_store_open(). */
AM_MUST_CHECK int am_epoch_begin_key(struct am_store *store, const char *key_id,
                                     struct am_err *err);

/* Fails with AM_EINVAL if it was put together from several: such a one is for
 * reports.  And as am_store_open() does. */
AM_MUST_CHECK int am_epoch_refuse_merged(struct sqlite3 *db,
                                         struct am_err *err);

/*
 * Somebody is about to append rows: go on as another relay where the database
 * is a copy, or was written on another machine.  Fails with AM_EINVAL if it was
 * put together from several, and as am_store_open() does.
 */
AM_MUST_CHECK int am_epoch_settle(struct sqlite3 *db, struct am_err *err);

/* The same where no record of that spool was ever taken in, but others were. */
AM_MUST_CHECK int am_epoch_settle_spool(struct sqlite3 *db,
                                        const unsigned char *incarnation,
                                        size_t size, struct am_err *err);

/* Days; 0: there is none. */
struct am_unique_bound {
    int64_t key_day;          /* since then contents are under another key */
    int64_t merged_until_day; /* before it relays were only added up */
};

/* What makes the unique bytes of days from from_day to before until_day an
 * upper bound?  Fails as am_store_open() does. */
AM_MUST_CHECK int am_epoch_bound(struct am_store *store, int64_t from_day,
                                 int64_t until_day,
                                 struct am_unique_bound *bound,
                                 struct am_err *err);

/*
 * All epochs of a store, the oldest first, to be given to free().  Fails as
 * am_store_open() does.
 */
AM_MUST_CHECK int am_epoch_list(struct am_store *store,
                                struct am_epoch **epochs, size_t *count,
                                struct am_err *err);

#endif
