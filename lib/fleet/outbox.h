/*
 * outbox - what of the relay's database is shipped, read from it in order.
 *
 * A sequence is given when its row is written, and writers take turns, so who
 * sees one sees all before it.  Reads only.
 */
#ifndef AM_FLEET_OUTBOX_H
#define AM_FLEET_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

/* An attachment, or (ordinal > 0) a content inside it: then the fingerprint,
 * its key, size, family and senders are that content's, the rest is the
 * container's, under whose content_family the sums of its day have it. */
struct am_outbox_row {
    int64_t sequence, ordinal;
    int64_t message, day, direction;
    const char *domain;
    int64_t local_given, local, external, sent, hops, continuation;
    int64_t lmtp, cyrus;                   /* under the settings of its day */
    unsigned char relay[AM_RELAY_ID_SIZE]; /* as the database has it */
    unsigned char key_id[AM_KEY_ID_SIZE];
    bool is_digested;
    unsigned char fingerprint[AM_FINGERPRINT_SIZE]; /* if it is */
    int64_t parts; /* contents inside it; 0 where ordinal > 0 */
    int64_t type, class, family, content_family, senders;
    int64_t encoding, disposition, has_name, has_content_id;
    int64_t size_bytes, stored_bytes, wire_bytes, layout;
};

/* What *row points to is gone when it returns.  Returns 0 to go on, 1 to end
 * the scan in front of this sequence, -1 to fail. */
typedef int am_outbox_fn(void *context, const struct am_outbox_row *row,
                         struct am_err *err);

struct am_outbox;

/* Open it over a store, which must outlive it.  Fails as am_store_open() does,
 * as all of these do. */
AM_MUST_CHECK int am_outbox_open(struct am_outbox **outbox,
                                 struct am_store *store, struct am_err *err);

/* Close *outbox, which may be NULL, and set it to NULL. */
void am_outbox_close(struct am_outbox **outbox);

/* The last sequence that was given; 0: none. */
AM_MUST_CHECK int am_outbox_last(struct am_outbox *outbox, int64_t *sequence,
                                 struct am_err *err);

/*
 * Call on_row for each row after one sequence up to another, an attachment
 * before what is inside it.
 */
AM_MUST_CHECK int am_outbox_scan(struct am_outbox *outbox, int64_t after,
                                 int64_t until, am_outbox_fn *on_row,
                                 void *context, struct am_err *err);

#endif
