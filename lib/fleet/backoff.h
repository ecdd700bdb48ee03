/*
 * backoff - how long to wait before the next attempt: longer each time, and by
 * chance, so that relays that failed together do not come back together.
 */
#ifndef AM_FLEET_BACKOFF_H
#define AM_FLEET_BACKOFF_H

#include <stdint.h>

#define AM_BACKOFF_FIRST_MS 100
#define AM_BACKOFF_MOST_MS  300000

/*
 * After `failures` attempts in a row, at least one: `chance`, which may be any
 * number, within 0 and the first time doubled for each failure, at most
 * AM_BACKOFF_MOST_MS; never under a tenth of that, lest it is no wait.
 */
int64_t am_backoff_ms(unsigned failures, uint64_t chance);

#endif
