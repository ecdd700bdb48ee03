/*
 * estimate_view - see estimate_view.h.  People get bytes and ratios first,
 * kilograms after them, two significant digits and the time basis.
 */
#include "cli/estimate_view.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/options.h"
#include "report/columns.h"

#define DAYS_PER_YEAR 365.0

struct am_interval am_estimate_per_mailbox_year(
    const struct am_estimate_view *view, enum am_output output)
{
    return am_interval_scale(view->estimate.estimate->output[output],
                             DAYS_PER_YEAR / view->period_days /
                                 view->mailboxes);
}

/* What is given per mailbox and year. */
static const struct {
    enum am_output output;
    const char *label;
} per_mailbox[] = {
    {AM_MAIL_KGCO2E, N_("CO2e by mail, mailbox and year")},
    {AM_SHARED_KGCO2E, N_("CO2e shared, mailbox and year")},
    {AM_SAVED_KGCO2E, N_("CO2e saved, mailbox and year")},
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
static const struct scale gb_month_scales[] = {{1e3, N_("TB x month")},
                                               {1, N_("GB x month")},
                                               {1e-3, N_("MB x month")},
                                               {1e-6, N_("kB x month")},
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
        _(label),
        am_format_digits(interval.low / scale->unit, 2, low, sizeof(low)),
        am_format_digits(interval.central / scale->unit, 2, central,
                         sizeof(central)),
        am_format_digits(interval.high / scale->unit, 2, high, sizeof(high)),
        _(scale->name),
    };
    am_columns_add(columns, cells);
}

static const struct {
    enum am_output output, scaled_by;
    const char *label;
    const struct scale *scales;
} table_rows[] = {
    {AM_MAIL_GB_MONTHS, AM_MAIL_GB_MONTHS, N_("kept, by mail"),
     gb_month_scales},
    {AM_SHARED_GB_MONTHS, AM_MAIL_GB_MONTHS, N_("kept, shared"),
     gb_month_scales},
    {AM_RATIO_GB_MONTHS, AM_RATIO_GB_MONTHS, N_("mail / shared, kept bytes"),
     no_scales},
    {AM_RATIO_KGCO2E, AM_RATIO_KGCO2E, N_("mail / shared, CO2e"), no_scales},
    {AM_MAIL_KWH, AM_MAIL_KWH, N_("energy, by mail"), kwh_scales},
    {AM_SHARED_KWH, AM_MAIL_KWH, N_("energy, shared"), kwh_scales},
    {AM_MAIL_KGCO2E, AM_MAIL_KGCO2E, N_("CO2e, by mail"), kg_scales},
    {AM_SHARED_KGCO2E, AM_MAIL_KGCO2E, N_("CO2e, shared"), kg_scales},
    {AM_SAVED_KGCO2E, AM_MAIL_KGCO2E, N_("CO2e, saved"), kg_scales},
    {AM_MODEL_KG_PER_TB_YEAR, AM_MODEL_KG_PER_TB_YEAR,
     N_("1 TB kept a year, storage only"), kg_scales},
};

static void add_bytes_row(struct am_columns *columns,
                          const struct am_model_input *input)
{
    char ratio[64];
    double value = input->unique_bytes > 0
                       ? input->delivered_bytes / input->unique_bytes
                       : (double)NAN;
    const char *const cells[] = {
        _("delivered / unique, bytes"), "",
        am_format_digits(value, 2, ratio, sizeof(ratio)), "", ""};
    am_columns_add(columns, cells);
}

static void add_per_mailbox_rows(struct am_columns *columns,
                                 const struct am_estimate_view *view)
{
    double mail_kg = am_estimate_per_mailbox_year(view, AM_MAIL_KGCO2E).central;

    for (size_t i = 0; i < PER_MAILBOX_COUNT; i++) {
        add_row(columns, per_mailbox[i].label,
                am_estimate_per_mailbox_year(view, per_mailbox[i].output),
                choose_scale(kg_scales, mail_kg));
    }
}

static int print_rows(const struct am_estimate_view *view, FILE *out,
                      struct am_err *err)
{
    static const struct am_column headings[] = {
        {"", 0},         {N_("LOW"), 1}, {N_("CENTRAL"), 1},
        {N_("HIGH"), 1}, {"", 0},        {NULL, 0}};
    struct am_columns *columns = am_columns_create(headings, view->look);

    const struct am_interval *output = view->estimate.estimate->output;
    add_bytes_row(columns, view->estimate.input);
    for (size_t i = 0; i < sizeof(table_rows) / sizeof(table_rows[0]); i++) {
        add_row(columns, table_rows[i].label, output[table_rows[i].output],
                choose_scale(table_rows[i].scales,
                             output[table_rows[i].scaled_by].central));
    }
    if (view->mailboxes > 0)
        add_per_mailbox_rows(columns, view);
    int result = am_columns_print(columns, out, err);
    am_columns_destroy(&columns);
    return result;
}

static const char *verdict_reason(const struct am_estimate_view *view)
{
    if (!am_interval_is_known(
            &view->estimate.estimate->output[AM_RATIO_KGCO2E])) {
        return _(
            "there is no ratio, as nothing new or nothing at all is shared");
    }
    switch (view->estimate.estimate->verdict) {
    case AM_ESTABLISHED:
        return _("all of mail / shared, CO2e, is above 1");
    case AM_LOSS_ESTABLISHED:
        return _("all of mail / shared, CO2e, is below 1");
    case AM_NOT_ESTABLISHED:
    default:
        return _("mail / shared, CO2e, may be 1");
    }
}

static void print_basis(const struct am_estimate_view *view, FILE *out)
{
    const struct am_interval *years =
        &view->estimate.factors->factor[AM_FACTOR_MAIL_RETENTION].value;
    char low[32];
    char high[32];
    char central[32];

    fprintf(out, _("Saving: %s (%s).\n"),
            _(am_verdict_name(view->estimate.estimate->verdict)),
            verdict_reason(view));
    fprintf(out,
            _("Basis: the whole life of these copies, %s years (%s to %s), at "
              "central factors; the saving is\n"
              "storage, network and caches.  Attributional estimate; deleting "
              "bytes saves this only when it\n"
              "postpones buying disks or lets some be switched off; until then "
              "the physical saving is close to zero.\n"),
            am_format_digits(years->central, 2, central, sizeof(central)),
            am_format_digits(years->low, 2, low, sizeof(low)),
            am_format_digits(years->high, 2, high, sizeof(high)));
}

static void print_weights(const struct am_estimate_view *view, FILE *out)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count =
        am_estimate_weights(view->estimate.estimate, AM_SAVED_KGCO2E, top);

    if (count == 0)
        return;
    fputs(
        _("\nWhat makes the interval of the saving wide, and what sets it:\n"),
        out);
    for (size_t i = 0; i < count; i++) {
        const char *id = am_factor_name(top[i].factor);
        fprintf(out, _("  %3.0f %%  --set %s=VALUE  ("), 100 * top[i].share,
                id);
        am_print_safe(out, view->estimate.factors->factor[top[i].factor].unit);
        fputs(")\n", out);
    }
}

static void print_sources(const struct am_estimate_view *view, FILE *out)
{
    const struct am_factors *factors = view->estimate.factors;
    const struct am_interval *grid = &factors->factor[AM_FACTOR_GRID].value;
    char low[32];
    char central[32];
    char high[32];

    fputs(_("\nGrid: "), out);
    if (factors->grid != NULL) {
        am_print_safe(out, factors->grid->name);
        fprintf(out, " %d, ", factors->grid_year);
    }
    fprintf(out, _("%s (%s to %s) gCO2e/kWh.  Factors "),
            am_format_digits(grid->central, 2, central, sizeof(central)),
            am_format_digits(grid->low, 2, low, sizeof(low)),
            am_format_digits(grid->high, 2, high, sizeof(high)));
    am_print_safe(out, factors->version);
    fprintf(out, ", SHA-256 %.12s...\n", factors->sha256);
}

int am_estimate_print_table(const struct am_estimate_view *view, FILE *out,
                            struct am_err *err)
{
    if (view->warning != NULL)
        am_complain("%s", view->warning);
    fprintf(out, _("%s: sent by mail, or shared as one file\n\n"), view->title);
    if (print_rows(view, out, err) < 0)
        return -1;
    fputc('\n', out);
    print_basis(view, out);
    print_weights(view, out);
    print_sources(view, out);
    if (view->is_explained) {
        fputc('\n', out);
        am_explain_text(&view->estimate, out);
    }
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the estimate") : 0;
}

int am_estimate_print_csv(const struct am_estimate_view *view,
                          enum am_csv_style style, FILE *out,
                          struct am_err *err)
{
    static const char *const names[] = {"output", "value", "min",
                                        "max",    "unit",  NULL};
    struct am_csv csv;

    if (view->warning != NULL)
        am_complain("%s", view->warning);
    if (view->is_explained)
        return am_explain_csv(&view->estimate, style, out, err);
    am_csv_begin(&csv, out, style);
    am_csv_names(&csv, names);
    for (size_t i = 0; i < AM_OUTPUT_COUNT; i++) {
        const struct am_interval *value = &view->estimate.estimate->output[i];
        am_csv_text(&csv, am_output_name((enum am_output)i));
        am_csv_real(&csv, value->central);
        am_csv_real(&csv, value->low);
        am_csv_real(&csv, value->high);
        am_csv_text(&csv, am_output_unit((enum am_output)i));
        am_csv_end_row(&csv);
    }
    return am_csv_finish(&csv, err);
}
