/*
 * state - how far shipping is: a SQLite file of its own, so that the recorder
 * stays the only one that writes into the database.
 *
 * One process ships at a time: it holds a lock beside the file.  Others may
 * read.
 */
#ifndef AM_FLEET_STATE_H
#define AM_FLEET_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/names.h"
#include "store/store.h"

#define AM_STATE_WHY_SIZE AM_ERR_TEXT_SIZE

struct am_state_progress {
    unsigned char origin[AM_RELAY_ID_SIZE]; /* the relay that it was */
    int64_t acked;    /* up to this sequence all is on the shards */
    int64_t sending;  /* up to this one it is being sent */
    int64_t version;  /* the last one given to rows of days */
    int64_t sent_s;   /* when something was last sent; 0: never */
    int64_t failed_s; /* since when it fails; 0: it does not */
    char why[AM_STATE_WHY_SIZE];
};

struct am_state;

/*
 * Open the file at path for shipping; it is made if it is not there, and
 * brought up to date if an older attachmeter made it.  Fails
 * with AM_EBUSY (another process ships), AM_ECORRUPT, AM_ENEWER, AM_EACCESS,
 * AM_EIO, AM_EFULL, AM_ENOMEM, as all of these do.
 */
AM_MUST_CHECK int am_state_open(struct am_state **state, const char *path,
                                struct am_err *err);

/* Open it for reading.  Fails with AM_ENOTFOUND, too. */
AM_MUST_CHECK int am_state_open_readonly(struct am_state **state,
                                         const char *path, struct am_err *err);

/* Close *state, which may be NULL, and set it to NULL. */
void am_state_close(struct am_state **state);

/* *known: there is one.  It is zero if not. */
AM_MUST_CHECK int am_state_read(struct am_state *state,
                                struct am_state_progress *progress, bool *known,
                                struct am_err *err);
AM_MUST_CHECK int am_state_write(struct am_state *state,
                                 const struct am_state_progress *progress,
                                 struct am_err *err);

AM_MUST_CHECK int am_state_names(struct am_state *state, struct am_names *names,
                                 struct am_err *err);

/* Begin again with this progress under these names; no day is known to be sent.
 *  In one transaction. */
AM_MUST_CHECK int am_state_begin(struct am_state *state,
                                 const struct am_state_progress *progress,
                                 const struct am_names *names,
                                 struct am_err *err);

/* What was last sent of a day. */
struct am_state_day {
    int64_t day;
    uint64_t digest; /* 0: nothing was sent */
    int64_t version; /* of its rows; 0: not known */
};

AM_MUST_CHECK int am_state_day(struct am_state *state, int64_t day,
                               struct am_state_day *found, struct am_err *err);

/* These were sent; in one transaction. */
AM_MUST_CHECK int am_state_days_sent(struct am_state *state,
                                     const struct am_state_day *days,
                                     size_t count, struct am_err *err);

#endif
