/*
 * balance_text - a balance for people; see balance.h.
 */
#include <inttypes.h>
#include <string.h>

#include "base/language.h"
#include "report/balance.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/text_co2e.h"
#include "report/text_head.h"
#include "report/words.h"

static int finish_table(struct am_columns *columns, FILE *out,
                        struct am_err *err)
{
    int result = am_columns_print(columns, out, err);

    am_columns_destroy(&columns);
    return result;
}

static int64_t count_of(const struct am_balance *balance, const char *name)
{
    for (size_t i = 0; i < balance->row_count; i++) {
        if (strcmp(balance->rows[i].name, name) == 0)
            return balance->rows[i].count;
    }
    return 0;
}

static void print_days(const struct am_balance *balance, FILE *out)
{
    fprintf(out,
            _("days over: %" PRId64 " of %" PRId64 ", with data %" PRId64
              ", missing %" PRId64 "; whole months %" PRId64 "\n"),
            count_of(balance, "range_days"), count_of(balance, "year_days"),
            count_of(balance, "days_with_data"),
            count_of(balance, "missing_days"),
            count_of(balance, "whole_months"));
    if (balance->later_messages > 0) {
        fprintf(out,
                am_plural("%" PRId64 " message dated after today by a clock "
                          "that was ahead: left out\n",
                          "%" PRId64 " messages dated after today by a clock "
                          "that was ahead: left out\n",
                          (unsigned long)balance->later_messages),
                balance->later_messages);
    }
    fputs(_("nothing is extrapolated: what is missing is missing\n\n"), out);
}

static int print_months(const struct am_balance *balance,
                        const struct am_look *look, FILE *out,
                        struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("month"), 0},
        {N_("days"), 1},
        {N_("with data"), 1},
        {N_("messages"), 1},
        {N_("delivered"), 1},
        {N_("unique"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, look);
    struct am_cells cells;

    for (size_t i = 0; i < balance->month_count; i++) {
        const struct am_balance_month *month = &balance->months[i];
        am_cells_begin(&cells);
        snprintf(cells.text[0], AM_CELL_SIZE, "%s", month->name);
        am_count_text(month->days, cells.text[1]);
        am_count_text(month->days_with_data, cells.text[2]);
        am_count_text(month->messages, cells.text[3]);
        am_cell_bytes(cells.text[4], month->delivered_bytes, look->units);
        am_cell_bytes(cells.text[5], month->unique_bytes, look->units);
        am_cell_bytes(cells.text[6], month->avoidable_bytes, look->units);
        am_columns_add(table, cells.cell);
    }
    return finish_table(table, out, err);
}

static void digits_cell(char text[AM_CELL_SIZE], double value)
{
    am_format_digits(value, AM_SIGNIFICANT_DIGITS, text, AM_CELL_SIZE);
}

/* The sections whose estimates are shown, and their headings. */
static const struct {
    const char *section, *heading;
} sections[] = {
    {"own", N_("own mailboxes and Sent folders")},
    {"external", N_("apart: other people's mailboxes")},
    {AM_BALANCE_AVOIDED, N_("apart: avoided by sharing")},
    {"kept", N_("apart: avoidable own bytes")},
};

static void add_section(struct am_columns *table,
                        const struct am_balance *balance, const char *section)
{
    struct am_cells cells;

    for (size_t i = 0; i < balance->row_count; i++) {
        const struct am_balance_row *row = &balance->rows[i];
        if (row->is_count || strcmp(row->section, section) != 0)
            continue;
        am_cells_begin(&cells);
        snprintf(cells.text[0], AM_CELL_SIZE, "  %s", _(row->label));
        digits_cell(cells.text[1], row->value.central);
        digits_cell(cells.text[2], row->value.low);
        digits_cell(cells.text[3], row->value.high);
        snprintf(cells.text[4], AM_CELL_SIZE, "%s", row->unit);
        am_columns_add(table, cells.cell);
    }
}

static int print_figures(const struct am_balance *balance,
                         const struct am_look *look, FILE *out,
                         struct am_err *err)
{
    static const struct am_column headings[] = {
        {"", 0}, {N_("central"), 1}, {N_("low"), 1}, {N_("high"), 1},
        {"", 0}, {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, look);
    struct am_cells cells;

    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        am_cells_begin(&cells);
        snprintf(cells.text[0], AM_CELL_SIZE, "%s", _(sections[i].heading));
        am_columns_add(table, cells.cell);
        add_section(table, balance, sections[i].section);
    }
    return finish_table(table, out, err);
}

static void print_notes(const struct am_balance *balance, FILE *out)
{
    const char *verdict = am_balance_verdict(balance);

    fprintf(out, _("\navoided by sharing: %s\n"),
            verdict != NULL ? _(verdict)
                            : _("unknown, no own copy was seen first"));
    am_print_wrapped(out, _(AM_BALANCE_COHORT), 0, 0);
    am_print_wrapped(
        out,
        _("Scopes of the GHG Protocol: operational is scope 2, "
          "location-based, for stores of one's own, embodied scope "
          "3 category 2 for hardware of one's own; hosted stores "
          "and networks are scope 3 category 1."),
        0, 0);
    am_print_wrapped(out, _(AM_BALANCE_APART), 0, 0);
    am_print_wrapped(out, _(AM_ATTRIBUTION), 0, 0);
    am_text_co2e_method(&balance->report->impact, out);
}

int am_balance_text(const struct am_balance *balance,
                    const struct am_look *look, FILE *out, struct am_err *err)
{
    am_text_head_print(&balance->report->head, look, out);
    print_days(balance, out);
    if (print_months(balance, look, out, err) < 0)
        return -1;
    fputs(_("delivered, unique, avoidable: own copies\n\n"), out);
    if (print_figures(balance, look, out, err) < 0)
        return -1;
    print_notes(balance, out);
    if (balance->report->request.is_explained)
        am_text_co2e_explain(&balance->report->impact, out);
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the balance") : 0;
}
