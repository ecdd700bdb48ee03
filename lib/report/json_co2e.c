/*
 * json_co2e - see json_co2e.h.
 */
#include "report/json_co2e.h"

#include <math.h>
#include <stdio.h>

#include "report/json.h"
#include "report/words.h"

json_t *am_json_interval(const struct am_interval *interval)
{
    return json_pack("{so so so}", "value", am_json_number(interval->central),
                     "min", am_json_number(interval->low), "max",
                     am_json_number(interval->high));
}

static const struct am_interval unknown = {(double)NAN, (double)NAN,
                                           (double)NAN};

/* Of an output, null where nothing is known. */
static json_t *interval_json(const struct am_impact *impact,
                             const struct am_interval *interval)
{
    return am_json_interval(impact->is_known ? interval : &unknown);
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

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++)
        am_json_append(&list, factor_json(&factors->factor[i]));
    return list;
}

json_t *am_json_weights(const struct am_estimate *estimate,
                        enum am_output output)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count = am_estimate_weights(estimate, output, top);
    char option[AM_OPTION_TEXT_SIZE];
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        am_json_append(
            &list, json_pack("{ss sf ss}", "id", am_factor_name(top[i].factor),
                             "share", top[i].share, "option",
                             am_explain_option(top[i].factor, option)));
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

    if (json_object_set_new(kept, "bytes", json_integer(impact->kept_bytes)) <
            0 ||
        json_object_set_new(kept, "unit", json_string("kgCO2e")) < 0 ||
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
        "weights",
        impact->is_known ? am_json_weights(&impact->estimate, AM_SAVED_KGCO2E)
                         : json_array(),
        "factor_file", "version", factors->version, "sha256", factors->sha256);
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

    saved = am_json_join(am_json_join(saved, words), sources_json(impact));
    return am_json_join(saved,
                        json_pack("{so}", "benchmark", benchmark_json(impact)));
}

/* (E x I + M) / R of one scenario; the outputs are its. */
static json_t *scenario_json(const struct am_estimate *estimate,
                             enum am_output kwh, enum am_output kg_embodied,
                             enum am_output sci)
{
    json_t *object = am_json_interval(&estimate->output[sci]);

    if (json_object_set_new(object, "e_kwh",
                            am_json_interval(&estimate->output[kwh])) < 0 ||
        json_object_set_new(object, "m_kg_co2e",
                            am_json_interval(&estimate->output[kg_embodied])) <
            0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

json_t *am_json_sci(const struct am_explain *explain)
{
    const struct am_estimate *estimate = explain->estimate;
    const struct am_factors *factors = explain->factors;
    const struct am_factor *grid = &factors->factor[AM_FACTOR_GRID];
    json_t *sci = am_json_interval(&estimate->output[AM_MAIL_SCI]);
    json_t *more = json_pack(
        "{ss ss ss ss ss ss? si so sf so so}", "unit",
        "kgCO2e per delivered copy", "method",
        "ISO/IEC 21031:2024 (SCI): (E x I + M) / R", "functional_unit",
        "R: a delivered recipient copy", "boundary", AM_BOUNDARY, "electricity",
        "location-based, the yearly mean of a grid; no offset, no certificate",
        "country", factors->grid == NULL ? NULL : factors->grid->country,
        "year", factors->grid_year, "i_g_co2e_per_kwh",
        am_json_interval(&grid->value), "r_copies", explain->input->deliveries,
        "mail",
        scenario_json(estimate, AM_MAIL_KWH, AM_MAIL_KG_EMBODIED, AM_MAIL_SCI),
        "shared",
        scenario_json(estimate, AM_SHARED_KWH, AM_SHARED_KG_EMBODIED,
                      AM_SHARED_SCI));

    return am_json_join(sci, more);
}
