/*
 * explain - all that an estimate is made of, row by row: inputs, factors,
 * steps, outputs, each with unit, and with formula or source, so that every
 * figure can be worked out again by hand.
 *
 * What a row says is the same in every format: explain_text and explain_json
 * print it.  Estimates nothing.
 */
#ifndef AM_REPORT_EXPLAIN_H
#define AM_REPORT_EXPLAIN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "carbon/estimate.h"
#include "report/csv.h"

/* What is explained; all of it the caller's. */
struct am_explain {
    const struct am_model_input *input;
    const struct am_factors *factors;
    const struct am_estimate *estimate;
};

enum am_explain_kind {
    AM_EXPLAIN_INPUT,
    AM_EXPLAIN_FACTOR,
    AM_EXPLAIN_STEP,
    AM_EXPLAIN_OUTPUT,
    AM_EXPLAIN_KIND_COUNT
};

/* "inputs", "factors", "steps", "outputs". */
const char *am_explain_kind_name(enum am_explain_kind kind);

struct am_explain_row {
    enum am_explain_kind kind;
    const char *symbol;       /* "Vm", "storage.pue", "mail.kgco2e" */
    const char *name;         /* of an input: "unique_bytes"; else NULL */
    struct am_interval value; /* an input and a step are one value */
    const char *unit;
    const char *formula; /* of steps and outputs; else NULL */
    const char *meaning; /* "" if the symbol says it; of a factor its note */
    const char *status;  /* of a factor: "default", "measured" ...; else NULL */
    const char *source;  /* the same */
};

/*
 * Row i of kind, from 0; false: there is no such row.  The texts belong to
 * explain, or to nobody.
 */
bool am_explain_row(const struct am_explain *explain, enum am_explain_kind kind,
                    size_t i, struct am_explain_row *row);

/* The outputs whose heaviest factors are told. */
#define AM_EXPLAINED_COUNT 3
extern const enum am_output am_explained_outputs[AM_EXPLAINED_COUNT];

/* How to set a factor: "--set storage.pue=VALUE", into text; returns text.  In
 * English, for programs; am_explain_told() is for people. */
#define AM_OPTION_TEXT_SIZE 96
const char *am_explain_option(enum am_factor_id id,
                              char text[AM_OPTION_TEXT_SIZE]);
const char *am_explain_told(enum am_factor_id id,
                            char text[AM_OPTION_TEXT_SIZE]);

/*
 * The object "explain", the caller's, or NULL without memory:
 *
 *   attribution, interval  sentences: what kind of estimate this is
 *   share_scope  "hash" or "message"
 *   inputs[]     name, symbol, value, unit, meaning
 *   factors[]    id, value, min, max, unit, status, source, note
 *   steps[]      symbol, value (at central factors), unit, formula, meaning
 *   outputs[]    id, value, min, max, unit, formula, meaning; null without
 * value weights      for three outputs: [{id, share, option}], the heaviest
 * factors
 */
json_t *am_explain_json(const struct am_explain *explain);

/* The same in words, lines of at most 80 columns; a failed write is found on
 * out by the caller. */
void am_explain_text(const struct am_explain *explain, FILE *out);

/* The same as CSV, a row each.  Fails with AM_EIO. */
AM_MUST_CHECK int am_explain_csv(const struct am_explain *explain,
                                 enum am_csv_style style, FILE *out,
                                 struct am_err *err);

#endif
