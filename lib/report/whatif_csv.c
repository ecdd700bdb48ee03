/* whatif_csv - see printer_whatif.h. */
#include "report/printer_whatif.h"

static const char *const names[] = {"from",
                                    "until",
                                    "kind",
                                    "least",
                                    "percent",
                                    "messages",
                                    "attachments",
                                    "contents",
                                    "copies",
                                    "stored_bytes",
                                    "shared_bytes",
                                    "stub_bytes",
                                    "saved_bytes",
                                    "best_share",
                                    "saved_kgco2e",
                                    "saved_kgco2e_min",
                                    "saved_kgco2e_max",
                                    "ratio_kgco2e",
                                    "ratio_kgco2e_min",
                                    "ratio_kgco2e_max",
                                    "verdict",
                                    NULL};

static void add_interval(struct am_csv *csv, const struct am_interval *interval)
{
    am_csv_real(csv, interval->central);
    am_csv_real(csv, interval->low);
    am_csv_real(csv, interval->high);
}

static void add_co2e(struct am_csv *csv, const struct am_whatif_row *row)
{
    if (row->has_co2e) {
        add_interval(csv, &row->saved_kg);
        add_interval(csv, &row->ratio);
        am_csv_text(csv, am_verdict_name(row->verdict));
        return;
    }
    for (int i = 0; i < 7; i++)
        am_csv_text(csv, NULL);
}

static void add_row(struct am_csv *csv, const struct am_whatif *whatif,
                    const struct am_whatif_row *row)
{
    const int64_t values[] = {
        row->least,      row->percent,    row->messages,     row->attachments,
        row->contents,   row->copies,     row->stored_bytes, row->shared_bytes,
        row->stub_bytes, row->saved_bytes};
    char day[AM_DAY_TEXT_SIZE];

    am_csv_text(csv, am_format_day(whatif->head.period.from_day, day));
    am_csv_text(csv, am_format_day(whatif->head.period.until_day, day));
    am_csv_text(csv, am_whatif_kind_name(row->kind));
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        am_csv_integer(csv, values[i]);
    am_csv_real(csv, row->best_share);
    add_co2e(csv, row);
    am_csv_end_row(csv);
}

int am_whatif_print_csv(const struct am_whatif *whatif, enum am_csv_style style,
                        FILE *out, struct am_err *err)
{
    struct am_csv csv;

    am_csv_begin(&csv, out, style);
    am_csv_names(&csv, names);
    if (!whatif->is_small)
        add_row(&csv, whatif, &whatif->chosen);
    for (size_t i = 0; i < whatif->row_count; i++)
        add_row(&csv, whatif, &whatif->rows[i]);
    return am_csv_finish(&csv, err);
}
