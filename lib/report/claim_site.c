/*
 * claim_site - power, hardware and growth of the site; see claim_rules.h.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "report/claim_rules.h"

#define DAYS_FOR_GROWTH   328 /* nine of ten, in each of two years */
#define LONGER_LIFE_YEARS 7.0
#define PERCENT           100.0

/* ---- the site ---- */

/* The CO2e of mail with one factor put to another value. */
struct change {
    const struct am_model_input *input;
    enum am_factor_id factor;
    double value;
    int slope; /* the CO2e grows with the factor: 1, falls: -1, either: 0 */
};

/* The change in percent. */
static double change_of(const double *f, const void *context)
{
    const struct change *change = context;
    double changed[AM_FACTOR_COUNT];
    struct am_model before;
    struct am_model after;

    memcpy(changed, f, sizeof(changed));
    changed[change->factor] = change->value;
    am_model_evaluate(change->input, f, &before);
    am_model_evaluate(change->input, changed, &after);
    return PERCENT *
           (after.output[AM_MAIL_KGCO2E] / before.output[AM_MAIL_KGCO2E] - 1);
}

/* No CO2e falls below 0.  The change has one sign for certain if all of the
 * factor's interval is on one side of the other value. */
static struct am_interval limit_change(const struct change *change,
                                       const struct am_interval *now,
                                       struct am_interval interval)
{
    double of_low = change->slope * (change->value - now->low);
    double of_high = change->slope * (change->value - now->high);
    bool is_less = change->slope != 0 && of_low <= 0 && of_high <= 0;
    bool is_more = change->slope != 0 && of_low >= 0 && of_high >= 0;

    return am_interval_limit(interval, is_more ? 0 : -PERCENT,
                             is_less ? 0 : (double)INFINITY);
}

static void add_change(const struct am_claims *claims, struct am_claim *claim,
                       const char *name, struct change change)
{
    const struct am_impact *impact = &claims->report->impact;

    change.input = &impact->input;
    struct am_interval interval = am_estimate_spread(
        &impact->factors, AM_INTERVAL_SIGNED, change_of, &change);
    am_claim_add(claim, name, "%",
                 limit_change(&change,
                              &impact->factors.factor[change.factor].value,
                              interval));
}

void am_claim_pue(const struct am_claims *claims, struct am_claim *claim)
{
    const struct am_factor *pue =
        &claims->report->impact.factors.factor[AM_FACTOR_STORAGE_PUE];

    am_claim_add_given(claim, "storage.pue", "ratio", pue->value);
    if (claims->report->impact.is_known) {
        add_change(claims, claim, N_("change of the CO2e of mail with it"),
                   (struct change){.factor = AM_FACTOR_STORAGE_PUE,
                                   .value = claim->claimed,
                                   .slope = 1});
    }
    am_claim_add_value(claim, "average of sites, Uptime Institute 2025",
                       "ratio", am_claims_benchmark(claims, "uptime.pue_2025"));
    am_claim_add_value(claim, "French operators 2023, Arcep", "ratio",
                       am_claims_benchmark(claims, "arcep.pue_fr_2023"));
    if (pue->status >= AM_FACTOR_CONFIG) {
        am_claim_judge_at_most(claim);
    } else {
        am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                        "a mail relay sees no power: set storage.pue to the "
                        "site's own");
    }
}

static double embodied_share(const double *f, const void *context)
{
    struct am_model model;

    am_model_evaluate(context, f, &model);
    return model.output[AM_MAIL_KG_EMBODIED] / model.output[AM_MAIL_KGCO2E];
}

void am_claim_hardware(const struct am_claims *claims, struct am_claim *claim)
{
    const struct am_impact *impact = &claims->report->impact;
    const struct am_factor *factor = impact->factors.factor;

    if (!am_claim_is_modelled(claims, claim))
        return;
    struct am_interval share = am_estimate_spread(
        &impact->factors, AM_INTERVAL_PLAIN, embodied_share, &impact->input);
    am_claim_add(claim, "embodied share of the CO2e of mail", "ratio",
                 am_interval_limit(share, 0, 1));
    add_change(
        claims, claim, N_("change if all hardware were second-hand"),
        (struct change){.factor = AM_FACTOR_HW_REFURB_SHARE, .value = 1});
    add_change(claims, claim, N_("change if it were kept for 7 years"),
               (struct change){.factor = AM_FACTOR_HW_LIFETIME,
                               .value = LONGER_LIFE_YEARS,
                               .slope = -1});
    am_claim_add_given(claim, "second-hand share now, hw.refurb_share", "ratio",
                       factor[AM_FACTOR_HW_REFURB_SHARE].value);
    am_claim_add_given(claim, "life now, hw.lifetime_years", "year",
                       factor[AM_FACTOR_HW_LIFETIME].value);
    am_claim_judge_at_least(claim);
}

/* ---- growth ---- */

void am_claim_network(const struct am_claims *claims, struct am_claim *claim)
{
    (void)claims;
    am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                    "it takes 12 months of the number of users and of (sender, "
                    "recipient) pairs; neither is kept, so that nobody can be "
                    "watched: of senders only up to 5 a day and group");
}

/* In percent; both are of a year.  NaN: there was nothing. */
static double growth(double before, double after)
{
    return before > 0 ? PERCENT * (after / before - 1) : (double)NAN;
}

/* What a year lacks of its days is up to as much as the growth claimed. */
static double a_day(const struct am_claims_year *year, int64_t sum)
{
    return (double)sum / (double)year->days_with_data;
}

static bool has_two_years(const struct am_claims *claims)
{
    for (size_t i = 0; i < 2; i++) {
        const struct am_claims_year *year = &claims->years[i];
        if (year->days_with_data < DAYS_FOR_GROWTH || year->messages <= 0 ||
            year->message_bytes <= 0)
            return false;
    }
    return true;
}

/* D = messages x bytes of a message x copies of a byte, a day with data. */
void am_claim_rebound(const struct am_claims *claims, struct am_claim *claim)
{
    const struct am_claims_year *one = &claims->years[0];
    const struct am_claims_year *two = &claims->years[1];

    if (!has_two_years(claims)) {
        claim->verdict = AM_CLAIM_NOT_MEASURED;
        static const char reason[] =
            N_("it takes mail on %d days of each of two years: of the 365 days "
               "up to the range's end %" PRId64
               " have data, of the 365 before %" PRId64);
        snprintf(claim->reason, sizeof(claim->reason), reason, DAYS_FOR_GROWTH,
                 two->days_with_data, one->days_with_data);
        snprintf(claim->told, sizeof(claim->told), _(reason), DAYS_FOR_GROWTH,
                 two->days_with_data, one->days_with_data);
        return;
    }
    am_claim_add_value(claim, "growth of delivered bytes", N_("%/year"),
                       growth(a_day(one, one->delivered_bytes),
                              a_day(two, two->delivered_bytes)));
    am_claim_add_value(
        claim, "messages", N_("%/year"),
        growth(a_day(one, one->messages), a_day(two, two->messages)));
    am_claim_add_value(
        claim, "bytes of a message", N_("%/year"),
        growth((double)one->message_bytes / (double)one->messages,
               (double)two->message_bytes / (double)two->messages));
    am_claim_add_value(
        claim, "copies of a byte", N_("%/year"),
        growth((double)one->delivered_bytes / (double)one->message_bytes,
               (double)two->delivered_bytes / (double)two->message_bytes));
    am_claim_add_value(
        claim, "unique bytes: rebound, if sharing began meanwhile",
        N_("%/year"),
        growth(a_day(one, one->unique_bytes), a_day(two, two->unique_bytes)));
    am_claim_judge_at_least(claim);
}

void am_claim_history(const struct am_claims *claims, struct am_claim *claim)
{
    (void)claims;
    am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                    "history: no measuring can test it");
}
