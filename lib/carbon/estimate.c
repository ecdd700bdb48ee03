/* estimate - see estimate.h. */
#include "carbon/estimate.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/language.h"

#define BYTES_PER_TB 1e12

/* The model at central factors, and with each factor alone at its ends. */
struct runs {
    struct am_model central;
    struct am_model at_low[AM_FACTOR_COUNT];
    struct am_model at_high[AM_FACTOR_COUNT];
};

static void run_all(const struct am_model_input *input,
                    const struct am_factors *factors, struct runs *runs)
{
    double value[AM_FACTOR_COUNT];

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++)
        value[i] = factors->factor[i].value.central;
    am_model_evaluate(input, value, &runs->central);
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        const struct am_interval *range = &factors->factor[i].value;
        value[i] = range->low;
        am_model_evaluate(input, value, &runs->at_low[i]);
        value[i] = range->high;
        am_model_evaluate(input, value, &runs->at_high[i]);
        value[i] = range->central;
    }
}

static void combine(const struct runs *runs, enum am_output output,
                    enum am_interval_kind kind, struct am_estimate *estimate)
{
    struct am_swing swings[AM_FACTOR_COUNT];

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        swings[i] = (struct am_swing){runs->at_low[i].output[output],
                                      runs->at_high[i].output[output]};
    }
    estimate->output[output] =
        am_interval_combine(kind, runs->central.output[output], swings,
                            AM_FACTOR_COUNT, estimate->weight[output]);
}

static const struct {
    enum am_output saved, ratio;
} savings[] = {
    {AM_SAVED_GB_MONTHS, AM_RATIO_GB_MONTHS},
    {AM_SAVED_KGCO2E, AM_RATIO_KGCO2E},
    {AM_SAVED_KWH, AM_RATIO_KWH},
};

#define SAVING_COUNT (sizeof(savings) / sizeof(savings[0]))

static bool is_saving(enum am_output output)
{
    for (size_t i = 0; i < SAVING_COUNT; i++) {
        if (savings[i].saved == output)
            return true;
    }
    return false;
}

/* With a ratio that may be 1 the sign of the saving is open, and a logarithm
 * has no meaning for it. */
static enum am_interval_kind saving_kind(const struct am_interval *ratio)
{
    bool is_open =
        !am_interval_is_known(ratio) || am_interval_contains(ratio, 1);
    return is_open ? AM_INTERVAL_LINEAR : AM_INTERVAL_SIGNED;
}

static enum am_verdict verdict_of(const struct am_interval *ratio)
{
    if (ratio->low > 1)
        return AM_ESTABLISHED;
    return ratio->high < 1 ? AM_LOSS_ESTABLISHED : AM_NOT_ESTABLISHED;
}

void am_estimate_run(const struct am_model_input *input,
                     const struct am_factors *factors,
                     struct am_estimate *estimate)
{
    struct runs runs;

    run_all(input, factors, &runs);
    memcpy(estimate->step, runs.central.step, sizeof(estimate->step));
    for (size_t i = 0; i < AM_OUTPUT_COUNT; i++) {
        if (!is_saving((enum am_output)i))
            combine(&runs, (enum am_output)i, AM_INTERVAL_PLAIN, estimate);
    }
    for (size_t i = 0; i < SAVING_COUNT; i++) {
        combine(&runs, savings[i].saved,
                saving_kind(&estimate->output[savings[i].ratio]), estimate);
    }
    estimate->verdict = verdict_of(&estimate->output[AM_RATIO_KGCO2E]);
}

struct am_interval am_estimate_spread(const struct am_factors *factors,
                                      enum am_interval_kind kind,
                                      am_factors_fn *fn, const void *context)
{
    struct am_swing swings[AM_FACTOR_COUNT];
    double value[AM_FACTOR_COUNT];

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++)
        value[i] = factors->factor[i].value.central;
    double central = fn(value, context);
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        const struct am_interval *range = &factors->factor[i].value;
        value[i] = range->low;
        swings[i].at_low = fn(value, context);
        value[i] = range->high;
        swings[i].at_high = fn(value, context);
        value[i] = range->central;
    }
    return am_interval_combine(kind, central, swings, AM_FACTOR_COUNT, NULL);
}

struct am_interval am_estimate_kept(const struct am_estimate *estimate,
                                    double kept_bytes)
{
    return am_interval_scale(estimate->output[AM_MODEL_KG_PER_TB_YEAR],
                             kept_bytes / BYTES_PER_TB);
}

size_t am_estimate_weights(const struct am_estimate *estimate,
                           enum am_output output,
                           struct am_weight top[AM_WEIGHT_TOP])
{
    size_t count = 0;

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        struct am_weight next = {(enum am_factor_id)i,
                                 estimate->weight[output][i]};
        if (!(next.share > 0))
            continue;
        /* Only a heavier one goes before: equal ones stay in order of id. */
        size_t place = count;
        while (place > 0 && top[place - 1].share < next.share)
            place--;
        if (place == AM_WEIGHT_TOP)
            continue;
        if (count < AM_WEIGHT_TOP)
            count++;
        for (size_t j = count - 1; j > place; j--)
            top[j] = top[j - 1];
        top[place] = next;
    }
    return count;
}

const char *am_verdict_name(enum am_verdict verdict)
{
    static const char *const names[] = {
        [AM_NOT_ESTABLISHED] = N_("not established"),
        [AM_ESTABLISHED] = N_("established"),
        [AM_LOSS_ESTABLISHED] = N_("loss established"),
    };
    return names[verdict];
}
