/*
 * estimate_view - see estimate_view.h.  People get bytes and ratios first,
 * kilograms after them, two significant digits and the time basis; programs get
 * full doubles, and null for what has no value.
 */
#include "cli/estimate_view.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "cli/columns.h"
#include "cli/options.h"

#define DAYS_PER_YEAR 365.0

static struct am_interval per_mailbox_year(const struct am_estimate_view *view,
                                           enum am_output output)
{
    return am_interval_scale(view->estimate->output[output],
                             DAYS_PER_YEAR / view->period_days /
                                 view->mailboxes);
}

/* What is given per mailbox and year. */
static const struct {
    enum am_output output;
    const char *label;
} per_mailbox[] = {
    {AM_MAIL_KGCO2E, "CO2e by mail, mailbox and year"},
    {AM_SHARED_KGCO2E, "CO2e shared, mailbox and year"},
    {AM_SAVED_KGCO2E, "CO2e saved, mailbox and year"},
};

#define PER_MAILBOX_COUNT (sizeof(per_mailbox) / sizeof(per_mailbox[0]))

/* Units for people: the largest one that leaves at least 1. */
struct scale {
    double unit; /* of this many base units */
    const char *name;
};

static const struct scale kg_scales[] = {{1e3, "tCO2e"},
                                         {1, "kgCO2e"},
                                         {1e-3, "gCO2e"},
                                         {1e-6, "mgCO2e"},
                                         {0, NULL}};
static const struct scale kwh_scales[] = {
    {1e3, "MWh"}, {1, "kWh"}, {1e-3, "Wh"}, {1e-6, "mWh"}, {0, NULL}};
static const struct scale gb_month_scales[] = {{1e3, "TB x month"},
                                               {1, "GB x month"},
                                               {1e-3, "MB x month"},
                                               {1e-6, "kB x month"},
                                               {0, NULL}};
static const struct scale no_scales[] = {{1, ""}, {0, NULL}};

static const struct scale *choose_scale(const struct scale *scales,
                                        double value)
{
    const struct scale *scale = scales;

    if (value == 0 || isnan(value)) {
        while (scale->unit != 1)
            scale++;
    } else {
        while (scale[1].unit > 0 && fabs(value) < scale->unit)
            scale++;
    }
    return scale;
}

/* Rows to be compared are scaled alike: by the central value given. */
static void add_row(struct am_columns *columns, const char *label,
                    struct am_interval interval, const struct scale *scale)
{
    char low[64];
    char central[64];
    char high[64];
    const char *const cells[] = {
        label,
        am_format_digits(interval.low / scale->unit, 2, low, sizeof(low)),
        am_format_digits(interval.central / scale->unit, 2, central,
                         sizeof(central)),
        am_format_digits(interval.high / scale->unit, 2, high, sizeof(high)),
        scale->name,
    };
    am_columns_add(columns, cells);
}

static const struct {
    enum am_output output, scaled_by;
    const char *label;
    const struct scale *scales;
} table_rows[] = {
    {AM_MAIL_GB_MONTHS, AM_MAIL_GB_MONTHS, "kept, by mail", gb_month_scales},
    {AM_SHARED_GB_MONTHS, AM_MAIL_GB_MONTHS, "kept, shared", gb_month_scales},
    {AM_RATIO_GB_MONTHS, AM_RATIO_GB_MONTHS, "mail / shared, kept bytes",
     no_scales},
    {AM_RATIO_KGCO2E, AM_RATIO_KGCO2E, "mail / shared, CO2e", no_scales},
    {AM_MAIL_KWH, AM_MAIL_KWH, "energy, by mail", kwh_scales},
    {AM_SHARED_KWH, AM_MAIL_KWH, "energy, shared", kwh_scales},
    {AM_MAIL_KGCO2E, AM_MAIL_KGCO2E, "CO2e, by mail", kg_scales},
    {AM_SHARED_KGCO2E, AM_MAIL_KGCO2E, "CO2e, shared", kg_scales},
    {AM_SAVED_KGCO2E, AM_MAIL_KGCO2E, "CO2e, saved", kg_scales},
    {AM_MODEL_KG_PER_TB_YEAR, AM_MODEL_KG_PER_TB_YEAR,
     "1 TB kept a year, storage only", kg_scales},
};

static void add_bytes_row(struct am_columns *columns,
                          const struct am_estimate_input *input)
{
    char ratio[64];
    double value = input->unique_bytes > 0
                       ? input->delivered_bytes / input->unique_bytes
                       : (double)NAN;
    const char *const cells[] = {
        "delivered / unique, bytes", "",
        am_format_digits(value, 2, ratio, sizeof(ratio)), "", ""};
    am_columns_add(columns, cells);
}

static void add_per_mailbox_rows(struct am_columns *columns,
                                 const struct am_estimate_view *view)
{
    double mail_kg = per_mailbox_year(view, AM_MAIL_KGCO2E).central;

    for (size_t i = 0; i < PER_MAILBOX_COUNT; i++) {
        add_row(columns, per_mailbox[i].label,
                per_mailbox_year(view, per_mailbox[i].output),
                choose_scale(kg_scales, mail_kg));
    }
}

static int print_rows(const struct am_estimate_view *view)
{
    static const struct am_column headings[] = {
        {"", 0}, {"LOW", 1}, {"CENTRAL", 1}, {"HIGH", 1}, {"", 0}, {NULL, 0}};
    struct am_columns *columns = am_columns_create(headings);
    if (columns == NULL)
        return -1;

    const struct am_interval *output = view->estimate->output;
    add_bytes_row(columns, view->input);
    for (size_t i = 0; i < sizeof(table_rows) / sizeof(table_rows[0]); i++) {
        add_row(columns, table_rows[i].label, output[table_rows[i].output],
                choose_scale(table_rows[i].scales,
                             output[table_rows[i].scaled_by].central));
    }
    if (view->mailboxes > 0)
        add_per_mailbox_rows(columns, view);
    int result = am_columns_print(columns);
    am_columns_destroy(&columns);
    return result;
}

static const char *verdict_reason(const struct am_estimate_view *view)
{
    if (!am_interval_is_known(&view->estimate->output[AM_RATIO_KGCO2E]))
        return "there is no ratio, as nothing new or nothing at all is shared";
    switch (view->estimate->verdict) {
    case AM_ESTABLISHED:
        return "all of mail / shared, CO2e, is above 1";
    case AM_LOSS_ESTABLISHED:
        return "all of mail / shared, CO2e, is below 1";
    case AM_NOT_ESTABLISHED:
    default:
        return "mail / shared, CO2e, may be 1";
    }
}

static void print_basis(const struct am_estimate_view *view)
{
    const struct am_interval *years =
        &view->factors->factor[AM_FACTOR_MAIL_RETENTION].value;
    char low[32];
    char high[32];
    char central[32];

    printf("Saving: %s (%s).\n", am_verdict_name(view->estimate->verdict),
           verdict_reason(view));
    printf("Basis: the whole life of these copies, %s years (%s to %s), at "
           "central factors; the saving is\n"
           "storage, network and caches.  Attributional estimate; deleting "
           "bytes saves this only when it\n"
           "postpones buying disks or lets some be switched off; until then "
           "the physical saving is close to zero.\n",
           am_format_digits(years->central, 2, central, sizeof(central)),
           am_format_digits(years->low, 2, low, sizeof(low)),
           am_format_digits(years->high, 2, high, sizeof(high)));
}

static void print_weights(const struct am_estimate_view *view)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count = am_estimate_weights(view->estimate, AM_SAVED_KGCO2E, top);

    if (count == 0)
        return;
    puts("\nWhat makes the interval of the saving wide, and what sets it:");
    for (size_t i = 0; i < count; i++) {
        const char *id = am_factor_name(top[i].factor);
        printf("  %3.0f %%  --set %s=VALUE  (", 100 * top[i].share, id);
        am_print_safe(stdout, view->factors->factor[top[i].factor].unit);
        puts(")");
    }
}

static void print_sources(const struct am_estimate_view *view)
{
    const struct am_factors *factors = view->factors;
    const struct am_interval *grid = &factors->factor[AM_FACTOR_GRID].value;
    char low[32];
    char central[32];
    char high[32];

    fputs("\nGrid: ", stdout);
    if (factors->grid != NULL) {
        am_print_safe(stdout, factors->grid->name);
        printf(" %d, ", factors->grid_year);
    }
    printf("%s (%s to %s) gCO2e/kWh.  Factors ",
           am_format_digits(grid->central, 2, central, sizeof(central)),
           am_format_digits(grid->low, 2, low, sizeof(low)),
           am_format_digits(grid->high, 2, high, sizeof(high)));
    am_print_safe(stdout, factors->version);
    printf(", SHA-256 %.12s...\n", factors->sha256);
}

int am_estimate_print_table(const struct am_estimate_view *view)
{
    if (view->warning != NULL)
        am_complain("%s", view->warning);
    printf("%s: sent by mail, or shared as one file\n\n", view->title);
    if (print_rows(view) < 0)
        return -1;
    putchar('\n');
    print_basis(view);
    print_weights(view);
    print_sources(view);
    return 0;
}

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

static json_t *weights_json(const struct am_estimate *estimate,
                            enum am_output output)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count = am_estimate_weights(estimate, output, top);
    json_t *rows = json_array();
    int result = 0;

    for (size_t i = 0; i < count; i++) {
        const char *id = am_factor_name(top[i].factor);
        result |= json_array_append_new(
            rows, json_pack("{s:s,s:f,s:s+}", "factor", id, "weight",
                            top[i].share, "option", "--set ", id));
    }
    if (result != 0) {
        json_decref(rows);
        return NULL;
    }
    return rows;
}

static int add_weights(json_t *root, const struct am_estimate *estimate)
{
    json_t *weights = json_object();
    int result = 0;

    for (size_t i = 0; i < AM_OUTPUT_COUNT; i++) {
        result |=
            json_object_set_new(weights, am_output_name((enum am_output)i),
                                weights_json(estimate, (enum am_output)i));
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
        grid == NULL ? json_pack("{s:n,s:n,s:o}", "country", "year",
                                 "g_per_kwh", g_per_kwh)
                     : json_pack("{s:s,s:i,s:s,s:o}", "country", grid->country,
                                 "year", factors->grid_year, "name", grid->name,
                                 "g_per_kwh", g_per_kwh));
}

static int add_input(json_t *root, const struct am_estimate_input *input)
{
    return json_object_set_new(
        root, "input",
        json_pack("{s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:s}", "unique_bytes",
                  input->unique_bytes, "message_bytes", input->message_bytes,
                  "linked_bytes", input->linked_bytes, "delivered_bytes",
                  input->delivered_bytes, "hop_bytes", input->hop_bytes,
                  "messages", input->messages, "deliveries", input->deliveries,
                  "share_scope",
                  input->share_scope == AM_SHARE_HASH ? "hash" : "message"));
}

static int add_per_mailbox(json_t *root, const struct am_estimate_view *view)
{
    json_t *rows = json_pack("{s:f,s:f}", "mailboxes", view->mailboxes,
                             "period_days", view->period_days);
    int result = 0;

    for (size_t i = 0; i < PER_MAILBOX_COUNT; i++) {
        struct am_interval value =
            per_mailbox_year(view, per_mailbox[i].output);
        result |= json_object_set_new(
            rows, am_output_name(per_mailbox[i].output), interval_json(&value));
    }
    return result | json_object_set_new(root, "per_mailbox_year", rows);
}

static int fill(json_t *root, const struct am_estimate_view *view)
{
    json_t *warnings =
        view->warning == NULL ? json_array() : json_pack("[s]", view->warning);
    int result = json_object_set_new(root, "schema",
                                     json_string("attachmeter-estimate/1"));

    result |= add_outputs(root, view->estimate);
    result |= json_object_set_new(
        root, "verdict", json_string(am_verdict_name(view->estimate->verdict)));
    result |= add_weights(root, view->estimate);
    result |= add_factors(root, view->factors);
    result |= add_grid(root, view->factors);
    result |= add_input(root, view->input);
    if (view->mailboxes > 0)
        result |= add_per_mailbox(root, view);
    return result | json_object_set_new(root, "warnings", warnings);
}

int am_estimate_print_json(const struct am_estimate_view *view)
{
    json_t *root = json_object();
    int result = fill(root, view);

    if (result == 0) {
        result =
            json_dumpf(root, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
    }
    json_decref(root);
    putchar('\n');
    return result == 0 ? 0 : -1;
}
