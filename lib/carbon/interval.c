/* interval - see interval.h.  Sums run in the order given, without any
 * reordering: two implementations must agree to 1e-9. */
#include "carbon/interval.h"

#include <math.h>

static const struct am_interval unknown = {(double)NAN, (double)NAN,
                                           (double)NAN};

/* The results a factor alone spans, the central one among them. */
struct span {
    double low, high;
};

static struct span span_of(const struct am_swing *swing, double central)
{
    return (struct span){
        .low = fmin(fmin(swing->at_low, swing->at_high), central),
        .high = fmax(fmax(swing->at_low, swing->at_high), central),
    };
}

enum domain {
    DOMAIN_UNKNOWN,
    DOMAIN_LOG,
    DOMAIN_NEGATIVE, /* log of the opposite */
    DOMAIN_LINEAR
};

static enum domain domain_of(enum am_interval_kind kind, double central,
                             const struct am_swing *swings, size_t count)
{
    struct span all = {central, central};

    if (!isfinite(central))
        return DOMAIN_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(swings[i].at_low) || !isfinite(swings[i].at_high))
            return DOMAIN_UNKNOWN;
        struct span span = span_of(&swings[i], central);
        all.low = fmin(all.low, span.low);
        all.high = fmax(all.high, span.high);
    }
    if (kind == AM_INTERVAL_LINEAR)
        return DOMAIN_LINEAR;
    if (all.low > 0)
        return DOMAIN_LOG;
    return all.high < 0 ? DOMAIN_NEGATIVE : DOMAIN_LINEAR;
}

/* How far a factor alone takes the result down and up, in the domain. */
static struct span distance(enum domain domain, struct span span,
                            double central)
{
    switch (domain) {
    case DOMAIN_LOG:
        return (struct span){log(central / span.low), log(span.high / central)};
    case DOMAIN_NEGATIVE:
        return (struct span){log(span.low / central), log(central / span.high)};
    case DOMAIN_LINEAR:
    case DOMAIN_UNKNOWN:
    default:
        return (struct span){central - span.low, span.high - central};
    }
}

static struct am_interval bounds(enum domain domain, double central,
                                 double down, double up)
{
    switch (domain) {
    case DOMAIN_LOG:
        return (struct am_interval){central * exp(-down), central,
                                    central * exp(up)};
    case DOMAIN_NEGATIVE:
        return (struct am_interval){central * exp(down), central,
                                    central * exp(-up)};
    case DOMAIN_LINEAR:
    case DOMAIN_UNKNOWN:
    default:
        return (struct am_interval){central - down, central, central + up};
    }
}

static void share_out(double *weight, size_t count, double sum)
{
    bool has_sum = sum > 0 && isfinite(sum);

    for (size_t i = 0; i < count; i++)
        weight[i] = has_sum ? weight[i] / sum : 0;
}

struct am_interval am_interval_combine(enum am_interval_kind kind,
                                       double central,
                                       const struct am_swing *swings,
                                       size_t count, double *weight)
{
    enum domain domain = domain_of(kind, central, swings, count);
    double down = 0;
    double up = 0;

    for (size_t i = 0; i < count; i++) {
        struct span far =
            distance(domain, span_of(&swings[i], central), central);
        down += far.low * far.low;
        up += far.high * far.high;
        if (weight != NULL)
            weight[i] = far.low * far.low + far.high * far.high;
    }
    struct am_interval result = bounds(domain, central, sqrt(down), sqrt(up));
    bool is_known = domain != DOMAIN_UNKNOWN && am_interval_is_known(&result);
    if (weight != NULL)
        share_out(weight, count, is_known ? down + up : 0);
    if (!is_known)
        return unknown;
    if (domain == DOMAIN_LINEAR && kind == AM_INTERVAL_PLAIN) {
        result.low = fmax(result.low, 0);
        result.central = fmax(result.central, 0);
        result.high = fmax(result.high, 0);
    }
    return result;
}

struct am_interval am_interval_scale(struct am_interval interval, double factor)
{
    struct am_interval scaled = {interval.low * factor,
                                 interval.central * factor,
                                 interval.high * factor};
    if (factor < 0) {
        double low = scaled.high;
        scaled.high = scaled.low;
        scaled.low = low;
    }
    return scaled;
}

/* NaN stays, as it compares with nothing. */
static double limit(double value, double least, double most)
{
    if (value < least)
        return least;
    return value > most ? most : value;
}

struct am_interval am_interval_limit(struct am_interval interval, double least,
                                     double most)
{
    return (struct am_interval){limit(interval.low, least, most),
                                limit(interval.central, least, most),
                                limit(interval.high, least, most)};
}

bool am_interval_is_known(const struct am_interval *interval)
{
    return isfinite(interval->low) && isfinite(interval->central) &&
           isfinite(interval->high);
}

bool am_interval_contains(const struct am_interval *interval, double value)
{
    return interval->low <= value && value <= interval->high;
}
