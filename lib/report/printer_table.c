/*
 * printer_table - see printer_table.h.
 */
#include "report/printer_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/text_co2e.h"
#include "report/text_head.h"
#include "report/text_rows.h"
#include "report/text_terms.h"
#include "report/words.h"

static int finish_table(struct am_columns *columns, FILE *out,
                        struct am_err *err)
{
    int result = am_columns_print(columns, out, err);

    am_columns_destroy(&columns);
    return result;
}

/* The names of the lines of a scope. */
struct names {
    const char *bytes, *attachments;
};

static const struct names own_names = {N_("own bytes"), N_("own attachments")};
static const struct names all_names = {N_("all bytes"), N_("all attachments")};

static void add_counts(struct am_columns *table,
                       const struct am_savings *savings,
                       const struct names *names, enum am_unit_style units)
{
    struct am_cells line;

    am_cells_begin(&line);
    line.cell[0] = _(names->bytes);
    am_cell_bytes(line.text[1], savings->received.stored_bytes, units);
    am_cell_bytes(line.text[2], savings->delivered.stored_bytes, units);
    am_cell_bytes(line.text[3], savings->unique_size_bytes, units);
    am_cell_bytes(line.text[4], savings->total_bytes, units);
    am_cell_ratio(line.text[5], am_savings_ratio(savings));
    am_columns_add(table, line.cell);

    am_cells_begin(&line);
    line.cell[0] = _(names->attachments);
    am_count_text(savings->sightings, line.text[1]);
    am_count_text(am_savings_copies(savings), line.text[2]);
    am_count_text(savings->contents, line.text[3]);
    am_columns_add(table, line.cell);
}

int am_printer_table_counts(const struct am_report *report,
                            const struct am_look *look, FILE *out,
                            struct am_err *err)
{
    static const struct am_column headings[] = {
        {"", 0},
        {N_("received"), 1},
        {N_("delivered"), 1},
        {N_("unique"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {N_("ratio"), 1},
        {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, look);

    add_counts(table, &report->totals.own, &own_names, look->units);
    add_counts(table, &report->totals.all, &all_names, look->units);
    return finish_table(table, out, err);
}

static void add_split(struct am_columns *table,
                      const struct am_savings *savings, const char *name,
                      enum am_unit_style units)
{
    struct am_cells line;

    am_cells_begin(&line);
    line.cell[0] = _(name);
    am_cell_bytes(line.text[1], savings->within_bytes, units);
    am_cell_bytes(line.text[2], savings->across_bytes, units);
    am_cell_bytes(line.text[3], savings->encoding_bytes, units);
    am_cell_bytes(line.text[4], savings->total_bytes, units);
    am_columns_add(table, line.cell);
}

static int print_split(const struct am_report *report,
                       const struct am_look *look, FILE *out,
                       struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("avoidable"), 0},
        {N_("within a message"), 1},
        {N_("across messages"), 1},
        {N_("encoding"), 1},
        {N_("total"), AM_COLUMN_STRONG},
        {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, look);

    add_split(table, &report->totals.own, own_names.bytes, look->units);
    add_split(table, &report->totals.all, all_names.bytes, look->units);
    return finish_table(table, out, err);
}

/* ---- the head ---- */

#define FLAWS_SHOWN 2

/* The flaws met most, so that nobody takes odd mail for a fault of ours.  Who
 * says that a sender is ours is not odd: doctor tells of that. */
static void print_flaws(const int64_t *flaws, FILE *out)
{
    bool shown[AM_FLAW_COUNT] = {false};
    char count[AM_COUNT_SIZE];
    const char *word = _("odd mail:");

    for (int n = 0; n < FLAWS_SHOWN; n++) {
        int most = -1;
        for (int i = 0; i < AM_FLAW_COUNT; i++) {
            if (i != AM_FLAW_SENDER_BY_DOMAIN && !shown[i] && flaws[i] > 0 &&
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

static void print_head(const struct am_report *report,
                       const struct am_look *look, FILE *out)
{
    static const char *const names[] = {N_("SI"), N_("IEC"), N_("bytes")};

    am_text_head_print(&report->head, look, out);
    print_flaws(report->flaws, out);
    fprintf(
        out,
        _("sizes: %s; received and delivered as stored (encoded), unique "
          "decoded\n"
          "own: our mailboxes and Sent folders; all: other people's "
          "mailboxes too\n"
          "ratio: delivered/unique in bytes; mail/shared is the model's, in CO2e\n\n"),
        _(names[look->units]));
}

static void print_copies(const struct am_report *report, FILE *out)
{
    const struct am_savings *all = &report->totals.all;
    char local[AM_COUNT_SIZE];
    char sent[AM_COUNT_SIZE];
    char external[AM_COUNT_SIZE];

    fprintf(out, _("copies: %s local, %s in Sent folders, %s external\n\n"),
            am_count_text(all->copies_local, local),
            am_count_text(all->copies_sent, sent),
            am_count_text(all->copies_external, external));
}

int am_printer_table_print(const struct am_report *report,
                           const struct am_look *look, FILE *out,
                           struct am_err *err)
{
    print_head(report, look, out);
    if (am_printer_table_counts(report, look, out, err) < 0)
        return -1;
    fputc('\n', out);
    if (print_split(report, look, out, err) < 0)
        return -1;
    am_text_terms_store(report, look->units, out);
    print_copies(report, out);
    if (report->totals.own.sightings > 0 &&
        am_text_terms_print(report, look, out, err) < 0)
        return -1;
    am_text_co2e_print(&report->impact, out);
    if (report->row_count > 0) {
        fputc('\n', out);
        if (am_text_rows_print(report, look, out, err) < 0)
            return -1;
    }
    if (report->request.is_explained)
        am_text_co2e_explain(&report->impact, out);
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the report") : 0;
}
