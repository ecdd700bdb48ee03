/*
 * explain_text - an explanation for people; see explain.h.  Seven digits: fewer
 * could not be worked out again, and what is a result is rounded elsewhere.
 */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/safe.h"
#include "report/explain.h"
#include "report/words.h"

#define NUMBER_SIZE 32

static const char *number_text(double value, char text[NUMBER_SIZE])
{
    if (value != value)
        return _("unknown");
    snprintf(text, NUMBER_SIZE, "%.7g", value);
    return text;
}

/* "0.65 [0.27 .. 1.6] W/TB raw"; one value without the brackets. */
static void print_value(FILE *out, const struct am_explain_row *row)
{
    const struct am_interval *value = &row->value;
    char central[NUMBER_SIZE];
    char low[NUMBER_SIZE];
    char high[NUMBER_SIZE];
    char unit[96];

    if (row->kind == AM_EXPLAIN_INPUT) {
        fprintf(out, "%.0f", value->central);
    } else {
        fputs(number_text(value->central, central), out);
    }
    if (value->low < value->central || value->central < value->high) {
        fprintf(out, " [%s .. %s]", number_text(value->low, low),
                number_text(value->high, high));
    }
    fprintf(out, " %s", am_safe_text(row->unit, unit, sizeof(unit)));
}

static void print_input(const struct am_explain_row *row, FILE *out)
{
    int at = fprintf(out, "  %-3s %-16s", row->symbol, row->name);

    print_value(out, row);
    fprintf(out, "\n%*s", at, "");
    am_print_wrapped(out, _(row->meaning), at, at);
}

static void print_factor(const struct am_explain_row *row, FILE *out)
{
    fprintf(out, "  %s = ", row->symbol);
    print_value(out, row);
    fprintf(out, ", %s\n      ", _(row->status));
    am_print_wrapped(out, row->source, 6, 6);
}

static void print_formula(const struct am_explain_row *row, FILE *out)
{
    int at = fprintf(out, "  %s =", row->symbol);

    am_print_wrapped(out, row->formula, 4, at);
    fputs("    = ", out);
    print_value(out, row);
    if (row->meaning[0] != '\0')
        fprintf(out, "\n    %s", _(row->meaning));
    fputc('\n', out);
}

static void print_rows(const struct am_explain *explain,
                       enum am_explain_kind kind, FILE *out)
{
    struct am_explain_row row;

    for (size_t i = 0; am_explain_row(explain, kind, i, &row); i++) {
        if (kind == AM_EXPLAIN_INPUT) {
            print_input(&row, out);
        } else if (kind == AM_EXPLAIN_FACTOR) {
            print_factor(&row, out);
        } else {
            print_formula(&row, out);
        }
    }
}

static void print_weights(const struct am_estimate *estimate,
                          enum am_output output, FILE *out)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count = am_estimate_weights(estimate, output, top);
    char option[AM_OPTION_TEXT_SIZE];

    fprintf(out, "  %s\n", am_output_name(output));
    for (size_t i = 0; i < count; i++) {
        fprintf(out, _("    %3.0f %%  %s\n"), 100 * top[i].share,
                am_explain_told(top[i].factor, option));
    }
    if (count == 0)
        fputs(_("    no factor has an interval\n"), out);
}

void am_explain_text(const struct am_explain *explain, FILE *out)
{
    const struct am_factors *factors = explain->factors;

    fputs(_("How the CO2e is worked out\n\n  "), out);
    am_print_wrapped(out, _(AM_ATTRIBUTION), 2, 2);
    fputs(_("\nInputs: measured, decoded bytes, without uncertainty\n"), out);
    print_rows(explain, AM_EXPLAIN_INPUT, out);
    fprintf(out, _("  share_scope is %s; "),
            am_share_scope_name(explain->input->share_scope));
    if (factors->grid == NULL) {
        fputs(_("the grid is as set\n"), out);
    } else {
        fprintf(out, _("the grid is that of %s in %d\n"),
                factors->grid->country, factors->grid_year);
    }
    fputs(_("\nFactors: central [low .. high], where the value is from, its "
            "source\n"),
          out);
    print_rows(explain, AM_EXPLAIN_FACTOR, out);
    fputs(_("\nSteps, at central factors\n"), out);
    print_rows(explain, AM_EXPLAIN_STEP, out);
    fputs(_("\nOutputs: at central factors [low .. high]\n"), out);
    print_rows(explain, AM_EXPLAIN_OUTPUT, out);
    fputs("\n  ", out);
    am_print_wrapped(out, _(AM_INTERVAL_RULE), 2, 2);
    fputs(_("\nWhat makes the intervals wide, and what sets it\n"), out);
    for (size_t i = 0; i < AM_EXPLAINED_COUNT; i++)
        print_weights(explain->estimate, am_explained_outputs[i], out);
}
