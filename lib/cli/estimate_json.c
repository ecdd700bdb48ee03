/* estimate_json - see estimate_json.h. */
#include "cli/estimate_json.h"

#include <jansson.h>

#include "report/json.h"
#include "report/json_co2e.h"

/* NULL values are taken by json_..._set_new(), which then fails: one check of
 * each result is enough. */
static json_t *interval_json(const struct am_interval *interval)
{
    if (!am_interval_is_known(interval))
        return json_null();
    return json_pack("[f,f,f]", interval->low, interval->central,
                     interval->high);
}

static int add_outputs(json_t *root, const struct am_estimate *estimate)
{
    int result = 0;

    for (size_t i = 0; i < AM_OUTPUT_COUNT; i++) {
        result |= json_object_set_new(root, am_output_name((enum am_output)i),
                                      interval_json(&estimate->output[i]));
    }
    return result;
}

static int add_weights(json_t *root, const struct am_estimate *estimate)
{
    json_t *weights = json_object();
    int result = 0;

    for (size_t i = 0; i < AM_OUTPUT_COUNT; i++) {
        result |=
            json_object_set_new(weights, am_output_name((enum am_output)i),
                                am_json_weights(estimate, (enum am_output)i));
    }
    return result | json_object_set_new(root, "weights", weights);
}

static int add_factors(json_t *root, const struct am_factors *factors)
{
    json_t *set = json_object();
    int result = 0;

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        const struct am_factor *factor = &factors->factor[i];
        if (factor->status > AM_FACTOR_FILE) {
            result |= json_object_set_new(
                set, factor->id,
                json_pack("{s:s,s:o}", "status",
                          am_factor_status_name(factor->status), "value",
                          interval_json(&factor->value)));
        }
    }
    return result | json_object_set_new(root, "factors",
                                        json_pack("{s:s,s:s,s:o}", "version",
                                                  factors->version, "sha256",
                                                  factors->sha256, "set", set));
}

static int add_grid(json_t *root, const struct am_factors *factors)
{
    const struct am_grid *grid = factors->grid;
    json_t *g_per_kwh = interval_json(&factors->factor[AM_FACTOR_GRID].value);

    return json_object_set_new(
        root, "grid",
        grid == NULL ? json_pack("{s:n,s:n,s:n,s:o}", "country", "year", "name",
                                 "g_per_kwh", g_per_kwh)
                     : json_pack("{s:s,s:i,s:s,s:o}", "country", grid->country,
                                 "year", factors->grid_year, "name", grid->name,
                                 "g_per_kwh", g_per_kwh));
}

static int add_input(json_t *root, const struct am_model_input *input)
{
    return json_object_set_new(
        root, "input",
        json_pack("{s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:s}", "unique_bytes",
                  input->unique_bytes, "message_bytes", input->message_bytes,
                  "linked_bytes", input->linked_bytes, "delivered_bytes",
                  input->delivered_bytes, "hop_bytes", input->hop_bytes,
                  "messages", input->messages, "deliveries", input->deliveries,
                  "share_scope", am_share_scope_name(input->share_scope)));
}

/* What is given per mailbox and year. */
static const enum am_output per_mailbox[] = {AM_MAIL_KGCO2E, AM_SHARED_KGCO2E,
                                             AM_SAVED_KGCO2E};

#define PER_MAILBOX_COUNT (sizeof(per_mailbox) / sizeof(per_mailbox[0]))

static int add_per_mailbox(json_t *root, const struct am_estimate_view *view)
{
    json_t *rows = json_pack("{s:f,s:f}", "mailboxes", view->mailboxes,
                             "period_days", view->period_days);
    int result = 0;

    for (size_t i = 0; i < PER_MAILBOX_COUNT; i++) {
        struct am_interval value =
            am_estimate_per_mailbox_year(view, per_mailbox[i]);
        result |= json_object_set_new(rows, am_output_name(per_mailbox[i]),
                                      interval_json(&value));
    }
    return result | json_object_set_new(root, "per_mailbox_year", rows);
}

static int fill(json_t *root, const struct am_estimate_view *view)
{
    json_t *warnings =
        view->warning == NULL ? json_array() : json_pack("[s]", view->warning);
    int result = json_object_set_new(root, "schema",
                                     json_string("attachmeter.estimate/1"));

    result |= add_outputs(root, view->estimate.estimate);
    result |= json_object_set_new(
        root, "verdict",
        json_string(am_verdict_name(view->estimate.estimate->verdict)));
    result |= add_weights(root, view->estimate.estimate);
    result |= add_factors(root, view->estimate.factors);
    result |= add_grid(root, view->estimate.factors);
    result |= add_input(root, view->estimate.input);
    if (view->mailboxes > 0)
        result |= add_per_mailbox(root, view);
    result |= json_object_set_new(root, "sci", am_json_sci(&view->estimate));
    if (view->is_explained) {
        result |= json_object_set_new(root, "explain",
                                      am_explain_json(&view->estimate));
    }
    return result | json_object_set_new(root, "warnings", warnings);
}

int am_estimate_print_json(const struct am_estimate_view *view, FILE *out,
                           struct am_err *err)
{
    json_t *root = json_object();

    if (fill(root, view) != 0) {
        json_decref(root);
        root = NULL;
    }
    return am_json_print(root, out, err);
}
