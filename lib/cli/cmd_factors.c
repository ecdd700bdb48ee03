/*
 * cmd_factors - `attachmeter factors`: the emission factors with their sources,
 * and the check of a factor file.  Sets nothing: see estimate and the
 * configuration.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "carbon/factor.h"
#include "cli/command.h"
#include "cli/factors_json.h"
#include "cli/factors_view.h"
#include "cli/options.h"
#include "cli/viewing.h"

#define NAME "factors"

enum letter {
    FACTORS = AM_VIEWING_END,
    GRIDS
};

static const struct am_option options[] = {
    {"factors", FACTORS, N_("FILE"),
     N_("another factor file than the built-in one")},
    {"grids", GRIDS, NULL, N_("list: the grids of all countries instead")},
    AM_VIEWING_FORMATS,
    {NULL, 0, NULL, NULL}};

static const struct am_usage usage = {
    N_("factors [list] | show ID | check FILE"),
    N_("The numbers that turn bytes into kWh and CO2e: low, central, high, unit, "
       "year, source."),
    options,
    N_("show ID takes a factor (storage.pue), a grid (grid.FRA) or a published "
       "figure of others\n(lecko.mail_share).  check FILE says all that is wrong "
       "with a factor file of your own,\na line each; exit 0 if nothing."),
};

#define LABEL_WIDTH 9

static void print_label(const char *label)
{
    printf("%-*s", am_language_pad(_(label), LABEL_WIDTH), _(label));
}

static void print_field(const char *label, const char *text)
{
    if (*text == '\0')
        return;
    print_label(label);
    am_print_safe(stdout, text);
    putchar('\n');
}

static void print_value(const struct am_interval *value, const char *unit)
{
    print_label(N_("value"));
    printf(_("%.6g  (%.6g to %.6g)  "), value->central, value->low,
           value->high);
    am_print_safe(stdout, unit);
    putchar('\n');
}

static void show_factor(const struct am_factor *factor)
{
    print_field(N_("id"), factor->id);
    print_value(&factor->value, factor->unit);
    print_field(N_("group"), factor->group);
    print_label(N_("year"));
    printf("%d\n", factor->year);
    print_field(N_("source"), factor->source);
    print_field(N_("note"), factor->note);
    print_label(N_("set it"));
    printf(_("--set %s=VALUE or --set %s=LOW,CENTRAL,HIGH\n"), factor->id,
           factor->id);
}

static void show_grid(const struct am_factors *factors,
                      const struct am_grid *grid)
{
    int year = 0;
    struct am_interval value = am_factors_latest(factors, grid, &year);

    print_label(N_("id"));
    printf("grid.%s\n", grid->country);
    print_field(N_("name"), grid->name);
    print_value(&value, grid->unit);
    for (size_t i = 0; i < grid->year_count; i++) {
        print_label(i == 0 ? N_("years") : "");
        printf(_("%d: %.6g\n"), grid->years[i].year, grid->years[i].g_per_kwh);
    }
    print_field(N_("source"), grid->source);
    print_field(N_("note"), grid->note);
    print_label(N_("set it"));
    printf(_("--country %s, or --set grid=VALUE\n"), grid->country);
}

static void show_benchmark(const struct am_benchmark *benchmark)
{
    print_field(N_("id"), benchmark->id);
    print_label(N_("value"));
    printf("%.6g  ", benchmark->value);
    am_print_safe(stdout, benchmark->unit);
    puts(_("  (published by others; no part of the model)"));
    print_field(N_("source"), benchmark->source);
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

    if (am_factors_check(&factors, path, tell_flaw, &told, &err) < 0)
        return told == 0 ? am_failure(&err) : AM_EXIT_FAILED;
    am_print_safe(stdout, path);
    fputs(_(": version "), stdout);
    am_print_safe(stdout, factors.version);
    printf(_(", %d factors, %zu grids, %zu published figures\nSHA-256 %s\n"),
           AM_FACTOR_COUNT - 1, factors.grid_count, factors.benchmark_count,
           factors.sha256);
    am_factors_free(&factors);
    return AM_EXIT_OK;
}

/* What was asked for, and what the file holds: the context of the view. */
struct request {
    const char *file;
    bool is_grids;
    struct am_factors factors;
};

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct request *request = context;

    (void)viewing;
    if (letter == FACTORS) {
        request->file = argument;
    } else {
        request->is_grids = true;
    }
    return AM_EXIT_OK;
}

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct request *request = context;

    (void)viewing;
    (void)input; /* no database is read */
    return am_factors_load(&request->factors, request->file, err);
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct request *request = context;

    return am_factors_print_table(&request->factors, request->is_grids,
                                  &viewing->look, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct request *request = context;

    (void)viewing;
    return am_factors_print_json(&request->factors, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct request *request = context;
    struct am_csv csv;

    am_csv_begin(&csv, out, viewing->csv_style);
    return am_factors_print_csv(&request->factors, request->is_grids, &csv,
                                err);
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
};

static int run_list(struct request *request, const struct am_viewing *viewing)
{
    static const struct am_viewing_input nothing = {.source = NAME};
    int status = am_viewing_show(viewing, &nothing, &view, request);

    am_factors_free(&request->factors);
    return status;
}

static int run_show(const struct request *request, const char *id)
{
    struct am_factors factors;
    struct am_err err;

    if (am_factors_load(&factors, request->file, &err) < 0)
        return am_failure(&err);
    int status = show(&factors, id);
    am_factors_free(&factors);
    return status;
}

int am_cmd_factors(int argc, char **argv)
{
    struct request request = {0};
    struct am_viewing viewing = {0};

    if (am_viewing_options(&viewing, argc, argv, &view, &request) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    const char *verb = optind < argc ? argv[optind] : "list";
    const char *word = optind + 1 < argc ? argv[optind + 1] : NULL;
    bool is_list = strcmp(verb, "list") == 0;
    bool is_check = strcmp(verb, "check") == 0;
    if (!is_list && !is_check && strcmp(verb, "show") != 0) {
        return am_usage_error(NAME, "'%.40s': write list, show or check", verb);
    }
    if (is_list == (word != NULL) || optind + 2 < argc) {
        return am_usage_error(NAME,
                              is_list ? _("%s: it takes no argument")
                                      : _("%s: it takes one argument"),
                              verb);
    }
    if (is_list)
        return run_list(&request, &viewing);
    if (viewing.format != AM_FORMAT_TABLE || viewing.output != NULL) {
        return am_usage_error(NAME,
                              "--format and --output go with list, not "
                              "with %s",
                              verb);
    }
    return is_check ? check(word) : run_show(&request, word);
}
