/* printer_trend - see printer_trend.h. */
#include "report/printer_trend.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/language.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/flat.h"
#include "report/growth.h"
#include "report/json.h"
#include "report/text_head.h"
#include "report/words.h"

#define YEAR_WEEKS 52

static const char *note_of(const struct am_trend *trend)
{
    if (trend->weeks < AM_GROWTH_LEAST)
        return N_("fewer than 8 whole weeks tell nothing of growth");
    return trend->weeks < YEAR_WEEKS ? N_("less than a year: seasons are in it")
                                     : NULL;
}

/* ---- JSON and CSV ---- */

/* The row behind the last one is the total. */
static const struct am_trend_row *row_of(const struct am_trend *trend,
                                         size_t number)
{
    return number < trend->count ? &trend->rows[number] : &trend->total;
}

static void add_row(struct am_flat *flat, const void *context, size_t number)
{
    const struct am_trend *trend = context;
    const struct am_trend_row *row = row_of(trend, number);

    am_flat_text(flat, am_calendar_name(trend->request.by), row->name);
    am_flat_day(flat, "from", row->from_day);
    am_flat_day(flat, "until", row->until_day);
    am_flat_flag(flat, "is_whole", row->is_whole);
    am_flat_integer(flat, "messages", row->messages);
    am_flat_integer(flat, "messages_with_attachments", row->with_attachments);
    am_flat_integer(flat, "seen", row->coverage.seen);
    am_flat_integer(flat, "measured", row->coverage.measured);
    am_flat_integer(flat, "gaps", row->coverage.gaps);
    am_flat_integer(flat, "downtime_s", row->coverage.downtime_s);
    am_flat_savings(flat, "", &row->own);
}

int am_printer_trend_csv(const struct am_trend *trend, enum am_csv_style style,
                         FILE *out, struct am_err *err)
{
    return am_flat_csv(add_row, trend, trend->count + 1, style, out, err);
}

int am_printer_trend_json(const struct am_trend *trend, FILE *out,
                          struct am_err *err)
{
    json_t *object = am_json_head(&trend->head);
    json_t *total = NULL;
    json_t *rows = am_flat_json(add_row, trend, trend->count, &total);
    json_t *rest = json_pack(
        "{ss ss ss s{s{so so so} sI ss?} so so}", "by",
        am_calendar_name(trend->request.by), "scope",
        am_scope_name(AM_SCOPE_OWN), "store",
        am_profile_name(trend->request.ask.profile.id), "growth", "per_year",
        "value", am_json_number(trend->growth.central), "min",
        am_json_number(trend->growth.low), "max",
        am_json_number(trend->growth.high), "weeks", (json_int_t)trend->weeks,
        "note", note_of(trend), "rows", rows, "total", total);

    return am_json_print(am_json_join(object, rest), out, err);
}

/* ---- table ---- */

static void coverage_cell(const struct am_coverage *coverage,
                          char text[AM_CELL_SIZE])
{
    if (coverage->seen == 0) {
        snprintf(text, AM_CELL_SIZE, "-");
        return;
    }
    /* Cut, not rounded: a single gap must not read as 100 %. */
    double percent =
        floor(1000.0 * (double)coverage->measured / (double)coverage->seen) /
        10;
    char number[24];
    snprintf(text, AM_CELL_SIZE, _("%s %%"),
             am_format_decimals(percent, 1, number, sizeof(number)));
}

/* most is what a whole bar stands for; 0: the line has none. */
static void add_line(struct am_columns *table, const struct am_trend_row *row,
                     double most, enum am_unit_style units)
{
    struct am_cells line;

    am_cells_begin(&line);
    snprintf(line.text[0], AM_CELL_SIZE, "%s%s", _(row->name),
             row->is_whole || most <= 0 ? "" : " *");
    am_count_text(row->messages, line.text[1]);
    am_count_text(row->own.sightings, line.text[2]);
    am_cell_bytes(line.text[3], row->own.delivered.stored_bytes, units);
    am_cell_bytes(line.text[4], row->own.total_bytes, units);
    am_cell_ratio(line.text[5], am_savings_ratio(&row->own));
    coverage_cell(&row->coverage, line.text[6]);
    am_columns_add_bar(table, line.cell,
                       most > 0 ? (double)row->own.delivered.stored_bytes / most
                                : 0);
}

static double find_most(const struct am_trend *trend)
{
    double most = 0;

    for (size_t i = 0; i < trend->count; i++) {
        most = fmax(most, (double)trend->rows[i].own.delivered.stored_bytes);
    }
    return most;
}

/* The whole course in a line, where such can be shown. */
static int print_course(const struct am_trend *trend,
                        const struct am_look *look, FILE *out,
                        struct am_err *err)
{
    char text[AM_LOOK_SPARK_SIZE];
    const char *name = _("delivered");
    unsigned used = (unsigned)am_language_width(name) + 2;

    if (!look->is_unicode || trend->count < 2 || look->width_columns <= used)
        return 0;
    double *values = calloc(trend->count, sizeof(*values));
    if (values == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a trend");
    for (size_t i = 0; i < trend->count; i++)
        values[i] = (double)trend->rows[i].own.delivered.stored_bytes;
    am_look_spark(values, trend->count, look->width_columns - used, text);
    free(values);
    fprintf(out, "%s  %s%s%s\n\n", name, am_look_begin(look, AM_INK_BAR), text,
            am_look_end(look));
    return 0;
}

static void print_growth(const struct am_trend *trend, FILE *out)
{
    const struct am_interval *growth = &trend->growth;
    const char *note = note_of(trend);

    if (isfinite(growth->central) && isfinite(growth->low) &&
        isfinite(growth->high)) {
        fprintf(
            out,
            _("growth of delivered a year: %+.0f %% [%+.0f .. %+.0f], out of "
              "%zu whole weeks\n"),
            100 * growth->central, 100 * growth->low, 100 * growth->high,
            trend->weeks);
    } else {
        fprintf(out,
                am_plural("growth of delivered a year: not known, %zu whole "
                          "week\n",
                          "growth of delivered a year: not known, %zu whole "
                          "weeks\n",
                          trend->weeks),
                trend->weeks);
    }
    if (note != NULL)
        fprintf(out, "  %s\n", _(note));
    fputs(_("* not whole: cut by the range, not over, the first one of all, or "
            "more than 1 %\n  of it not measured or without the daemon\n"),
          out);
}

int am_printer_trend_table(const struct am_trend *trend,
                           const struct am_look *look, FILE *out,
                           struct am_err *err)
{
    const struct am_column headings[] = {
        {am_calendar_name(trend->request.by), 0},
        {N_("messages"), 1},
        {N_("seen"), 1},
        {N_("delivered"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {N_("ratio"), 1},
        {N_("measured"), 1},
        {"", AM_COLUMN_BAR},
        {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, look);
    double most = find_most(trend);

    for (size_t i = 0; i < trend->count; i++)
        add_line(table, &trend->rows[i], most, look->units);
    add_line(table, &trend->total, 0, look->units);
    am_text_head_print(&trend->head, look, out);
    fprintf(out, _("attachments and bytes in our mailboxes, store: %s\n\n"),
            am_profile_name(trend->request.ask.profile.id));
    int result = print_course(trend, look, out, err);
    if (result == 0)
        result = am_columns_print(table, out, err);
    am_columns_destroy(&table);
    if (result < 0)
        return -1;
    fputc('\n', out);
    print_growth(trend, out);
    return 0;
}
