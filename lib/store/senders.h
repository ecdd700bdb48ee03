/*
 * senders - how many different senders are behind a value, up to five.
 *
 * Kept in memory alone, under keys that live one day of one run of the daemon;
 * a new run begins at nothing.  Bounded: when it is full all is forgotten,
 * which can only make a count too small, and a group less shown.
 */
#ifndef AM_STORE_SENDERS_H
#define AM_STORE_SENDERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"

#define AM_SENDERS_MAX 5 /* from here on a group is not small */

/* Dimensions are those of store/dimension.h; this one is a content. */
#define AM_SENDERS_CONTENT 1000

struct am_senders;

/* Create an empty one.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_senders_create(struct am_senders **senders,
                                    struct am_err *err);

/* Destroy *senders, which may be NULL, and set it to NULL. */
void am_senders_destroy(struct am_senders **senders);

/* Forget all. */
void am_senders_clear(struct am_senders *senders);

/* A value of a day. */
struct am_sender_group {
    int64_t day, dimension, value;
};

/*
 * The record's sender is behind a group.  Returns how many different ones are
 * now known to be, at most AM_SENDERS_MAX; *raised: that is more than before.
 */
int64_t am_senders_add(struct am_senders *senders,
                       const struct am_record *record,
                       const struct am_sender_group *group, bool *raised);

#endif
