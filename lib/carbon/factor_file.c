/*
 * factor_file - see factor_file.h.  Two passes over the rows: the first counts,
 * so that the tables are allocated once; the second reads.
 */
#include "carbon/factor_file.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA      "attachmeter-factors/1"
#define GRID_PREFIX "grid."

struct reader {
    struct am_factors *factors;
    const struct am_factor_text *text;
    bool has[AM_FACTOR_COUNT], has_world; /* a row, be it a wrong one */
    size_t series_used;
    size_t flaws;
    struct am_err *err;
};

/* "file: id: what is wrong" */
static int refuse(struct reader *reader, const char *id, const char *what)
{
    const struct am_factor_text *text = reader->text;
    int failed = am_fail(reader->err, AM_EINVAL, "%.300s: %.80s: %s",
                         text->name, id, what);

    reader->flaws++;
    if (text->on_flaw != NULL)
        text->on_flaw(text->context, reader->err->text);
    return failed;
}

/* Is there no use in reading on?  Nobody listens, or there is no memory. */
static bool is_lost(const struct reader *reader)
{
    return reader->flaws > 0 && reader->text->on_flaw == NULL;
}

/* A string that must be there and not be empty, or NULL. */
static const char *text_of(const json_t *row, const char *key)
{
    const char *text = json_string_value(json_object_get(row, key));
    return text != NULL && *text != '\0' ? text : NULL;
}

static const char *text_or_empty(const json_t *row, const char *key)
{
    const char *text = json_string_value(json_object_get(row, key));
    return text != NULL ? text : "";
}

static int read_number(struct reader *reader, const json_t *row, const char *id,
                       const char *key, double *value)
{
    const json_t *number = json_object_get(row, key);
    char what[AM_ERR_TEXT_SIZE];

    if (!json_is_number(number)) {
        snprintf(what, sizeof(what), "%s is missing or is not a number", key);
        return refuse(reader, id, what);
    }
    *value = json_number_value(number);
    return 0;
}

/* low, central and high, checked by the rules of the factor. */
static int read_value(struct reader *reader, const json_t *row,
                      enum am_factor_id id, struct am_interval *value)
{
    const char *name = text_of(row, "id");
    struct am_err why;

    if (read_number(reader, row, name, "low", &value->low) < 0 ||
        read_number(reader, row, name, "central", &value->central) < 0 ||
        read_number(reader, row, name, "high", &value->high) < 0)
        return -1;
    if (am_factor_check(id, value, &why) < 0)
        return refuse(reader, name, strchr(why.text, ':') + 2);
    return 0;
}

static int read_factor(struct reader *reader, const json_t *row,
                       enum am_factor_id id)
{
    struct am_factor *factor = &reader->factors->factor[id];
    const json_t *year = json_object_get(row, "year");

    factor->id = am_factor_name(id);
    if (reader->has[id])
        return refuse(reader, factor->id, "stands twice");
    reader->has[id] = true;
    factor->group = text_or_empty(row, "group");
    factor->note = text_or_empty(row, "note");
    factor->unit = text_of(row, "unit");
    factor->source = text_of(row, "source");
    if (factor->unit == NULL || factor->source == NULL)
        return refuse(reader, factor->id, "has no unit or no source");
    if (json_integer_value(year) < 1 || json_integer_value(year) > 9999)
        return refuse(reader, factor->id, "year is missing or is not a year");
    factor->year = (int)json_integer_value(year);
    return read_value(reader, row, id, &factor->value);
}

/* Years are kept ascending; JSON gives its keys in no order. */
static void insert_year(struct am_grid *grid, struct am_grid_year year)
{
    size_t place = grid->year_count++;

    for (; place > 0 && grid->years[place - 1].year > year.year; place--)
        grid->years[place] = grid->years[place - 1];
    grid->years[place] = year;
}

static int read_series(struct reader *reader, json_t *series, const char *id,
                       struct am_grid *grid)
{
    const char *key = NULL;
    const json_t *number = NULL;

    if (json_object_size(series) == 0)
        return refuse(reader, id, "has no series of years");
    grid->years = reader->factors->series + reader->series_used;
    reader->series_used += json_object_size(series);
    json_object_foreach(series, key, number)
    {
        double value = json_number_value(number);
        if (strlen(key) != 4 || strspn(key, "0123456789") != 4)
            return refuse(reader, id, "a key of its series is not a year");
        if (!json_is_number(number) || !isfinite(value) || value < 0)
            return refuse(reader, id, "a value of its series is not >= 0");
        insert_year(grid,
                    (struct am_grid_year){(int)strtol(key, NULL, 10), value});
    }
    return 0;
}

static bool is_country(const char *text)
{
    return strcmp(text, "WORLD") == 0 || strcmp(text, "EU27") == 0 ||
           (strlen(text) == 3 &&
            strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3);
}

static int read_grid(struct reader *reader, const json_t *row)
{
    struct am_factors *factors = reader->factors;
    struct am_grid *grid = &factors->grids[factors->grid_count];
    const char *id = text_of(row, "id");
    struct am_interval rounded; /* for readers of the file only */

    grid->country = id + strlen(GRID_PREFIX);
    reader->has_world |= strcmp(grid->country, "WORLD") == 0;
    if (!is_country(grid->country))
        return refuse(reader, id, "unknown id: not a country of three letters");
    if (am_factors_find_grid(factors, grid->country) != NULL)
        return refuse(reader, id, "stands twice");
    grid->name = text_or_empty(row, "name");
    grid->note = text_or_empty(row, "note");
    grid->unit = text_of(row, "unit");
    grid->source = text_of(row, "source");
    if (grid->unit == NULL || grid->source == NULL)
        return refuse(reader, id, "has no unit or no source");
    if (read_value(reader, row, AM_FACTOR_GRID, &rounded) < 0 ||
        read_series(reader, json_object_get(row, "series"), id, grid) < 0)
        return -1;
    factors->grid_count++;
    return 0;
}

static bool is_grid(const char *id)
{
    return strncmp(id, GRID_PREFIX, strlen(GRID_PREFIX)) == 0;
}

static int read_row(struct reader *reader, const json_t *row, size_t number)
{
    const char *id = text_of(row, "id");
    char place[48];

    if (id == NULL) {
        snprintf(place, sizeof(place), "factors[%zu]", number);
        return refuse(reader, place, "has no id");
    }
    if (is_grid(id))
        return read_grid(reader, row);
    enum am_factor_id found = am_factor_find(id);
    if (found == AM_FACTOR_COUNT || found == AM_FACTOR_GRID)
        return refuse(reader, id, "unknown id");
    return read_factor(reader, row, found);
}

static int read_benchmark(struct reader *reader, const json_t *row,
                          size_t number)
{
    struct am_factors *factors = reader->factors;
    struct am_benchmark *benchmark =
        &factors->benchmarks[factors->benchmark_count];
    char place[48];

    snprintf(place, sizeof(place), "benchmarks[%zu]", number);
    benchmark->id = text_of(row, "id");
    benchmark->unit = text_of(row, "unit");
    benchmark->source = text_of(row, "source");
    if (benchmark->id == NULL || benchmark->unit == NULL ||
        benchmark->source == NULL)
        return refuse(reader, place, "has no id, no unit or no source");
    if (read_number(reader, row, benchmark->id, "value", &benchmark->value) < 0)
        return -1;
    factors->benchmark_count++;
    return 0;
}

/* Room for all rows; one place more, as calloc(0) may give NULL. */
static int allocate(struct reader *reader, const json_t *rows,
                    const json_t *benchmarks)
{
    struct am_factors *factors = reader->factors;
    size_t grids = 1;
    size_t years = 1;

    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *id = text_of(row, "id");
        if (id == NULL || !is_grid(id))
            continue;
        grids++;
        years += json_object_size(json_object_get(row, "series"));
    }
    factors->grids = calloc(grids, sizeof(*factors->grids));
    factors->series = calloc(years, sizeof(*factors->series));
    factors->benchmarks =
        calloc(json_array_size(benchmarks) + 1, sizeof(*factors->benchmarks));
    if (factors->grids == NULL || factors->series == NULL ||
        factors->benchmarks == NULL) {
        return am_fail(reader->err, AM_ENOMEM, "%.300s: no memory",
                       reader->text->name);
    }
    return 0;
}

static int read_grid_rule(struct reader *reader, const json_t *rule)
{
    struct am_factors *factors = reader->factors;

    if (read_number(reader, rule, "grid_rule", "low_multiplier",
                    &factors->grid_low_multiplier) < 0 ||
        read_number(reader, rule, "grid_rule", "high_multiplier",
                    &factors->grid_high_multiplier) < 0)
        return -1;
    if (factors->grid_low_multiplier < 0 || factors->grid_low_multiplier > 1 ||
        factors->grid_high_multiplier < 1)
        return refuse(reader, "grid_rule", "is not 0 <= low <= 1 <= high");
    return 0;
}

static int read_version(struct reader *reader, const json_t *root)
{
    reader->factors->version = text_of(root, "version");
    return reader->factors->version != NULL
               ? 0
               : refuse(reader, "version", "is missing");
}

static int check_complete(struct reader *reader)
{
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        if (i == AM_FACTOR_GRID || reader->has[i])
            continue;
        if (refuse(reader, am_factor_name((enum am_factor_id)i),
                   "is missing; there is no default for it") < 0 &&
            is_lost(reader))
            return -1;
    }
    if (!reader->has_world)
        return refuse(reader, GRID_PREFIX "WORLD", "is missing");
    return 0;
}

static int read_rows(struct reader *reader, const json_t *rows,
                     const json_t *benchmarks)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        if (read_row(reader, json_array_get(rows, i), i) < 0 && is_lost(reader))
            return -1;
    }
    for (size_t i = 0; i < json_array_size(benchmarks); i++) {
        if (read_benchmark(reader, json_array_get(benchmarks, i), i) < 0 &&
            is_lost(reader))
            return -1;
    }
    return check_complete(reader);
}

static int read_root(struct reader *reader, const json_t *root)
{
    const json_t *rows = json_object_get(root, "factors");
    const json_t *benchmarks = json_object_get(root, "benchmarks");
    const char *schema = text_of(root, "schema");

    if (schema == NULL || strcmp(schema, SCHEMA) != 0)
        return refuse(reader, "schema", "is not " SCHEMA);
    if (read_version(reader, root) < 0 && is_lost(reader))
        return -1;
    if (read_grid_rule(reader, json_object_get(root, "grid_rule")) < 0 &&
        is_lost(reader))
        return -1;
    if (!json_is_array(rows))
        return refuse(reader, "factors", "is missing or is not an array");
    if (benchmarks != NULL && !json_is_array(benchmarks))
        return refuse(reader, "benchmarks", "is not an array");
    if (allocate(reader, rows, benchmarks) < 0)
        return -1;
    return read_rows(reader, rows, benchmarks) < 0 || reader->flaws > 0 ? -1
                                                                        : 0;
}

int am_factor_file_parse(struct am_factors *factors,
                         const struct am_factor_text *text, struct am_err *err)
{
    struct reader reader = {.factors = factors, .text = text, .err = err};
    json_error_t why;

    if (text->size == 0)
        return am_fail(err, AM_EINVAL, "%.300s: is empty", text->name);
    json_t *root =
        json_loadb(text->data, text->size, JSON_REJECT_DUPLICATES, &why);
    if (root == NULL) {
        return am_fail(err, AM_EINVAL, "%.300s:%d: %s", text->name, why.line,
                       why.text);
    }
    factors->document = root;
    factors->factor[AM_FACTOR_GRID].id = am_factor_name(AM_FACTOR_GRID);
    return read_root(&reader, root);
}

void am_factors_free(struct am_factors *factors)
{
    json_decref(factors->document);
    free(factors->grids);
    free(factors->series);
    free(factors->benchmarks);
    *factors = (struct am_factors){0};
}
