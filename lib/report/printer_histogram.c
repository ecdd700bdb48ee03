/* printer_histogram - see printer_histogram.h. */
#include "report/printer_histogram.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>

#include "base/language.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/flat.h"
#include "report/json.h"
#include "report/text_head.h"
#include "report/words.h"

/* The row behind the last one is the total. */
static void add_row(struct am_flat *flat, const void *context, size_t number)
{
    const struct am_histogram *histogram = context;
    const struct am_histogram_row *row = number < histogram->count
                                             ? &histogram->rows[number]
                                             : &histogram->total;

    am_flat_integer(flat, "at_least", row->at_least);
    am_flat_integer(flat, "at_most", row->at_most);
    am_flat_savings(flat, "", &row->own);
}

int am_printer_histogram_csv(const struct am_histogram *histogram,
                             enum am_csv_style style, FILE *out,
                             struct am_err *err)
{
    return am_flat_csv(add_row, histogram, histogram->count + 1, style, out,
                       err);
}

int am_printer_histogram_json(const struct am_histogram *histogram, FILE *out,
                              struct am_err *err)
{
    json_t *object = am_json_head(&histogram->head);
    json_t *total = NULL;
    json_t *rows = am_flat_json(add_row, histogram, histogram->count, &total);
    json_t *rest = json_pack(
        "{ss ss ss so so so}", "of", am_histogram_names[histogram->request.of],
        "scope", am_scope_name(AM_SCOPE_OWN), "store",
        am_profile_name(histogram->request.ask.profile.id), "detail_from",
        histogram->count > 0 ? am_json_day(histogram->detail_from_day)
                             : json_null(),
        "rows", rows, "total", total);

    return am_json_print(am_json_join(object, rest), out, err);
}

/* ---- table ---- */

/* "4-7", or "64.0 KiB" for what is below twice of it. */
static void name_row(const struct am_histogram *histogram,
                     const struct am_histogram_row *row,
                     char text[AM_CELL_SIZE])
{
    char low[AM_SIZE_TEXT_SIZE];
    char high[AM_SIZE_TEXT_SIZE];

    if (histogram->request.of == AM_HISTOGRAM_SIZE) {
        snprintf(
            text, AM_CELL_SIZE, "%s .. %s",
            am_format_size((uint64_t)row->at_least, AM_UNITS_IEC, low),
            am_format_size((uint64_t)row->at_most + 1, AM_UNITS_IEC, high));
    } else if (row->at_least == row->at_most) {
        snprintf(text, AM_CELL_SIZE, "%" PRId64, row->at_least);
    } else {
        snprintf(text, AM_CELL_SIZE, "%" PRId64 "-%" PRId64, row->at_least,
                 row->at_most);
    }
}

static void add_line(struct am_columns *table, const char *name,
                     const struct am_histogram_row *row, double most,
                     enum am_unit_style units)
{
    struct am_cells line;

    am_cells_begin(&line);
    line.cell[0] = name;
    am_count_text(row->own.sightings, line.text[1]);
    am_count_text(row->own.contents, line.text[2]);
    am_cell_bytes(line.text[3], row->own.received.stored_bytes, units);
    am_cell_bytes(line.text[4], row->own.delivered.stored_bytes, units);
    am_cell_bytes(line.text[5], row->own.total_bytes, units);
    am_columns_add_bar(table, line.cell,
                       most > 0 ? (double)row->own.total_bytes / most : 0);
}

static int print_rows(const struct am_histogram *histogram,
                      const struct am_look *look, FILE *out, struct am_err *err)
{
    const struct am_column headings[] = {
        {am_histogram_names[histogram->request.of], 0},
        {N_("seen"), 1},
        {N_("contents"), 1},
        {N_("received"), 1},
        {N_("delivered"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {"", AM_COLUMN_BAR},
        {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, look);
    char name[AM_CELL_SIZE];
    double most = 0;

    for (size_t i = 0; i < histogram->count; i++)
        most = fmax(most, (double)histogram->rows[i].own.total_bytes);
    for (size_t i = 0; i < histogram->count; i++) {
        name_row(histogram, &histogram->rows[i], name);
        add_line(table, name, &histogram->rows[i], most, look->units);
    }
    add_line(table, _("total"), &histogram->total, 0, look->units);
    int result = am_columns_print(table, out, err);
    am_columns_destroy(&table);
    return result;
}

int am_printer_histogram_table(const struct am_histogram *histogram,
                               const struct am_look *look, FILE *out,
                               struct am_err *err)
{
    char day[AM_DAY_TEXT_SIZE];

    am_text_head_print(&histogram->head, look, out);
    fprintf(out,
            _("attachments in the detail, with a copy of ours, by %s; store: "
              "%s\n"),
            _(am_histogram_names[histogram->request.of]),
            am_profile_name(histogram->request.ask.profile.id));
    if (histogram->request.ask.profile.id == AM_PROFILE_DOVECOT_SIS)
        fputs(_("what that store keeps once already is left out\n"), out);
    if (histogram->detail_from_day > histogram->head.period.from_day) {
        fprintf(out, _("the detail begins on %s\n"),
                am_format_day(histogram->detail_from_day, day));
    }
    fputc('\n', out);
    if (print_rows(histogram, look, out, err) < 0)
        return -1;
    fprintf(out,
            _("\nbuckets of fewer than %d messages or contents are in the next "
              "lower one; a content\nis in that where it came first\n"),
            AM_SENDERS_MAX);
    return 0;
}
