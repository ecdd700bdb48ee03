/*
 * lags - how long answers took, of two milters beside each other.
 *
 * Compared slice by slice: a slice is a moment in which both had the same mail
 * on the same machine, so a busy moment meets both alike.
 */
#ifndef AM_TESTS_E2E_LAGS_H
#define AM_TESTS_E2E_LAGS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define LAG_US     10 /* microseconds a count; the last is of all above */
#define LAG_MOST   100000
#define LAG_SLICES 4000 /* later ones are not compared */

struct lags {
    atomic_uint counts[LAG_MOST + 1];
    atomic_uint all;
};

/* Any thread. */
void lags_add(struct lags *lags, int64_t ns);

/* What this share (0.99) of them does not exceed, in milliseconds. */
double lags_ms(const struct lags *lags, double share);

struct lag_pair {
    struct lags ours, theirs; /* all slices */
    double late_ms[LAG_SLICES];
    size_t count;
};

/* Take a slice: how much later 99 in 100 of ours were.  Both begin anew. */
void lag_pair_take(struct lag_pair *pair, struct lags *ours,
                   struct lags *theirs);

#endif
