/*
 * diary - the relay's rows of days, sent on when they changed.
 *
 * A digest of each day's rows is in the state; a day whose digest is another
 * one is sent anew as a whole, with a version that is higher than any before.
 */
#ifndef AM_FLEET_DIARY_H
#define AM_FLEET_DIARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/fleet.h"
#include "fleet/names.h"
#include "fleet/relays.h"
#include "fleet/state.h"
#include "store/store.h"

struct am_diary;

/* Create it over these, which must outlive it.  Fails as am_days_open(). */
AM_MUST_CHECK int am_diary_create(struct am_diary **diary,
                                  struct am_store *store,
                                  struct am_fleet *fleet,
                                  struct am_state *state, struct am_err *err);

/* Destroy *diary, which may be NULL, and set it to NULL. */
void am_diary_destroy(struct am_diary **diary);

/* Whose days they are. */
struct am_diary_owner {
    const struct am_relays *relays;
    const struct am_names *names;
};

/*
 * Send the days that changed: of all at first and once a day, else of those
 * that are young enough to change.  Gives the progress its next version.
 * *has_sent: there were some.  Fails as am_engine_insert() and am_state_write()
 * do; what was sent is sent once more then.
 */
AM_MUST_CHECK int am_diary_send(struct am_diary *diary,
                                const struct am_diary_owner *owner,
                                struct am_state_progress *progress,
                                int64_t now_s, bool *has_sent,
                                struct am_err *err);

#endif
