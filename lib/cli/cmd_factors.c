/*
 * cmd_factors - `attachmeter factors`: the emission factors with their sources,
 * and the check of a factor file.  Sets nothing: see estimate and the
 * configuration.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "carbon/factor.h"
#include "cli/command.h"
#include "cli/factors_json.h"
#include "cli/options.h"
#include "report/columns.h"

#define NAME "factors"

enum letter {
    FACTORS = 256,
    GRIDS,
    JSON
};

static const struct am_option options[] = {
    {"factors", FACTORS, "FILE", "another factor file than the built-in one"},
    {"grids", GRIDS, NULL, "list: the grids of all countries instead"},
    {"json", JSON, NULL, "list: everything in the file that counts, as JSON"},
    {NULL, 0, NULL, NULL}};

static const struct am_usage usage = {
    "factors [list] | show ID | check FILE",
    "The numbers that turn bytes into kWh and CO2e: low, central, high, unit, "
    "year, source.",
    options,
    "show ID takes a factor (storage.pue), a grid (grid.FRA) or a published "
    "figure of others\n(lecko.mail_share).  check FILE says all that is wrong "
    "with a factor file of your own,\na line each; exit 0 if nothing.",
};

static const char *digits(double value, char text[32])
{
    snprintf(text, 32, "%.6g", value);
    return text;
}

static void add_row(struct am_columns *columns, const char *const *labels,
                    const struct am_interval *value, int year)
{
    char low[32];
    char central[32];
    char high[32];
    char year_text[32];
    const char *const cells[] = {labels[0],
                                 digits(value->low, low),
                                 digits(value->central, central),
                                 digits(value->high, high),
                                 labels[1],
                                 digits(year, year_text)};
    am_columns_add(columns, cells);
}

/* The latest year of the series, with its bounds. */
static struct am_interval latest(const struct am_factors *factors,
                                 const struct am_grid *grid, int *year)
{
    const struct am_grid_year *last = &grid->years[grid->year_count - 1];

    *year = last->year;
    return (struct am_interval){
        last->g_per_kwh * factors->grid_low_multiplier, last->g_per_kwh,
        last->g_per_kwh * factors->grid_high_multiplier};
}

static void add_factors(struct am_columns *columns,
                        const struct am_factors *factors)
{
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        const struct am_factor *factor = &factors->factor[i];
        const char *const labels[] = {factor->id, factor->unit};
        if (i != AM_FACTOR_GRID)
            add_row(columns, labels, &factor->value, factor->year);
    }
}

static void add_grids(struct am_columns *columns,
                      const struct am_factors *factors)
{
    for (size_t i = 0; i < factors->grid_count; i++) {
        const struct am_grid *grid = &factors->grids[i];
        int year = 0;
        struct am_interval value = latest(factors, grid, &year);
        char id[32];
        const char *const labels[] = {id, grid->unit};
        snprintf(id, sizeof(id), "grid.%.20s", grid->country);
        add_row(columns, labels, &value, year);
    }
}

static int print_table(const struct am_factors *factors, bool is_grids)
{
    static const struct am_column headings[] = {
        {"ID", 0},   {"LOW", 1},  {"CENTRAL", 1}, {"HIGH", 1},
        {"UNIT", 0}, {"YEAR", 1}, {NULL, 0}};
    struct am_err err;
    struct am_columns *columns = am_columns_create(headings);
    if (columns == NULL)
        return -1;

    if (is_grids) {
        add_grids(columns, factors);
    } else {
        add_factors(columns, factors);
    }
    int result = am_columns_print(columns, stdout, &err);
    am_columns_destroy(&columns);
    if (result == 0 && !is_grids) {
        fputs("\nVersion ", stdout);
        am_print_safe(stdout, factors->version);
        printf(", SHA-256 %s.\nBounds are read as 5 %% and 95 %%.  "
               "'attachmeter factors show ID' gives source and note;\n"
               "--grids lists the grids of %zu countries and regions.\n",
               factors->sha256, factors->grid_count);
    }
    return result;
}

static void print_field(const char *label, const char *text)
{
    if (*text == '\0')
        return;
    printf("%-9s", label);
    am_print_safe(stdout, text);
    putchar('\n');
}

static void print_value(const struct am_interval *value, const char *unit)
{
    printf("%-9s%.6g  (%.6g to %.6g)  ", "value", value->central, value->low,
           value->high);
    am_print_safe(stdout, unit);
    putchar('\n');
}

static void show_factor(const struct am_factor *factor)
{
    print_field("id", factor->id);
    print_value(&factor->value, factor->unit);
    print_field("group", factor->group);
    printf("%-9s%d\n", "year", factor->year);
    print_field("source", factor->source);
    print_field("note", factor->note);
    printf("%-9s--set %s=VALUE or --set %s=LOW,CENTRAL,HIGH\n", "set it",
           factor->id, factor->id);
}

static void show_grid(const struct am_factors *factors,
                      const struct am_grid *grid)
{
    int year = 0;
    struct am_interval value = latest(factors, grid, &year);

    printf("%-9sgrid.%s\n", "id", grid->country);
    print_field("name", grid->name);
    print_value(&value, grid->unit);
    for (size_t i = 0; i < grid->year_count; i++) {
        printf("%-9s%d: %.6g\n", i == 0 ? "years" : "", grid->years[i].year,
               grid->years[i].g_per_kwh);
    }
    print_field("source", grid->source);
    print_field("note", grid->note);
    printf("%-9s--country %s, or --set grid=VALUE\n", "set it", grid->country);
}

static void show_benchmark(const struct am_benchmark *benchmark)
{
    print_field("id", benchmark->id);
    printf("%-9s%.6g  ", "value", benchmark->value);
    am_print_safe(stdout, benchmark->unit);
    puts("  (published by others; no part of the model)");
    print_field("source", benchmark->source);
}

static int show(const struct am_factors *factors, const char *id)
{
    bool is_grid = strncmp(id, "grid.", 5) == 0;
    enum am_factor_id found = am_factor_find(id);
    const struct am_grid *grid =
        is_grid ? am_factors_find_grid(factors, id + 5) : NULL;
    const struct am_benchmark *benchmark =
        am_factors_find_benchmark(factors, id);

    if (grid != NULL) {
        show_grid(factors, grid);
    } else if (found == AM_FACTOR_GRID) {
        return am_usage_error(NAME, "grid: name a country: grid.FRA; "
                                    "--grids lists them");
    } else if (found != AM_FACTOR_COUNT) {
        show_factor(&factors->factor[found]);
    } else if (benchmark != NULL) {
        show_benchmark(benchmark);
    } else {
        return am_usage_error(NAME, "'%.80s': no such factor", id);
    }
    return AM_EXIT_OK;
}

static void tell_flaw(void *context, const char *flaw)
{
    size_t *told = context;

    am_complain("%s", flaw);
    ++*told;
}

static int check(const char *path)
{
    struct am_factors factors;
    struct am_err err;
    size_t told = 0;

    if (am_factors_check(&factors, path, tell_flaw, &told, &err) < 0) {
        if (told == 0)
            am_complain("%s", err.text);
        return AM_EXIT_FAILED;
    }
    am_print_safe(stdout, path);
    fputs(": version ", stdout);
    am_print_safe(stdout, factors.version);
    printf(", %d factors, %zu grids, %zu published figures\nSHA-256 %s\n",
           AM_FACTOR_COUNT - 1, factors.grid_count, factors.benchmark_count,
           factors.sha256);
    am_factors_free(&factors);
    return AM_EXIT_OK;
}

struct request {
    const char *file;
    bool is_json, is_grids;
    const char *verb, *word; /* word: NULL for list */
};

static int run(const struct request *request)
{
    struct am_factors factors;
    struct am_err err;
    int status = AM_EXIT_OK;

    if (am_factors_load(&factors, request->file, &err) < 0) {
        am_complain("%s", err.text);
        return AM_EXIT_FAILED;
    }
    if (request->word != NULL) {
        status = show(&factors, request->word);
    } else if ((request->is_json
                    ? am_factors_print_json(&factors)
                    : print_table(&factors, request->is_grids)) < 0) {
        status = AM_EXIT_FAILED;
    }
    if (status == AM_EXIT_FAILED)
        am_complain("cannot print the factors: no memory");
    am_factors_free(&factors);
    return status;
}

static int read_options(int argc, char **argv, struct request *request)
{
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == FACTORS) {
            request->file = optarg;
        } else if (letter == GRIDS) {
            request->is_grids = true;
        } else if (letter == JSON) {
            request->is_json = true;
        } else {
            return AM_EXIT_USAGE;
        }
    }
    request->verb = optind < argc ? argv[optind] : "list";
    request->word = optind + 1 < argc ? argv[optind + 1] : NULL;
    if (optind + 2 < argc) {
        return am_usage_error(NAME, "'%.40s': unexpected argument",
                              argv[optind + 2]);
    }
    return AM_EXIT_OK;
}

int am_cmd_factors(int argc, char **argv)
{
    struct request request = {0};
    int status = read_options(argc, argv, &request);
    if (status != AM_EXIT_OK)
        return status;

    bool is_list = strcmp(request.verb, "list") == 0;
    bool is_show = strcmp(request.verb, "show") == 0;
    bool is_check = strcmp(request.verb, "check") == 0;
    if (!is_list && !is_show && !is_check) {
        return am_usage_error(NAME, "'%.40s': write list, show or check",
                              request.verb);
    }
    if (is_list == (request.word != NULL)) {
        return am_usage_error(NAME, "%s %s", request.verb,
                              is_list ? "takes no argument"
                                      : "takes one argument");
    }
    return is_check ? check(request.word) : run(&request);
}
