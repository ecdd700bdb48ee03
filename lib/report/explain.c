/*
 * explain - see explain.h.  The words for people are in explain_text.c, the
 * JSON is in explain_json.c.
 */
#include "report/explain.h"

#include <stdio.h>

#include "base/language.h"

static struct am_interval one_value(double value)
{
    return (struct am_interval){value, value, value};
}

static void take_term(const struct am_model_term *term,
                      struct am_interval value, struct am_explain_row *row)
{
    row->symbol = term->symbol;
    row->name = term->name;
    row->value = value;
    row->unit = term->unit;
    row->formula = term->formula;
    row->meaning = term->meaning;
}

static void take_factor(const struct am_factor *factor,
                        struct am_explain_row *row)
{
    row->symbol = factor->id;
    row->value = factor->value;
    row->unit = factor->unit;
    row->meaning = factor->note;
    row->status = am_factor_status_name(factor->status);
    row->source = factor->source;
}

bool am_explain_row(const struct am_explain *explain, enum am_explain_kind kind,
                    size_t i, struct am_explain_row *row)
{
    static const size_t counts[] = {
        [AM_EXPLAIN_INPUT] = AM_MODEL_INPUT_COUNT,
        [AM_EXPLAIN_FACTOR] = AM_FACTOR_COUNT,
        [AM_EXPLAIN_STEP] = AM_STEP_COUNT,
        [AM_EXPLAIN_OUTPUT] = AM_OUTPUT_COUNT,
        [AM_EXPLAIN_KIND_COUNT] = 0,
    };

    if (i >= counts[kind])
        return false;
    *row = (struct am_explain_row){.kind = kind};
    if (kind == AM_EXPLAIN_FACTOR) {
        take_factor(&explain->factors->factor[i], row);
    } else if (kind == AM_EXPLAIN_INPUT) {
        take_term(am_model_input_term(i),
                  one_value(am_model_input_value(explain->input, i)), row);
    } else if (kind == AM_EXPLAIN_STEP) {
        take_term(am_step_term((enum am_step)i),
                  one_value(explain->estimate->step[i]), row);
    } else {
        take_term(am_output_term((enum am_output)i),
                  explain->estimate->output[i], row);
    }
    return true;
}

const enum am_output am_explained_outputs[AM_EXPLAINED_COUNT] = {
    AM_SAVED_KGCO2E, AM_MAIL_KGCO2E, AM_RATIO_KGCO2E};

const char *am_explain_kind_name(enum am_explain_kind kind)
{
    static const char *const names[] = {
        [AM_EXPLAIN_INPUT] = N_("inputs"), [AM_EXPLAIN_FACTOR] = N_("factors"),
        [AM_EXPLAIN_STEP] = N_("steps"),   [AM_EXPLAIN_OUTPUT] = N_("outputs"),
        [AM_EXPLAIN_KIND_COUNT] = "",
    };
    return names[kind];
}

const char *am_explain_option(enum am_factor_id id,
                              char text[AM_OPTION_TEXT_SIZE])
{
    snprintf(text, AM_OPTION_TEXT_SIZE,
             id == AM_FACTOR_GRID ? "--country, or --set %s=VALUE"
                                  : "--set %s=VALUE",
             am_factor_name(id));
    return text;
}

const char *am_explain_told(enum am_factor_id id,
                            char text[AM_OPTION_TEXT_SIZE])
{
    snprintf(text, AM_OPTION_TEXT_SIZE,
             id == AM_FACTOR_GRID ? _("--country, or --set %s=VALUE")
                                  : _("--set %s=VALUE"),
             am_factor_name(id));
    return text;
}

static void add_csv_row(struct am_csv *csv, const struct am_explain_row *row)
{
    am_csv_text(csv, am_explain_kind_name(row->kind));
    am_csv_text(csv, row->symbol);
    am_csv_text(csv, row->name);
    am_csv_real(csv, row->value.central);
    am_csv_real(csv, row->value.low);
    am_csv_real(csv, row->value.high);
    am_csv_text(csv, row->unit);
    am_csv_text(csv, row->formula);
    am_csv_text(csv, row->meaning);
    am_csv_text(csv, row->status);
    am_csv_text(csv, row->source);
    am_csv_end_row(csv);
}

int am_explain_csv(const struct am_explain *explain, enum am_csv_style style,
                   FILE *out, struct am_err *err)
{
    static const char *const names[] = {
        "kind", "symbol",  "name",    "value",  "min",    "max",
        "unit", "formula", "meaning", "status", "source", NULL};
    struct am_explain_row row;
    struct am_csv csv;

    am_csv_begin(&csv, out, style);
    am_csv_names(&csv, names);
    for (unsigned kind = 0; kind < AM_EXPLAIN_KIND_COUNT; kind++) {
        for (size_t i = 0;
             am_explain_row(explain, (enum am_explain_kind)kind, i, &row); i++)
            add_csv_row(&csv, &row);
    }
    return am_csv_finish(&csv, err);
}
