/*
 * interval - low, central and high of one result, from what each uncertain
 * factor alone does to it.
 *
 * The method is one-at-a-time swings, combined in quadrature in the log domain:
 * the rule for products of lognormal factors, taken numerically.  low and high
 * are read as the 5 % and 95 % bounds.  It is first order: interactions of two
 * factors are missed, and the factors are taken as independent.  The central
 * value is the model at central factors, not the median.  Knows neither the
 * factors nor the model; it is arithmetic only.
 */
#ifndef AM_CARBON_INTERVAL_H
#define AM_CARBON_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>

/* low <= central <= high; or all three are NaN: the result has no value. */
struct am_interval {
    double low, central, high;
};

/* The result with one factor at its low and at its high, all others central. */
struct am_swing {
    double at_low, at_high;
};

enum am_interval_kind {
    AM_INTERVAL_PLAIN,  /* log if all is positive, else linear, cut at 0 */
    AM_INTERVAL_SIGNED, /* a difference: log also if all is negative, no cut */
    AM_INTERVAL_LINEAR  /* a difference whose sign is open: linear, no cut */
};

/*
 * Combine the swings of count factors around central, summing in the order
 * given.  A factor that is one value has both ends equal to central.  weight,
 * if not NULL, has count places: the share of each factor in the width, in the
 * domain that was used, summing to 1; all 0 where nothing swings.
 *
 * If central, a swing or a bound is not finite, all of the interval is NaN and
 * all weights are 0.
 */
struct am_interval am_interval_combine(enum am_interval_kind kind,
                                       double central,
                                       const struct am_swing *swings,
                                       size_t count, double *weight);

/* The interval times a number; a negative one swaps low and high. */
struct am_interval am_interval_scale(struct am_interval interval,
                                     double factor);

/* The interval within what the result can be at all, which the quadrature does
 * not know: none of the three below least or above most. */
struct am_interval am_interval_limit(struct am_interval interval, double least,
                                     double most);

/* Has it a value? */
bool am_interval_is_known(const struct am_interval *interval);

/* Does it hold value, its ends included?  False if it has no value. */
bool am_interval_contains(const struct am_interval *interval, double value);

#endif
