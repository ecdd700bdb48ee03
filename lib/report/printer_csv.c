/*
 * printer_csv - see printer_csv.h.
 */
#include "report/printer_csv.h"

#include "base/units.h"

static void add_names(struct am_csv *csv, const char *prefix)
{
    char name[96];

    for (size_t i = 0; i < am_savings_field_count(); i++) {
        snprintf(name, sizeof(name), "%s%s", prefix, am_savings_field_name(i));
        am_csv_text(csv, name);
    }
    snprintf(name, sizeof(name), "%sratio", prefix);
    am_csv_text(csv, name);
}

static void add_savings(struct am_csv *csv, const struct am_savings *savings)
{
    for (size_t i = 0; i < am_savings_field_count(); i++)
        am_csv_integer(csv, am_savings_field(savings, i));
    am_csv_real(csv, am_savings_ratio(savings));
}

/* A row for so many groups. */
static void add_row(struct am_csv *csv, const struct am_report *report,
                    const struct am_report_row *row, size_t groups)
{
    char day[AM_DAY_TEXT_SIZE];

    am_csv_text(csv, am_format_day(report->head.period.from_day, day));
    am_csv_text(csv, am_format_day(report->head.period.until_day, day));
    am_csv_text(csv, row->value);
    if (report->request.then_by != AM_BY_NOTHING)
        am_csv_text(csv, row->then_value);
    am_csv_integer(csv, (int64_t)groups);
    add_savings(csv, &row->all);
    add_savings(csv, &row->own);
    am_csv_end_row(csv);
}

int am_printer_csv_print(const struct am_report *report,
                         enum am_csv_style style, FILE *out, struct am_err *err)
{
    struct am_explain explain = am_impact_explain(&report->impact);
    struct am_csv csv;
    struct am_report_row total = report->totals;
    size_t groups = 0;

    if (report->request.is_explained)
        return am_explain_csv(&explain, style, out, err);
    am_csv_begin(&csv, out, style);
    am_csv_text(&csv, "from");
    am_csv_text(&csv, "until");
    am_csv_text(&csv, am_by_name(report->request.by));
    if (report->request.then_by != AM_BY_NOTHING)
        am_csv_text(&csv, am_by_name(report->request.then_by));
    am_csv_text(&csv, "groups");
    add_names(&csv, "");
    add_names(&csv, "own_");
    am_csv_end_row(&csv);
    for (size_t i = 0; i < report->row_count; i++) {
        size_t others = report->rows[i].others;
        add_row(&csv, report, &report->rows[i], others > 0 ? others : 1);
        groups += others > 0 ? others : 1;
    }
    total.value = total.then_value = "total";
    add_row(&csv, report, &total, groups);
    return am_csv_finish(&csv, err);
}
