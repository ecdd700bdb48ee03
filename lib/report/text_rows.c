/* text_rows - see text_rows.h. */
#include "report/text_rows.h"

#include <string.h>

#include "base/language.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/words.h"
#include "store/sums.h"

/* Shares are of the own bytes; where nothing is own, of all. */
static double share_of(const struct am_report *report,
                       const struct am_report_row *row)
{
    bool by_own = report->totals.own.total_bytes > 0;
    int64_t part = by_own ? row->own.total_bytes : row->all.total_bytes;
    int64_t whole = by_own ? report->totals.own.total_bytes
                           : report->totals.all.total_bytes;

    return whole > 0 && part > 0 ? (double)part / (double)whole : 0;
}

static void add_row(struct am_columns *table, const struct am_report *report,
                    const char *name, const struct am_report_row *row,
                    enum am_unit_style units)
{
    struct am_cells line;
    double share = share_of(report, row);

    am_cells_begin(&line);
    line.cell[0] = name;
    am_count_text(am_savings_copies(&row->own), line.text[1]);
    am_cell_bytes(line.text[2], row->own.total_bytes, units);
    am_count_text(am_savings_copies(&row->all), line.text[3]);
    am_cell_bytes(line.text[4], row->all.total_bytes, units);
    am_cell_share(line.text[5], share);
    am_columns_add_bar(table, line.cell, share);
}

#define NAME_SIZE 300 /* of a domain, and a few words */

/* "  others (3)"; no domain has no name. */
static void name_row(const char *value, enum am_by by, size_t others,
                     bool is_inner, char name[NAME_SIZE])
{
    const char *indent = is_inner ? "  " : "";

    /* A domain's name is not ours to translate. */
    if (by == AM_BY_DOMAIN && value[0] == '\0') {
        value = _("no domain");
    } else if (by != AM_BY_DOMAIN || strcmp(value, AM_OTHERS) == 0) {
        value = _(value);
    }
    if (others > 0) {
        snprintf(name, NAME_SIZE, "%s%s (%zu)", indent, value, others);
    } else {
        snprintf(name, NAME_SIZE, "%s%s", indent, value);
    }
}

/* A row of its own for a group of the first level, above those inside it. */
static void add_outer(struct am_columns *table, const struct am_report *report,
                      size_t first, enum am_unit_style units)
{
    const struct am_breakdown *breakdown = &report->breakdown;
    struct am_report_row row = report->rows[first];
    struct am_sums sums = {0};
    char name[NAME_SIZE];

    for (size_t i = first;
         i < breakdown->count && strcmp(report->rows[i].value, row.value) == 0;
         i++)
        am_sums_add(&sums, &breakdown->rows[i].sums);
    row.all = am_savings_of(&sums, AM_SCOPE_ALL);
    row.own = am_profile_savings(&report->request.ask.profile, &sums);
    name_row(row.value, report->request.by, 0, false, name);
    add_row(table, report, name, &row, units);
}

static void add_rows(struct am_columns *table, const struct am_report *report,
                     enum am_unit_style units)
{
    const struct am_report_request *request = &report->request;
    bool two = request->then_by != AM_BY_NOTHING;
    char name[NAME_SIZE];

    for (size_t i = 0; i < report->row_count; i++) {
        const struct am_report_row *row = &report->rows[i];
        if (two && (i == 0 || strcmp(row[-1].value, row->value) != 0))
            add_outer(table, report, i, units);
        name_row(two ? row->then_value : row->value,
                 two ? request->then_by : request->by, row->others, two, name);
        add_row(table, report, name, row, units);
    }
    add_row(table, report, _("total"), &report->totals, units);
}

static void explain_others(const struct am_report *report, FILE *out)
{
    for (size_t i = 0; i < report->row_count; i++) {
        if (report->rows[i].others > 0) {
            fprintf(
                out,
                _("others: groups with fewer than %d senders on each day\n"),
                AM_SENDERS_MAX);
            return;
        }
    }
}

int am_text_rows_print(const struct am_report *report,
                       const struct am_look *look, FILE *out,
                       struct am_err *err)
{
    const struct am_report_request *request = &report->request;
    char name[AM_CELL_SIZE];
    const struct am_column headings[] = {
        {name, 0},
        {N_("own copies"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {N_("all copies"), 1},
        {N_("avoidable"), 1},
        {N_("share"), 1},
        {"", AM_COLUMN_BAR},
        {NULL, 0},
    };

    snprintf(name, sizeof(name), _("by %s"), _(am_by_name(request->by)));
    if (request->then_by != AM_BY_NOTHING) {
        snprintf(name, sizeof(name), _("by %s, %s"), _(am_by_name(request->by)),
                 _(am_by_name(request->then_by)));
    }
    struct am_columns *table = am_columns_create(headings, look);
    add_rows(table, report, look->units);
    int result = am_columns_print(table, out, err);
    am_columns_destroy(&table);
    if (result == 0)
        explain_others(report, out);
    return result;
}
