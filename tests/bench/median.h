/*
 * median - of measurements that other work on the machine disturbs: the median,
 * and how sure of it one may be.
 */
#ifndef AM_BENCH_MEDIAN_H
#define AM_BENCH_MEDIAN_H

#include <stddef.h>

struct median_interval {
    double median, low, high; /* 95 % */
};

/* The median of one value or more, which are sorted thereby. */
double median_of(double *values, size_t count);

/*
 * By bootstrap: medians of samples drawn with replacement, the same ones each
 * time.  All zero where there is no value.  The process ends if there is no
 * memory.
 */
struct median_interval median_interval(const double *values, size_t count);

#endif
