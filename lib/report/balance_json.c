/*
 * balance_json - a balance for programs: JSON and CSV; see balance.h.
 */
#include "base/calendar.h"
#include "report/balance.h"
#include "report/json.h"
#include "report/json_co2e.h"
#include "report/words.h"

static json_t *figure_json(const struct am_balance_row *row)
{
    if (row->is_count)
        return json_integer(row->count);
    json_t *figure = am_json_interval(&row->value);
    if (json_object_set_new(figure, "note", json_string(row->note)) == 0)
        return figure;
    json_decref(figure);
    return NULL;
}

/* Each section is an object of the root. */
static int add_sections(json_t *root, const struct am_balance *balance)
{
    int lost = 0;

    for (size_t i = 0; i < balance->row_count; i++) {
        const struct am_balance_row *row = &balance->rows[i];
        if (json_object_get(root, row->section) == NULL)
            lost |= json_object_set_new(root, row->section, json_object());
        lost |= json_object_set_new(json_object_get(root, row->section),
                                    row->name, figure_json(row));
    }
    return lost;
}

static json_t *month_json(const struct am_balance_month *month)
{
    return json_pack("{ss sI sI sb sI sI sI sI sI}", "month", month->name,
                     "days", (json_int_t)month->days, "days_with_data",
                     (json_int_t)month->days_with_data, "is_whole",
                     (int)month->is_whole, "messages",
                     (json_int_t)month->messages, "messages_not_measured",
                     (json_int_t)month->gaps, "delivered_bytes",
                     (json_int_t)month->delivered_bytes, "unique_bytes",
                     (json_int_t)month->unique_bytes, "avoidable_bytes",
                     (json_int_t)month->avoidable_bytes);
}

static json_t *months_json(const struct am_balance *balance)
{
    json_t *months = json_array();

    for (size_t i = 0; i < balance->month_count; i++)
        am_json_append(&months, month_json(&balance->months[i]));
    return months;
}

static json_t *grid_json(const struct am_factors *factors)
{
    return json_pack("{ss? si sb so}", "country",
                     factors->grid == NULL ? NULL : factors->grid->country,
                     "year", factors->grid_year, "is_fallback",
                     (int)factors->grid_is_fallback, "g_co2e_per_kwh",
                     am_json_interval(&factors->factor[AM_FACTOR_GRID].value));
}

static json_t *frame_json(const struct am_balance *balance)
{
    const struct am_factors *factors = &balance->report->impact.factors;
    int64_t from_day = balance->report->head.period.from_day;
    char method[AM_METHOD_SIZE];

    return json_pack("{sI so so ss s{ss ss} s[sss]}", "year",
                     (json_int_t)am_civil_of_day(from_day).year, "months",
                     months_json(balance), "grid", grid_json(factors), "method",
                     am_method_name(factors, method), "factor_file", "version",
                     factors->version, "sha256", factors->sha256, "notes",
                     AM_BALANCE_COHORT, AM_BALANCE_APART, AM_ATTRIBUTION);
}

static int add_verdict(json_t *root, const struct am_balance *balance)
{
    const char *verdict = am_balance_verdict(balance);

    return json_object_set_new(
        json_object_get(root, AM_BALANCE_AVOIDED), "verdict",
        verdict != NULL ? json_string(verdict) : json_null());
}

static int add_explanation(json_t *root, const struct am_balance *balance)
{
    const struct am_impact *impact = &balance->report->impact;
    struct am_explain explain = am_impact_explain(impact);

    if (!balance->report->request.is_explained)
        return 0;
    return json_object_set_new(root, "explain",
                               impact->is_known ? am_explain_json(&explain)
                                                : json_null());
}

int am_balance_json(const struct am_balance *balance, FILE *out,
                    struct am_err *err)
{
    json_t *root = am_json_head(&balance->report->head);
    json_t *frame = frame_json(balance);
    int lost = json_object_update(root, frame) < 0;

    json_decref(frame);
    lost |= add_sections(root, balance);
    lost |= add_verdict(root, balance);
    lost |= add_explanation(root, balance);
    if (lost) {
        json_decref(root);
        root = NULL;
    }
    return am_json_print(root, out, err);
}

/* ---- CSV ---- */

static void begin_row(struct am_csv *csv, const char *period,
                      const char *section, const char *name)
{
    am_csv_text(csv, period);
    am_csv_text(csv, section);
    am_csv_text(csv, name);
}

static void end_row(struct am_csv *csv, const char *note)
{
    am_csv_text(csv, note);
    am_csv_end_row(csv);
}

static void add_count(struct am_csv *csv, const char *period, const char *name,
                      int64_t count)
{
    begin_row(csv, period, "month", name);
    am_csv_integer(csv, count);
    am_csv_text(csv, NULL);
    am_csv_text(csv, NULL);
    end_row(csv, NULL);
}

static void add_month(struct am_csv *csv, const struct am_balance_month *month)
{
    add_count(csv, month->name, "days", month->days);
    add_count(csv, month->name, "days_with_data", month->days_with_data);
    add_count(csv, month->name, "messages", month->messages);
    add_count(csv, month->name, "messages_not_measured", month->gaps);
    add_count(csv, month->name, "delivered_bytes", month->delivered_bytes);
    add_count(csv, month->name, "unique_bytes", month->unique_bytes);
    add_count(csv, month->name, "avoidable_bytes", month->avoidable_bytes);
}

static void add_figure(struct am_csv *csv, const char *period,
                       const struct am_balance_row *row)
{
    begin_row(csv, period, row->section, row->name);
    if (row->is_count) {
        am_csv_integer(csv, row->count);
        am_csv_text(csv, NULL);
        am_csv_text(csv, NULL);
    } else {
        am_csv_real(csv, row->value.central);
        am_csv_real(csv, row->value.low);
        am_csv_real(csv, row->value.high);
    }
    end_row(csv, row->note);
}

/* The grid, whose year is the note, and the verdict, which is a text. */
static void add_frame(struct am_csv *csv, const char *period,
                      const struct am_balance *balance)
{
    const struct am_factors *factors = &balance->report->impact.factors;
    char grid[64] = "as set";
    struct am_balance_row row = {
        .section = "grid",
        .name = "g_co2e_per_kwh",
        .value = factors->factor[AM_FACTOR_GRID].value,
        .note = grid,
    };

    if (factors->grid != NULL) {
        snprintf(grid, sizeof(grid), "%.20s %d", factors->grid->country,
                 factors->grid_year);
    }
    add_figure(csv, period, &row);
    begin_row(csv, period, AM_BALANCE_AVOIDED, "verdict");
    for (int i = 0; i < 3; i++)
        am_csv_text(csv, NULL);
    end_row(csv, am_balance_verdict(balance));
}

int am_balance_csv(const struct am_balance *balance, enum am_csv_style style,
                   FILE *out, struct am_err *err)
{
    static const char *const names[] = {"period", "section", "figure", "value",
                                        "min",    "max",     "note",   NULL};
    char year[AM_CALENDAR_TEXT_SIZE];
    struct am_csv csv;

    am_calendar_text(AM_CALENDAR_YEAR, balance->report->head.period.from_day,
                     year);
    am_csv_begin(&csv, out, style);
    am_csv_names(&csv, names);
    for (size_t i = 0; i < balance->row_count; i++)
        add_figure(&csv, year, &balance->rows[i]);
    add_frame(&csv, year, balance);
    for (size_t i = 0; i < balance->month_count; i++)
        add_month(&csv, &balance->months[i]);
    return am_csv_finish(&csv, err);
}
