/*
 * explain_json - an explanation as JSON; see explain.h.
 */
#include "report/explain.h"
#include "report/json.h"
#include "report/json_co2e.h"
#include "report/words.h"

/* Adds what only some rows have; not 0: no memory. */
static int add_interval(json_t *object, const struct am_explain_row *row)
{
    return json_object_set_new(object, "min", am_json_number(row->value.low)) |
           json_object_set_new(object, "max", am_json_number(row->value.high));
}

static int add_source(json_t *object, const struct am_explain_row *row)
{
    return json_object_set_new(object, "status", json_string(row->status)) |
           json_object_set_new(object, "source", json_string(row->source));
}

static json_t *row_json(const struct am_explain_row *row)
{
    bool is_factor = row->kind == AM_EXPLAIN_FACTOR;
    bool is_interval = is_factor || row->kind == AM_EXPLAIN_OUTPUT;
    json_t *object = json_pack(
        "{ss ss* so ss ss* ss}", is_interval ? "id" : "symbol", row->symbol,
        "name", row->name, "value", am_json_number(row->value.central), "unit",
        row->unit, "formula", row->formula, is_factor ? "note" : "meaning",
        row->meaning);

    if ((is_interval && add_interval(object, row) != 0) ||
        (is_factor && add_source(object, row) != 0)) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *rows_json(const struct am_explain *explain,
                         enum am_explain_kind kind)
{
    struct am_explain_row row;
    json_t *rows = json_array();

    for (size_t i = 0; am_explain_row(explain, kind, i, &row); i++)
        am_json_append(&rows, row_json(&row));
    return rows;
}

static json_t *weights_json(const struct am_estimate *estimate)
{
    json_t *weights = json_object();
    int lost = 0;

    for (size_t i = 0; i < AM_EXPLAINED_COUNT; i++) {
        enum am_output output = am_explained_outputs[i];
        lost |= json_object_set_new(weights, am_output_name(output),
                                    am_json_weights(estimate, output));
    }
    if (!lost)
        return weights;
    json_decref(weights);
    return NULL;
}

json_t *am_explain_json(const struct am_explain *explain)
{
    json_t *object = json_pack("{ss ss ss so}", "attribution", AM_ATTRIBUTION,
                               "interval", AM_INTERVAL_RULE, "share_scope",
                               am_share_scope_name(explain->input->share_scope),
                               "weights", weights_json(explain->estimate));
    int lost = object == NULL;

    for (unsigned kind = 0; kind < AM_EXPLAIN_KIND_COUNT; kind++) {
        lost |= json_object_set_new(
            object, am_explain_kind_name((enum am_explain_kind)kind),
            rows_json(explain, (enum am_explain_kind)kind));
    }
    if (!lost)
        return object;
    json_decref(object);
    return NULL;
}
