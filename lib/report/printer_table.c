/*
 * printer_table - see printer_table.h.
 */
#include "report/printer_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/columns.h"
#include "report/text_co2e.h"
#include "report/text_head.h"
#include "report/words.h"

#define COLUMN_MAX 8
#define CELL_SIZE  64
#define BAR_WIDTH  10

/* The cells of one line, and as columns wants them. */
struct line {
    char text[COLUMN_MAX][CELL_SIZE];
    const char *cell[COLUMN_MAX];
};

static void begin_line(struct line *line)
{
    memset(line, 0, sizeof(*line));
    for (size_t i = 0; i < COLUMN_MAX; i++)
        line->cell[i] = line->text[i];
}

static int finish_table(struct am_columns *columns, FILE *out,
                        struct am_err *err)
{
    int result = am_columns_print(columns, out, err);

    am_columns_destroy(&columns);
    return result;
}

static void size_text(int64_t size_bytes, enum am_unit_style units, char *text)
{
    char size[AM_SIZE_TEXT_SIZE];
    uint64_t positive =
        size_bytes < 0 ? 0 - (uint64_t)size_bytes : (uint64_t)size_bytes;

    snprintf(text, CELL_SIZE, "%s%s", size_bytes < 0 ? "-" : "",
             am_format_size(positive, units, size));
}

static void ratio_cell(const struct am_savings *savings, char *text)
{
    double ratio = am_savings_ratio(savings);
    char number[24];

    if (isfinite(ratio)) {
        snprintf(text, CELL_SIZE, "x%s",
                 am_format_digits(ratio, ratio < 10 ? 2 : 3, number,
                                  sizeof(number)));
    } else {
        snprintf(text, CELL_SIZE, "-");
    }
}

static void add_counts(struct am_columns *table,
                       const struct am_savings *savings, const char *name,
                       enum am_unit_style units)
{
    struct line line;

    begin_line(&line);
    snprintf(line.text[0], CELL_SIZE, "%s bytes", name);
    size_text(savings->received.stored_bytes, units, line.text[1]);
    size_text(savings->delivered.stored_bytes, units, line.text[2]);
    size_text(savings->unique_size_bytes, units, line.text[3]);
    size_text(savings->total_bytes, units, line.text[4]);
    ratio_cell(savings, line.text[5]);
    am_columns_add(table, line.cell);

    begin_line(&line);
    snprintf(line.text[0], CELL_SIZE, "%s attachments", name);
    am_count_text(savings->sightings, line.text[1]);
    am_count_text(am_savings_copies(savings), line.text[2]);
    am_count_text(savings->contents, line.text[3]);
    am_columns_add(table, line.cell);
}

int am_printer_table_counts(const struct am_report *report,
                            enum am_unit_style units, FILE *out,
                            struct am_err *err)
{
    static const struct am_column headings[] = {
        {"", 0},          {"received", 1}, {"delivered", 1}, {"unique", 1},
        {"avoidable", 1}, {"ratio", 1},    {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings);

    add_counts(table, &report->totals.own, "own", units);
    add_counts(table, &report->totals.all, "all", units);
    return finish_table(table, out, err);
}

static void add_split(struct am_columns *table,
                      const struct am_savings *savings, const char *name,
                      enum am_unit_style units)
{
    struct line line;

    begin_line(&line);
    snprintf(line.text[0], CELL_SIZE, "%s bytes", name);
    size_text(savings->within_bytes, units, line.text[1]);
    size_text(savings->across_bytes, units, line.text[2]);
    size_text(savings->encoding_bytes, units, line.text[3]);
    size_text(savings->total_bytes, units, line.text[4]);
    am_columns_add(table, line.cell);
}

static int print_split(const struct am_report *report, enum am_unit_style units,
                       FILE *out, struct am_err *err)
{
    static const struct am_column headings[] = {
        {"avoidable", 0},       {"within a message", 1},
        {"across messages", 1}, {"encoding", 1},
        {"total", 1},           {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings);

    add_split(table, &report->totals.own, "own", units);
    add_split(table, &report->totals.all, "all", units);
    return finish_table(table, out, err);
}

/* ---- the rows of --by ---- */

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
                    const struct am_report_row *row, enum am_unit_style units)
{
    struct line line;
    double share = share_of(report, row);
    size_t bar = (size_t)lround(share * BAR_WIDTH);

    begin_line(&line);
    line.cell[0] = row->value;
    am_count_text(am_savings_copies(&row->own), line.text[1]);
    size_text(row->own.total_bytes, units, line.text[2]);
    am_count_text(am_savings_copies(&row->all), line.text[3]);
    size_text(row->all.total_bytes, units, line.text[4]);
    snprintf(line.text[5], CELL_SIZE, "%.0f %%", 100 * share);
    memset(line.text[6], '#', bar < BAR_WIDTH ? bar : BAR_WIDTH);
    am_columns_add(table, line.cell);
}

static int print_rows(const struct am_report *report, enum am_unit_style units,
                      FILE *out, struct am_err *err)
{
    char name[CELL_SIZE];
    const struct am_column headings[] = {
        {name, 0},         {"own copies", 1}, {"avoidable", 1},
        {"all copies", 1}, {"avoidable", 1},  {"share", 1},
        {"", 0},           {NULL, 0},
    };
    struct am_report_row total = report->totals;

    snprintf(name, sizeof(name), "by %s", am_by_name(report->request.by));
    snprintf(total.value, sizeof(total.value), "total");
    struct am_columns *table = am_columns_create(headings);
    for (size_t i = 0; i < report->row_count; i++)
        add_row(table, report, &report->rows[i], units);
    add_row(table, report, &total, units);
    return finish_table(table, out, err);
}

/* ---- the head ---- */

#define FLAWS_SHOWN 2

/* The flaws met most, so that nobody takes odd mail for a fault of ours. */
static void print_flaws(const int64_t *flaws, FILE *out)
{
    bool shown[AM_FLAW_COUNT] = {false};
    char count[AM_COUNT_SIZE];
    const char *word = "odd mail:";

    for (int n = 0; n < FLAWS_SHOWN; n++) {
        int most = -1;
        for (int i = 0; i < AM_FLAW_COUNT; i++) {
            if (!shown[i] && flaws[i] > 0 &&
                (most < 0 || flaws[i] > flaws[most]))
                most = i;
        }
        if (most < 0)
            break;
        shown[most] = true;
        fprintf(out, "%s %s %s", word, am_count_text(flaws[most], count),
                am_flaw_name((enum am_flaw)most));
        word = ",";
    }
    if (word[0] == ',')
        fputc('\n', out);
}

static void print_head(const struct am_report *report, enum am_unit_style units,
                       FILE *out)
{
    static const char *const names[] = {"SI", "IEC", "bytes"};

    am_text_head_print(&report->head, out);
    print_flaws(report->flaws, out);
    fprintf(out,
            "sizes: %s; received and delivered as stored (encoded), unique "
            "decoded\n"
            "own: our mailboxes and Sent folders; all: other people's "
            "mailboxes too\n\n",
            names[units]);
}

static void print_copies(const struct am_report *report, FILE *out)
{
    const struct am_savings *all = &report->totals.all;
    char local[AM_COUNT_SIZE];
    char sent[AM_COUNT_SIZE];
    char external[AM_COUNT_SIZE];

    fprintf(out, "copies: %s local, %s in Sent folders, %s external\n\n",
            am_count_text(all->copies_local, local),
            am_count_text(all->copies_sent, sent),
            am_count_text(all->copies_external, external));
}

int am_printer_table_print(const struct am_report *report,
                           enum am_unit_style units, FILE *out,
                           struct am_err *err)
{
    print_head(report, units, out);
    if (am_printer_table_counts(report, units, out, err) < 0)
        return -1;
    fputc('\n', out);
    if (print_split(report, units, out, err) < 0)
        return -1;
    print_copies(report, out);
    am_text_co2e_print(&report->impact, out);
    if (report->row_count > 0) {
        fputc('\n', out);
        if (print_rows(report, units, out, err) < 0)
            return -1;
    }
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the report") : 0;
}
