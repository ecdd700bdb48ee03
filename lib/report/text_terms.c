/* text_terms - see text_terms.h. */
#include "report/text_terms.h"

#include <math.h>

#include "base/language.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/words.h"

void am_text_terms_store(const struct am_report *report,
                         enum am_unit_style units, FILE *out)
{
    const struct am_savings *own = &report->totals.own;
    const struct am_already *already = &report->already;
    int64_t plain_bytes = own->delivered.stored_bytes + own->already_bytes;
    struct am_cells cells;

    am_cells_begin(&cells);
    if (own->already_bytes == 0 || plain_bytes == 0) {
        fprintf(out, _("your store (%s) saves nothing already\n"),
                am_profile_name(report->request.ask.profile.id));
        return;
    }
    am_cell_bytes(cells.text[0], own->already_bytes, units);
    am_cell_bytes(cells.text[1], plain_bytes, units);
    am_cell_share(cells.text[2],
                  (double)own->already_bytes / (double)plain_bytes);
    am_cell_bytes(cells.text[3], already->within_bytes, units);
    am_cell_bytes(cells.text[4], already->across_bytes, units);
    am_cell_bytes(cells.text[5], already->encoding_bytes, units);
    fprintf(out,
            _("your store (%s) already saves %s of %s (%s):\n"
              "  %s within a message, %s across messages, %s encoding\n"),
            am_profile_name(report->request.ask.profile.id), cells.text[0],
            cells.text[1], cells.text[2], cells.text[3], cells.text[4],
            cells.text[5]);
}

static void add_bucket(struct am_columns *table,
                       const struct am_report_row *bucket,
                       enum am_unit_style units)
{
    struct am_cells line;
    double rate = am_terms_rate(&bucket->own);

    am_cells_begin(&line);
    if (bucket->others > 0) {
        snprintf(line.text[0], AM_CELL_SIZE, "%s (%zu)", _(bucket->value),
                 bucket->others);
    } else {
        line.cell[0] = _(bucket->value);
    }
    am_count_text(bucket->own.sightings, line.text[1]);
    am_count_text(am_savings_copies(&bucket->own), line.text[2]);
    am_cell_bytes(line.text[3], bucket->own.delivered.stored_bytes, units);
    am_cell_bytes(line.text[4], bucket->own.unique_size_bytes, units);
    am_cell_bytes(line.text[5], bucket->own.total_bytes, units);
    if (isfinite(rate))
        am_cell_share(line.text[6], rate);
    am_columns_add(table, line.cell);
}

static void print_rates(const struct am_report *report, FILE *out)
{
    double rate = am_terms_rate(&report->totals.own);
    struct am_cells cells;

    if (!isfinite(rate))
        return;
    am_cells_begin(&cells);
    am_cell_share(cells.text[0], rate);
    if (isfinite(report->rate_eligible)) {
        am_cell_share(cells.text[1], report->rate_eligible);
        fprintf(out,
                _("avoidable: %s of the own bytes of all attachments; %s "
                  "without logos,\nsignatures and opaque parts\n"),
                cells.text[0], cells.text[1]);
    } else {
        fprintf(out, _("avoidable: %s of the own bytes of all attachments\n"),
                cells.text[0]);
    }
}

static int print_buckets(const struct am_report *report,
                         const struct am_look *look, FILE *out,
                         struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("own bucket"), 0}, {N_("attachments"), 1},
        {N_("copies"), 1},     {N_("delivered"), 1},
        {N_("unique"), 1},     {N_("avoidable"), AM_COLUMN_STRONG},
        {N_("rate"), 1},       {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, look);

    for (size_t i = 0; i < report->bucket_count; i++)
        add_bucket(table, &report->buckets[i], look->units);
    int result = am_columns_print(table, out, err);
    am_columns_destroy(&table);
    if (result == 0)
        print_rates(report, out);
    return result;
}

/* ---- low, central, high ---- */

enum form {
    FORM_NUMBER,
    FORM_BYTES
};

static void number_cell(char text[AM_CELL_SIZE], double value, enum form form,
                        enum am_unit_style units)
{
    if (!(fabs(value) < (double)AM_SUMS_MOST)) {
        snprintf(text, AM_CELL_SIZE, "-"); /* more than can be counted */
    } else if (form == FORM_BYTES) {
        am_cell_bytes(text, (int64_t)value, units);
    } else if (fabs(value) < 1000) {
        am_format_digits(value, 3, text, AM_CELL_SIZE);
    } else {
        am_count_text(llround(value), text);
    }
}

static void add_term(struct am_columns *table, const char *name,
                     const struct am_interval *term, enum form form,
                     enum am_unit_style units)
{
    struct am_cells line;

    am_cells_begin(&line);
    line.cell[0] = _(name);
    number_cell(line.text[1], term->low, form, units);
    number_cell(line.text[2], term->central, form, units);
    number_cell(line.text[3], term->high, form, units);
    am_columns_add(table, line.cell);
}

static void add_copies(struct am_columns *table, const struct am_report *report,
                       enum am_unit_style units)
{
    const struct am_terms *terms = &report->terms;
    int64_t sightings = report->totals.own.sightings;
    struct am_interval each = am_interval_scale(
        terms->copies, sightings > 0 ? 1 / (double)sightings : 0);

    add_term(table, N_("copies (store, Sent, devices)"), &terms->copies,
             FORM_NUMBER, units);
    add_term(table, N_("  of each attachment"), &each, FORM_NUMBER, units);
    add_term(table, N_("  bytes of them"), &terms->copies_stored_bytes,
             FORM_BYTES, units);
}

static int print_terms(const struct am_report *report,
                       const struct am_look *look, FILE *out,
                       struct am_err *err)
{
    static const struct am_column headings[] = {{N_("own"), 0},
                                                {N_("low"), 1},
                                                {N_("central"), 1},
                                                {N_("high"), 1},
                                                {NULL, 0}};
    const struct am_terms *terms = &report->terms;
    struct am_columns *table = am_columns_create(headings, look);

    add_copies(table, report, look->units);
    add_term(table, N_("GB.months as mail"), &terms->mail_gb_months,
             FORM_NUMBER, look->units);
    add_term(table, N_("GB.months as one file"), &terms->shared_gb_months,
             FORM_NUMBER, look->units);
    add_term(table, N_("links in place of copies"), &terms->link_bytes,
             FORM_BYTES, look->units);
    add_term(table, N_("avoidable, less links"), &terms->after_links_bytes,
             FORM_BYTES, look->units);
    add_term(table, N_("avoidable, in replicas"), &terms->replicas_bytes,
             FORM_BYTES, look->units);
    add_term(table, N_("in backups, plain"), &terms->backup_plain_bytes,
             FORM_BYTES, look->units);
    add_term(table, N_("in backups, deduplicating"),
             &terms->backup_deduplicating_bytes, FORM_BYTES, look->units);
    int result = am_columns_print(table, out, err);
    am_columns_destroy(&table);
    return result;
}

int am_text_terms_print(const struct am_report *report,
                        const struct am_look *look, FILE *out,
                        struct am_err *err)
{
    if (print_buckets(report, look, out, err) < 0)
        return -1;
    fputc('\n', out);
    if (print_terms(report, look, out, err) < 0)
        return -1;
    fputc('\n', out);
    return 0;
}
