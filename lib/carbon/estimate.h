/*
 * estimate - the carbon model with its uncertainty: every output as an interval
 * over the intervals of the factors, which factor makes it wide, and whether a
 * saving is established.  The formulas are in model, the rule of combining in
 * interval.
 *
 * Two kilograms, never summed and never printed without their basis:
 * `saved.kgco2e` is mail minus shared over the whole life of the copies
 * (storage, network, caches); am_estimate_kept() is bytes kept one year,
 * storage only.
 *
 * Pure functions over plain structs.
 */
#ifndef AM_CARBON_ESTIMATE_H
#define AM_CARBON_ESTIMATE_H

#include "carbon/factor.h"
#include "carbon/interval.h"
#include "carbon/model.h"

/* On ratio.kgco2e: a saving is established only if all of it is above 1. */
enum am_verdict {
    AM_NOT_ESTABLISHED,
    AM_ESTABLISHED,
    AM_LOSS_ESTABLISHED
};

struct am_estimate {
    double step[AM_STEP_COUNT]; /* at central factors */
    struct am_interval output[AM_OUTPUT_COUNT];
    /* Share of each factor in the width of each output, 0 to 1. */
    double weight[AM_OUTPUT_COUNT][AM_FACTOR_COUNT];
    enum am_verdict verdict;
};

/* All outputs with intervals, weights and the verdict. */
void am_estimate_run(const struct am_model_input *input,
                     const struct am_factors *factors,
                     struct am_estimate *estimate);

/* Any function of the factors: one value for each of them in, one value out. */
typedef double am_factors_fn(const double *factors, const void *context);

/* Its interval, by the same rule as that of an output. */
struct am_interval am_estimate_spread(const struct am_factors *factors,
                                      enum am_interval_kind kind,
                                      am_factors_fn *fn, const void *context);

/* kgCO2e of keeping bytes for one year: TB x model.kg_per_tb_year. */
struct am_interval am_estimate_kept(const struct am_estimate *estimate,
                                    double kept_bytes);

#define AM_WEIGHT_TOP 3

struct am_weight {
    enum am_factor_id factor;
    double share; /* 0 to 1 */
};

/*
 * The factors that weigh most in output, heaviest first, ties by id; those of
 * no weight are left out.  Returns how many there are, 0 to AM_WEIGHT_TOP.
 */
size_t am_estimate_weights(const struct am_estimate *estimate,
                           enum am_output output,
                           struct am_weight top[AM_WEIGHT_TOP]);

/* "established", "not established", "loss established". */
const char *am_verdict_name(enum am_verdict verdict);

#endif
