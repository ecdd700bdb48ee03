/*
 * json_co2e - see json_co2e.h.
 */
#include "report/json_co2e.h"

#include <math.h>
#include <stdio.h>

#include "report/json.h"
#include "report/words.h"

/* {value, min, max}: central, low, high; null where nothing is known. */
static json_t *interval_json(const struct am_impact *impact,
                             const struct am_interval *interval)
{
    struct am_interval shown = {(double)NAN, (double)NAN, (double)NAN};

    if (impact->is_known)
        shown = *interval;
    return json_pack("{so so so}", "value", am_json_number(shown.central),
                     "min", am_json_number(shown.low), "max",
                     am_json_number(shown.high));
}

static json_t *inputs_json(const struct am_model_input *input)
{
    return json_pack("{sf sf sf sf sf sf sf ss}", "unique_bytes",
                     input->unique_bytes, "message_bytes", input->message_bytes,
                     "linked_bytes", input->linked_bytes, "delivered_bytes",
                     input->delivered_bytes, "hop_bytes", input->hop_bytes,
                     "messages", input->messages, "deliveries",
                     input->deliveries, "share_scope",
                     am_share_scope_name(input->share_scope));
}

static json_t *factor_json(const struct am_factor *factor)
{
    return json_pack("{ss sf sf sf ss ss ss?}", "id", factor->id, "value",
                     factor->value.central, "min", factor->value.low, "max",
                     factor->value.high, "unit", factor->unit, "status",
                     am_factor_status_name(factor->status), "source",
                     factor->source);
}

static json_t *factors_json(const struct am_factors *factors)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < AM_FACTOR_COUNT; i++) {
        if (json_array_append_new(list, factor_json(&factors->factor[i])) < 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *weights_json(const struct am_impact *impact)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count = impact->is_known ? am_estimate_weights(&impact->estimate,
                                                          AM_SAVED_KGCO2E, top)
                                    : 0;
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < count; i++) {
        json_t *weight =
            json_pack("{ss sf}", "id", am_factor_name(top[i].factor), "share",
                      top[i].share);
        if (json_array_append_new(list, weight) < 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *benchmark_json(const struct am_impact *impact)
{
    return json_pack(
        "{ss so ss ss}", "id", AM_LECKO_FACTOR, "value",
        am_json_number(impact->is_known ? impact->lecko_kg : (double)NAN),
        "unit", "kgCO2e", "basis", AM_BASIS_LECKO);
}

static json_t *kept_json(const struct am_impact *impact)
{
    json_t *kept = interval_json(impact, &impact->kept);

    if (json_object_set_new(kept, "unit", json_string("kgCO2e")) < 0 ||
        json_object_set_new(kept, "basis", json_string(AM_BASIS_KEPT)) < 0) {
        json_decref(kept);
        return NULL;
    }
    return kept;
}

static json_t *sources_json(const struct am_impact *impact)
{
    const struct am_factors *factors = &impact->factors;

    return json_pack(
        "{ss ss? si sb so so so s{ss ss}}", "scope", "own", "country",
        factors->grid == NULL ? NULL : factors->grid->country, "year",
        factors->grid_year, "grid_is_fallback", (int)factors->grid_is_fallback,
        "inputs", inputs_json(&impact->input), "factors", factors_json(factors),
        "weights", weights_json(impact), "factor_file", "version",
        factors->version, "sha256", factors->sha256);
}

json_t *am_json_co2e(const struct am_impact *impact)
{
    const struct am_estimate *estimate = &impact->estimate;
    char method[AM_METHOD_SIZE];
    json_t *saved = interval_json(impact, &estimate->output[AM_SAVED_KGCO2E]);
    json_t *words = json_pack(
        "{ss si ss ss? ss so so so so}", "unit", "kgCO2e",
        "significant_figures", AM_SIGNIFICANT_DIGITS, "basis", AM_BASIS_SAVED,
        "verdict", impact->is_known ? am_verdict_name(estimate->verdict) : NULL,
        "method", am_method_name(&impact->factors, method), "ratio",
        interval_json(impact, &estimate->output[AM_RATIO_KGCO2E]), "mail",
        interval_json(impact, &estimate->output[AM_MAIL_KGCO2E]), "shared",
        interval_json(impact, &estimate->output[AM_SHARED_KGCO2E]),
        "kept_per_year", kept_json(impact));
    json_t *sources = sources_json(impact);
    json_t *benchmark = benchmark_json(impact);

    int lost = json_object_update(saved, words) < 0 ||
               json_object_update(saved, sources) < 0 ||
               json_object_set(saved, "benchmark", benchmark) < 0;
    json_decref(words);
    json_decref(sources);
    json_decref(benchmark);
    if (!lost)
        return saved;
    json_decref(saved);
    return NULL;
}

json_t *am_json_sci(const struct am_impact *impact)
{
    json_t *sci = interval_json(impact, &impact->estimate.output[AM_MAIL_SCI]);

    if (json_object_set_new(sci, "unit",
                            json_string("kgCO2e per delivered copy")) < 0) {
        json_decref(sci);
        return NULL;
    }
    return sci;
}
