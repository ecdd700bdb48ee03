/*
 * printer_table - see printer_table.h.  Tables are libsmartcols', which knows
 * widths and escapes what is not printable.
 */
#include "report/printer_table.h"

#include <inttypes.h>
#include <libsmartcols.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/text_co2e.h"
#include "report/words.h"

#define COLUMN_MAX 8
#define CELL_SIZE  64
#define BAR_WIDTH  10

struct column {
    const char *name;
    bool is_right; /* numbers */
};

typedef char cells[COLUMN_MAX][CELL_SIZE];

static struct libscols_table *new_table(const struct column *columns,
                                        size_t count)
{
    struct libscols_table *table = scols_new_table();

    for (size_t i = 0; table != NULL && i < count; i++) {
        struct libscols_column *column =
            scols_table_new_column(table, columns[i].name, 0,
                                   columns[i].is_right ? SCOLS_FL_RIGHT : 0);
        if (column == NULL) {
            scols_unref_table(table);
            return NULL;
        }
    }
    if (table != NULL)
        scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
    if (table != NULL && scols_table_set_column_separator(table, "  ") != 0) {
        scols_unref_table(table);
        return NULL;
    }
    return table;
}

static int add_line(struct libscols_table *table, cells line, size_t count)
{
    struct libscols_line *new = scols_table_new_line(table, NULL);

    for (size_t i = 0; new != NULL &&i < count; i++) {
        if (scols_line_set_data(new, i, line[i]) != 0)
            return -1;
    }
    return new != NULL ? 0 : -1;
}

/* Cells that are empty at the end of a line leave no blanks. */
static void print_trimmed(const char *text, FILE *out)
{
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        size_t used = size;
        while (used > 0 && text[used - 1] == ' ')
            used--;
        fwrite(text, 1, used, out);
        fputc('\n', out);
        text += size + (text[size] == '\n');
    }
}

/* Print and free it; failed says that it was not filled. */
static int finish_table(struct libscols_table *table, int failed, FILE *out,
                        struct am_err *err)
{
    char *text = NULL;

    failed = table == NULL || failed ||
             scols_print_table_to_string(table, &text) != 0 || text == NULL;
    if (!failed)
        print_trimmed(text, out);
    free(text);
    scols_unref_table(table);
    return failed ? am_fail(err, AM_ENOMEM, "cannot build a table") : 0;
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

static int add_counts(struct libscols_table *table,
                      const struct am_savings *savings, const char *name,
                      enum am_unit_style units)
{
    cells line = {0};

    snprintf(line[0], CELL_SIZE, "%s bytes", name);
    size_text(savings->received.stored_bytes, units, line[1]);
    size_text(savings->delivered.stored_bytes, units, line[2]);
    size_text(savings->unique_size_bytes, units, line[3]);
    size_text(savings->total_bytes, units, line[4]);
    ratio_cell(savings, line[5]);
    if (add_line(table, line, 6) < 0)
        return -1;

    memset(line, 0, sizeof(line));
    snprintf(line[0], CELL_SIZE, "%s attachments", name);
    am_count_text(savings->sightings, line[1]);
    am_count_text(am_savings_copies(savings), line[2]);
    am_count_text(savings->contents, line[3]);
    return add_line(table, line, 6);
}

int am_printer_table_counts(const struct am_report *report,
                            enum am_unit_style units, FILE *out,
                            struct am_err *err)
{
    static const struct column columns[] = {
        {"", false},      {"received", true},  {"delivered", true},
        {"unique", true}, {"avoidable", true}, {"ratio", true},
    };
    struct libscols_table *table = new_table(columns, 6);
    int failed = table == NULL ||
                 add_counts(table, &report->totals.own, "own", units) < 0 ||
                 add_counts(table, &report->totals.all, "all", units) < 0;

    return finish_table(table, failed, out, err);
}

static int add_split(struct libscols_table *table,
                     const struct am_savings *savings, const char *name,
                     enum am_unit_style units)
{
    cells line = {0};

    snprintf(line[0], CELL_SIZE, "%s bytes", name);
    size_text(savings->within_bytes, units, line[1]);
    size_text(savings->across_bytes, units, line[2]);
    size_text(savings->encoding_bytes, units, line[3]);
    size_text(savings->total_bytes, units, line[4]);
    return add_line(table, line, 5);
}

static int print_split(const struct am_report *report, enum am_unit_style units,
                       FILE *out, struct am_err *err)
{
    static const struct column columns[] = {
        {"avoidable", false},      {"within a message", true},
        {"across messages", true}, {"encoding", true},
        {"total", true},
    };
    struct libscols_table *table = new_table(columns, 5);
    int failed = table == NULL ||
                 add_split(table, &report->totals.own, "own", units) < 0 ||
                 add_split(table, &report->totals.all, "all", units) < 0;

    return finish_table(table, failed, out, err);
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

static int add_row(struct libscols_table *table, const struct am_report *report,
                   const struct am_report_row *row, enum am_unit_style units)
{
    cells line = {0};
    double share = share_of(report, row);
    size_t bar = (size_t)lround(share * BAR_WIDTH);

    snprintf(line[0], CELL_SIZE, "%s", row->value);
    am_count_text(am_savings_copies(&row->own), line[1]);
    size_text(row->own.total_bytes, units, line[2]);
    am_count_text(am_savings_copies(&row->all), line[3]);
    size_text(row->all.total_bytes, units, line[4]);
    snprintf(line[5], CELL_SIZE, "%.0f %%", 100 * share);
    memset(line[6], '#', bar < BAR_WIDTH ? bar : BAR_WIDTH);
    return add_line(table, line, 7);
}

static int print_rows(const struct am_report *report, enum am_unit_style units,
                      FILE *out, struct am_err *err)
{
    char name[CELL_SIZE];
    const struct column columns[] = {
        {name, false},        {"own copies", true}, {"avoidable", true},
        {"all copies", true}, {"avoidable", true},  {"share", true},
        {"", false},
    };
    struct am_report_row total = report->totals;
    int failed = 0;

    snprintf(name, sizeof(name), "by %s", am_by_name(report->request.by));
    snprintf(total.value, sizeof(total.value), "total");
    struct libscols_table *table = new_table(columns, 7);
    for (size_t i = 0; table != NULL && !failed && i < report->row_count; i++)
        failed = add_row(table, report, &report->rows[i], units);
    if (table != NULL && !failed)
        failed = add_row(table, report, &total, units);
    return finish_table(table, failed, out, err);
}

/* ---- the head ---- */

static void print_coverage(const struct am_coverage *coverage, FILE *out)
{
    char seen[AM_COUNT_SIZE];
    const char *word = "not measured:";

    if (coverage->seen == 0) {
        fputs("coverage: no message\n", out);
        return;
    }
    /* Cut, not rounded: a single gap must not read as 100 %. */
    double percent =
        floor(1000.0 * (double)coverage->measured / (double)coverage->seen) /
        10;
    fprintf(out, "coverage %.*f %% of %s message%s\n", coverage->gaps > 0,
            percent, am_count_text(coverage->seen, seen),
            coverage->seen == 1 ? "" : "s");
    for (int i = 0; i < AM_GAP_COUNT; i++) {
        if (coverage->gap_reasons[i] == 0)
            continue;
        fprintf(out, "%s %s (%s)", word,
                am_count_text(coverage->gap_reasons[i], seen),
                am_gap_name((enum am_gap)i));
        word = ",";
    }
    if (coverage->gaps > 0)
        fputc('\n', out);
    if (coverage->downtime_s > 0) {
        fprintf(out, "the daemon did not run for %.1f h of the range\n",
                (double)coverage->downtime_s / 3600);
    }
}

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
    const struct am_period *period = &report->period;
    char text[96];
    char from[AM_DAY_TEXT_SIZE];
    char last[AM_DAY_TEXT_SIZE];
    int64_t days = period->until_day - period->from_day;

    fprintf(out, "attachmeter report   class: %s",
            am_report_classes(report->request.classes, text, sizeof(text)));
    fprintf(
        out, "   direction: %s\n",
        am_report_directions(report->request.directions, text, sizeof(text)));
    fprintf(out, "%s .. %s (UTC, both included, %" PRId64 " day%s)\n",
            am_format_day(period->from_day, from),
            am_format_day(period->until_day - 1, last), days,
            days == 1 ? "" : "s");
    print_coverage(&report->coverage, out);
    print_flaws(report->flaws, out);
    if (report->with_today)
        fputs("no complete day has data yet: today is included\n", out);
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
