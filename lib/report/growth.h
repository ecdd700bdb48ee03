/*
 * growth - how fast a row of figures grows a year, robustly.
 *
 * The slope of ln(value) over time by Theil and Sen: the median of the slopes
 * of all pairs, which up to 29 % of wild values cannot carry away.  Its
 * interval of 95 % is Sen's, from the distribution of Kendall's tau (Sen,
 * "Estimates of the Regression Coefficient Based on Kendall's Tau", 1968). Says
 * nothing of seasons: less than a year holds only a part of one.
 */
#ifndef AM_REPORT_GROWTH_H
#define AM_REPORT_GROWTH_H

#include <stddef.h>

#include "base/err.h"
#include "carbon/interval.h"

#define AM_GROWTH_LEAST 8 /* points; of fewer nothing is said */
#define AM_GROWTH_MOST  600

struct am_growth_point {
    double years; /* since whatever time; no two alike */
    double value; /* above 0 */
};

/*
 * The growth a year, 0.1 being 10 % more: central, low, high.  NaN if there are
 * fewer than AM_GROWTH_LEAST points or it is no finite number; of more than
 * AM_GROWTH_MOST the last ones count.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_growth_find(struct am_interval *growth,
                                 const struct am_growth_point *points,
                                 size_t count, struct am_err *err);

#endif
