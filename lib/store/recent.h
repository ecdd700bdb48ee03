/*
 * recent - what recognises messages seen lately.
 *
 * A bounded set of 64-bit keys, each with a time, in the order of arrival: the
 * oldest are forgotten when their time is over or the room ends, the newest can
 * be taken back when a transaction fails.  A message puts in a key that says
 * "seen", one each for "with a copy in our mailboxes" and "with a local
 * recipient", and one for each recipient.  All of a message carry the time of
 * its first sight, so that they end together and a table rebuilt from the
 * records of the window answers as the old one did.
 */
#ifndef AM_STORE_RECENT_H
#define AM_STORE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"

struct am_recent;

/* Create it for at most `most` keys.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_recent_create(struct am_recent **recent, size_t most,
                                   int64_t window_s, struct am_err *err);

/* Destroy *recent, which may be NULL, and set it to NULL. */
void am_recent_destroy(struct am_recent **recent);

/* What a record is, beside those seen before it. */
struct am_seen {
    bool known;   /* its message was seen: only `fresh` recipients count */
    bool own;     /* seen with a copy in our mailboxes */
    bool local;   /* seen with a local recipient */
    size_t fresh; /* recipients not seen yet, at the front of the array */
};

/*
 * Look a record up, put what is new of it in, and order its recipients so that
 * those not seen yet are at the front.  Without a message key all are fresh and
 * nothing is kept.
 */
void am_recent_take(struct am_recent *recent, struct am_record *record,
                    struct am_seen *seen);

/* Nothing put in before this call can be taken back any more. */
void am_recent_keep(struct am_recent *recent);

/* Take back what was put in since am_recent_keep(). */
void am_recent_undo(struct am_recent *recent);

#endif
