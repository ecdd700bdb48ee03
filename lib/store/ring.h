/*
 * ring - a bounded set of 64-bit keys that are forgotten after a time.
 *
 * Each key has a time of its own and stands in the order of arrival: the oldest
 * are forgotten when their time is over or the room ends, the newest can be
 * taken back when a transaction fails.  Keys are parts of HMACs, so they are
 * their own hash.  Does not know what a key means.
 */
#ifndef AM_STORE_RING_H
#define AM_STORE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct am_ring;

/* Create it for at most `most` keys (28 bytes each), which are found for
 * window_s seconds.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_ring_create(struct am_ring **ring, size_t most,
                                 int64_t window_s, struct am_err *err);

/* Destroy *ring, which may be NULL, and set it to NULL. */
void am_ring_destroy(struct am_ring **ring);

/* Is key there with a time that is within the window of now_s?  *time_s, if
 * that is asked for, is then the one put in last. */
bool am_ring_find(const struct am_ring *ring, uint64_t key, int64_t now_s,
                  int64_t *time_s);

/* Put key in, whether it is there or not. */
void am_ring_put(struct am_ring *ring, uint64_t key, int64_t time_s);

/* Forget keys that nothing can find any more at now_s, clocks that go back by a
 * window included. */
void am_ring_expire(struct am_ring *ring, int64_t now_s);

/* Nothing put in before this call can be taken back any more. */
void am_ring_keep(struct am_ring *ring);

/* Take back what was put in since am_ring_keep(). */
void am_ring_undo(struct am_ring *ring);

#endif
