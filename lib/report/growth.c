/* growth - see growth.h. */
#include "report/growth.h"

#include <math.h>
#include <stdlib.h>

#define NORMAL_95 1.959963984540054 /* both sides */

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

static size_t find_slopes(const struct am_growth_point *points, size_t count,
                          double *slopes)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            slopes[used++] = (log(points[j].value) - log(points[i].value)) /
                             (points[j].years - points[i].years);
        }
    }
    qsort(slopes, used, sizeof(slopes[0]), compare);
    return used;
}

static double median(const double *sorted, size_t count)
{
    return count % 2 == 1 ? sorted[count / 2]
                          : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

/* The one of a rank, from 1; beyond the ends it is the end. */
static double ranked(const double *sorted, size_t count, double rank)
{
    if (rank < 1)
        return sorted[0];
    return rank > (double)count ? sorted[count - 1] : sorted[(size_t)rank - 1];
}

static double a_year(double slope)
{
    double growth = expm1(slope);

    return isfinite(growth) ? growth : (double)NAN;
}

int am_growth_find(struct am_interval *growth,
                   const struct am_growth_point *points, size_t count,
                   struct am_err *err)
{
    *growth = (struct am_interval){(double)NAN, (double)NAN, (double)NAN};
    if (count < AM_GROWTH_LEAST)
        return 0;
    if (count > AM_GROWTH_MOST) {
        points += count - AM_GROWTH_MOST;
        count = AM_GROWTH_MOST;
    }
    double *slopes = calloc(count * (count - 1) / 2, sizeof(slopes[0]));
    if (slopes == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the growth");
    size_t pairs = find_slopes(points, count, slopes);
    double n = (double)count;
    double width = NORMAL_95 * sqrt(n * (n - 1) * (2 * n + 5) / 18);
    growth->low =
        a_year(ranked(slopes, pairs, floor(((double)pairs - width) / 2)));
    growth->central = a_year(median(slopes, pairs));
    growth->high =
        a_year(ranked(slopes, pairs, ceil(((double)pairs + width) / 2) + 1));
    free(slopes);
    return 0;
}
