/*
 * recent - what recognises messages seen lately.
 *
 * Two ways, and either is enough.  By its key: the same message, sent again or
 * in another transaction to other recipients; for two hours.  By its pass: a
 * message that a relay's content filter has given back, altered or without a
 * Message-ID, names in its header the pass through our MTA that was recorded;
 * for an hour, as MTAs use queue ids again.
 *
 * Of each message there is in memory a key that says "seen", one each for "with
 * a copy in our mailboxes" and "with a local recipient", and one for each
 * recipient.  All of a way carry the time of the first sight in this way, so
 * that they end together and a table rebuilt from the records of two windows
 * answers as the old one did.
 */
#ifndef AM_STORE_RECENT_H
#define AM_STORE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"

#define AM_RECENT_KEY_S  7200 /* how long a message is known by its key */
#define AM_RECENT_PASS_S 3600 /* and by a pass */

struct am_recent;

/* Create it for at most `most` keys, and half as many of passes.  Fails with
 * AM_ENOMEM. */
AM_MUST_CHECK int am_recent_create(struct am_recent **recent, size_t most,
                                   struct am_err *err);

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
 * those not seen yet are at the front.  With neither message key nor pass all
 * are fresh and nothing is kept.
 */
void am_recent_take(struct am_recent *recent, struct am_record *record,
                    struct am_seen *seen);

/* Nothing put in before this call can be taken back any more. */
void am_recent_keep(struct am_recent *recent);

/* Take back what was put in since am_recent_keep(). */
void am_recent_undo(struct am_recent *recent);

#endif
