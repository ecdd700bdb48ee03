/* factors_view - see factors_view.h. */
#include "cli/factors_view.h"

#include "base/language.h"
#include "cli/options.h"
#include "report/columns.h"

struct am_interval am_factors_latest(const struct am_factors *factors,
                                     const struct am_grid *grid, int *year)
{
    const struct am_grid_year *last = &grid->years[grid->year_count - 1];

    *year = last->year;
    return (struct am_interval){
        last->g_per_kwh * factors->grid_low_multiplier, last->g_per_kwh,
        last->g_per_kwh * factors->grid_high_multiplier};
}

/* ---- table ---- */

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
        struct am_interval value = am_factors_latest(factors, grid, &year);
        char id[32];
        const char *const labels[] = {id, grid->unit};
        snprintf(id, sizeof(id), "grid.%.20s", grid->country);
        add_row(columns, labels, &value, year);
    }
}

int am_factors_print_table(const struct am_factors *factors, bool is_grids,
                           const struct am_look *look, FILE *out,
                           struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("ID"), 0},   {N_("LOW"), 1},  {N_("CENTRAL"), 1}, {N_("HIGH"), 1},
        {N_("UNIT"), 0}, {N_("YEAR"), 1}, {NULL, 0}};
    struct am_columns *columns = am_columns_create(headings, look);

    if (is_grids) {
        add_grids(columns, factors);
    } else {
        add_factors(columns, factors);
    }
    int result = am_columns_print(columns, out, err);
    am_columns_destroy(&columns);
    if (result < 0 || is_grids)
        return result;
    fputs(_("\nVersion "), out);
    am_print_safe(out, factors->version);
    fprintf(out,
            _(", SHA-256 %s.\nBounds are read as 5 %% and 95 %%.  "
              "'attachmeter factors show ID' gives source and note;\n"
              "--grids lists the grids of %zu countries and regions.\n"),
            factors->sha256, factors->grid_count);
    return 0;
}

/* ---- CSV ---- */

static void add_factor_cells(struct am_csv *csv, const struct am_factor *factor)
{
    am_csv_text(csv, factor->id);
    am_csv_text(csv, factor->group);
    am_csv_real(csv, factor->value.low);
    am_csv_real(csv, factor->value.central);
    am_csv_real(csv, factor->value.high);
    am_csv_text(csv, factor->unit);
    am_csv_integer(csv, factor->year);
    am_csv_text(csv, am_factor_status_name(factor->status));
    am_csv_text(csv, factor->source);
    am_csv_text(csv, factor->note);
    am_csv_end_row(csv);
}

static void add_grid_cells(struct am_csv *csv, const struct am_grid *grid)
{
    for (size_t i = 0; i < grid->year_count; i++) {
        am_csv_text(csv, grid->country);
        am_csv_text(csv, grid->name);
        am_csv_integer(csv, grid->years[i].year);
        am_csv_real(csv, grid->years[i].g_per_kwh);
        am_csv_text(csv, grid->unit);
        am_csv_text(csv, grid->source);
        am_csv_text(csv, grid->note);
        am_csv_end_row(csv);
    }
}

int am_factors_print_csv(const struct am_factors *factors, bool is_grids,
                         struct am_csv *csv, struct am_err *err)
{
    static const char *const factor_names[] = {
        "id",   "group",  "low",    "central", "high", "unit",
        "year", "status", "source", "note",    NULL};
    static const char *const grid_names[] = {
        "country", "name", "year", "value", "unit", "source", "note", NULL};

    am_csv_names(csv, is_grids ? grid_names : factor_names);
    for (size_t i = 0; is_grids && i < factors->grid_count; i++)
        add_grid_cells(csv, &factors->grids[i]);
    for (size_t i = 0; !is_grids && i < AM_FACTOR_COUNT; i++) {
        if (i != AM_FACTOR_GRID)
            add_factor_cells(csv, &factors->factor[i]);
    }
    return am_csv_finish(csv, err);
}
