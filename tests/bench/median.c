/* median - see median.h. */
#include "median.h"

#include <stdlib.h>
#include <string.h>

#include "mta/random.h"
#include "must.h"

#define RESAMPLES 2000

static int compare(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;

    return (l > r) - (l < r);
}

double median_of(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), compare);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

struct median_interval median_interval(const double *values, size_t count)
{
    static double medians[RESAMPLES];
    struct am_random random;

    if (count == 0)
        return (struct median_interval){0};
    double *sample = calloc(count, sizeof(*sample));
    must(sample != NULL, "memory");
    am_random_begin(&random, 1);
    for (size_t i = 0; i < RESAMPLES; i++) {
        for (size_t j = 0; j < count; j++)
            sample[j] = values[am_random_below(&random, (unsigned)count)];
        medians[i] = median_of(sample, count);
    }
    qsort(medians, RESAMPLES, sizeof(*medians), compare);
    memcpy(sample, values, count * sizeof(*sample));
    const struct median_interval interval = {
        .median = median_of(sample, count),
        .low = medians[RESAMPLES * 25 / 1000],
        .high = medians[RESAMPLES * 975 / 1000],
    };
    free(sample);
    return interval;
}
