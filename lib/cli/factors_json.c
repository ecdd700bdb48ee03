/* factors_json - see factors_json.h. */
#include "cli/factors_json.h"

#include <jansson.h>

#include "report/json.h"

static json_t *factors_json(const struct am_factors *factors)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        const struct am_factor *f = &factors->factor[i];
        if (i == AM_FACTOR_GRID)
            continue;
        am_json_append(
            &rows,
            json_pack("{s:s,s:s,s:s,s:f,s:f,s:f,s:i,s:s,s:s,s:s}", "id", f->id,
                      "group", f->group, "unit", f->unit, "low", f->value.low,
                      "central", f->value.central, "high", f->value.high,
                      "year", f->year, "source", f->source, "note", f->note,
                      "status", am_factor_status_name(f->status)));
    }
    return rows;
}

static json_t *series_json(const struct am_grid *grid)
{
    json_t *series = json_object();
    int result = 0;

    for (size_t i = 0; i < grid->year_count; i++) {
        char year[16];
        snprintf(year, sizeof(year), "%04d", grid->years[i].year);
        result |= json_object_set_new(series, year,
                                      json_real(grid->years[i].g_per_kwh));
    }
    if (result != 0) {
        json_decref(series);
        return NULL;
    }
    return series;
}

static json_t *grids_json(const struct am_factors *factors)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < factors->grid_count; i++) {
        const struct am_grid *grid = &factors->grids[i];
        am_json_append(&rows,
                       json_pack("{s:s+,s:s,s:s,s:s,s:s,s:o}", "id", "grid.",
                                 grid->country, "name", grid->name, "unit",
                                 grid->unit, "source", grid->source, "note",
                                 grid->note, "series", series_json(grid)));
    }
    return rows;
}

static json_t *benchmarks_json(const struct am_factors *factors)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < factors->benchmark_count; i++) {
        const struct am_benchmark *b = &factors->benchmarks[i];
        am_json_append(&rows, json_pack("{s:s,s:f,s:s,s:s}", "id", b->id,
                                        "value", b->value, "unit", b->unit,
                                        "source", b->source));
    }
    return rows;
}

int am_factors_print_json(const struct am_factors *factors, FILE *out,
                          struct am_err *err)
{
    json_t *root = json_pack(
        "{s:s,s:s,s:s,s:{s:f,s:f},s:o,s:o,s:o}", "schema",
        "attachmeter.factors/1", "version", factors->version, "sha256",
        factors->sha256, "grid_rule", "low_multiplier",
        factors->grid_low_multiplier, "high_multiplier",
        factors->grid_high_multiplier, "factors", factors_json(factors),
        "grids", grids_json(factors), "benchmarks", benchmarks_json(factors));

    return am_json_print(root, out, err);
}
