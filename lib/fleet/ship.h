/*
 * ship - the relay's rows, sent on to the shards that they belong on.
 *
 * At least once, with a key in each row: sent again, in whatever batches, it is
 * the same row.  A range of sequences is written down before it is sent and
 * after all shards have it, so that a process that was killed anywhere goes on
 * there.  Rows of days follow, those that changed.
 *
 * Reads the database, and writes the state (state.h) and nothing else.  Waits
 * for nothing: who calls it knows when to try again (backoff.h).
 */
#ifndef AM_FLEET_SHIP_H
#define AM_FLEET_SHIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "fleet/fleet.h"

/* Of a batch over all shards, with fleet_batch rows; a container is not cut in
 * two. */
#define AM_SHIP_BYTES ((size_t)32 << 20)

struct am_ship_setup {
    const struct am_settings *settings;
    const char *database; /* path */
    const char *state;    /* path */
    const char *program;  /* version of attachmeter */
};

struct am_ship;

/* Open database and state; nothing is sent.  *setup must outlive it.  Fails as
 * am_store_open_readonly(), am_state_open() and am_fleet_open() do. */
AM_MUST_CHECK int am_ship_open(struct am_ship **ship,
                               const struct am_ship_setup *setup,
                               struct am_err *err);

/* Close *ship, which may be NULL, and set it to NULL. */
void am_ship_close(struct am_ship **ship);

/* What a step did. */
enum am_ship_did {
    AM_SHIP_NOTHING, /* there is nothing to send */
    AM_SHIP_WAITS,   /* a few rows wait for more: fleet_flush */
    AM_SHIP_SENT     /* something; there may be more */
};

/*
 * Do one step at a time in seconds since 1970: the first one finds out who we
 * are and whether the shards are as they should be, as do later ones now and
 * then; the others send a batch, or the days that changed.  is_last: what there
 * is now is to go, without waiting for more.
 *
 * Fails with AM_EIO, AM_EBUSY: to be tried again after a while; anything else
 * is for somebody to mend.  Both are noted in the state, once there is one.
 */
AM_MUST_CHECK int am_ship_step(struct am_ship *ship, int64_t now_s,
                               bool is_last, enum am_ship_did *did,
                               struct am_err *err);

/* Rows sent since it was opened, again or not. */
int64_t am_ship_rows(const struct am_ship *ship);

#endif
