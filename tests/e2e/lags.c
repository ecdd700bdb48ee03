/*
 * lags - see lags.h.
 */
#include "e2e/lags.h"

#include <stdlib.h>
#include <string.h>

#include "mta/random.h"

#define RESAMPLES 1000

void lags_add(struct lags *lags, int64_t ns)
{
    int64_t place = ns / 1000 / LAG_US;

    atomic_fetch_add(&lags->counts[place < LAG_MOST ? place : LAG_MOST], 1);
    atomic_fetch_add(&lags->all, 1);
}

double lags_ms(const struct lags *lags, double share)
{
    double wanted = share * (double)atomic_load(&lags->all);
    double below = 0;
    size_t i = 0;

    for (; i < LAG_MOST; i++) {
        below += (double)atomic_load(&lags->counts[i]);
        if (below >= wanted)
            break;
    }
    return (double)(i + 1) * LAG_US / 1000;
}

static void move(struct lags *from, struct lags *to)
{
    for (size_t i = 0; i <= LAG_MOST; i++) {
        unsigned count = atomic_exchange(&from->counts[i], 0);

        atomic_fetch_add(&to->counts[i], count);
    }
    atomic_fetch_add(&to->all, atomic_exchange(&from->all, 0));
}

void lag_pair_take(struct lag_pair *pair, struct lags *ours,
                   struct lags *theirs)
{
    if (pair->count < LAG_SLICES) {
        pair->late_ms[pair->count++] =
            lags_ms(ours, 0.99) - lags_ms(theirs, 0.99);
    }
    move(ours, &pair->ours);
    move(theirs, &pair->theirs);
}

static int compare(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;

    return (l > r) - (l < r);
}

/* Sorts the values. */
static double median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), compare);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

struct lag_interval lag_pair_interval(const struct lag_pair *pair)
{
    static double sample[LAG_SLICES];
    static double medians[RESAMPLES];
    struct lag_interval interval = {0};
    struct am_random random;

    if (pair->count == 0)
        return interval;
    am_random_begin(&random, 1);
    for (size_t i = 0; i < RESAMPLES; i++) {
        for (size_t j = 0; j < pair->count; j++) {
            sample[j] =
                pair->late_ms[am_random_below(&random, (unsigned)pair->count)];
        }
        medians[i] = median(sample, pair->count);
    }
    memcpy(sample, pair->late_ms, sizeof(sample));
    interval.median_ms = median(sample, pair->count);
    qsort(medians, RESAMPLES, sizeof(*medians), compare);
    interval.low_ms = medians[RESAMPLES * 25 / 1000];
    interval.high_ms = medians[RESAMPLES * 975 / 1000];
    return interval;
}
