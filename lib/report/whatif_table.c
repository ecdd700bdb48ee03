/* whatif_table - see printer_whatif.h. */
#include <math.h>
#include <string.h>

#include "base/language.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/printer_whatif.h"
#include "report/text_co2e.h"
#include "report/text_head.h"
#include "report/words.h"

/* What all parts of the table are printed with. */
struct table {
    const struct am_whatif *whatif;
    enum am_unit_style units;
    FILE *out;
    const struct am_look *look;
};

/* "4.1 %", or "-" of nothing. */
static void share_cell(char text[AM_CELL_SIZE], double part, double whole)
{
    char number[24];

    if (!(whole > 0) || !isfinite(part)) {
        snprintf(text, AM_CELL_SIZE, "-");
        return;
    }
    snprintf(text, AM_CELL_SIZE, _("%s %%"),
             am_format_digits(100 * part / whole, 2, number, sizeof(number)));
}

/* ---- what was chosen ---- */

static const char *family_name(unsigned number)
{
    return _(am_family_name((enum am_family)number));
}

static void print_rule(const struct table *table)
{
    const struct am_detail_rule *rule = &table->whatif->rule;
    FILE *out = table->out;
    char text[160];

    fputs(_("if these attachments had been links to one shared copy:"), out);
    if (rule->min_size_bytes > 0) {
        fprintf(
            out, _("\n  size from %s"),
            am_format_size((uint64_t)rule->min_size_bytes, table->units, text));
    }
    if (rule->max_size_bytes < INT64_MAX) {
        fprintf(
            out, _("\n  size up to %s"),
            am_format_size((uint64_t)rule->max_size_bytes, table->units, text));
    }
    if (rule->min_recipients > 0) {
        fprintf(out, _("\n  in messages to %lld recipients or more"),
                (long long)rule->min_recipients);
    }
    if (rule->families != 0) {
        fprintf(out, _("\n  type %s"),
                am_words_of_set(rule->families, AM_FAMILY_COUNT, family_name,
                                text, sizeof(text)));
    }
    fputs(table->whatif->is_everything ? _(" all\n") : "\n", out);
}

static void print_notes(const struct table *table)
{
    const struct am_whatif *whatif = table->whatif;

    if (whatif->is_cut) {
        fputs(_("the range is cut: single attachments are kept no longer\n"),
              table->out);
    }
    fprintf(table->out, _("store profile: %s\n"),
            am_profile_name(whatif->profile.id));
    if (whatif->rule.without_sis) {
        fputs(_("what it keeps once already is left out: links would save "
                "nothing of it\n"),
              table->out);
    }
    fputc('\n', table->out);
}

/* ---- the set ---- */

static void add_count(struct am_columns *columns, const char *name,
                      int64_t count, int64_t all)
{
    struct am_cells cells;

    am_cells_begin(&cells);
    snprintf(cells.text[0], AM_CELL_SIZE, "%s", _(name));
    am_count_text(count, cells.text[1]);
    if (all >= 0)
        share_cell(cells.text[2], (double)count, (double)all);
    am_columns_add(columns, cells.cell);
}

static void add_bytes(struct am_columns *columns, const struct table *table,
                      const char *name, int64_t bytes, const char *what)
{
    struct am_cells cells;

    am_cells_begin(&cells);
    snprintf(cells.text[0], AM_CELL_SIZE, "%s", _(name));
    am_cell_bytes(cells.text[1], bytes, table->units);
    if (what == NULL) {
        share_cell(cells.text[2], (double)bytes,
                   (double)table->whatif->all.delivered.stored_bytes);
    } else {
        snprintf(cells.text[3], AM_CELL_SIZE, "%s", _(what));
    }
    am_columns_add(columns, cells.cell);
}

static int print_chosen(const struct table *table, struct am_err *err)
{
    static const struct am_column headings[] = {
        {"", 0}, {N_("these"), 1}, {N_("of all own"), 1}, {"", 0}, {NULL, 0}};
    const struct am_whatif *whatif = table->whatif;
    const struct am_whatif_row *row = &whatif->chosen;
    const struct am_sums *all = &whatif->all_sums;
    struct am_columns *columns = am_columns_create(headings, table->look);
    char each[AM_SIZE_TEXT_SIZE];
    char stubs[AM_CELL_SIZE];

    snprintf(stubs, sizeof(stubs), _("%s a copy"),
             am_format_size((uint64_t)fmin(whatif->stub_bytes_each, 0x1p60),
                            table->units, each));
    add_count(columns, N_("messages"), row->messages, whatif->all_messages);
    add_count(columns, N_("attachments"), row->attachments, all->sightings_own);
    add_count(columns, N_("copies"), row->copies,
              all->copies_local + all->copies_sent);
    add_count(columns, N_("contents"), row->contents, -1);
    add_bytes(columns, table, N_("stored"), row->stored_bytes, NULL);
    add_bytes(columns, table, N_("- shared"), row->shared_bytes,
              N_("each content once, decoded"));
    add_bytes(columns, table, N_("- stubs"), row->stub_bytes, stubs);
    add_bytes(columns, table, N_("= saved"), row->saved_bytes, NULL);
    int result = am_columns_print(columns, table->out, err);
    am_columns_destroy(&columns);
    return result;
}

static void print_split(const struct table *table)
{
    const struct am_savings *savings = &table->whatif->savings;
    const struct am_links_left *left = &table->whatif->left;
    char within[AM_CELL_SIZE];
    char across[AM_CELL_SIZE];
    char encoding[AM_CELL_SIZE];
    char count[2][AM_COUNT_SIZE];

    am_cell_bytes(within, savings->within_bytes, table->units);
    am_cell_bytes(across, savings->across_bytes, table->units);
    am_cell_bytes(encoding, savings->encoding_bytes, table->units);
    fprintf(table->out,
            _("saved = within a message %s + across messages %s + encoding %s\n"
              "        - stubs\n"),
            within, across, encoding);
    if (left->copies > 0) {
        am_cell_bytes(within, left->stored_bytes, table->units);
        fprintf(table->out,
                _("%s of these contents are also in %s copies outside of the "
                  "set: those\n  stay as mail (%s) and are no part of it\n"),
                am_count_text(left->contents, count[0]),
                am_count_text(left->copies, count[1]), within);
    }
}

static void print_co2e(const struct table *table)
{
    fputc('\n', table->out);
    if (table->whatif->chosen.has_co2e) {
        am_text_co2e_saving(&table->whatif->impact, table->out);
    } else {
        fputs(_("CO2e: none given, as nothing is in the set\n"), table->out);
    }
}

/* ---- thresholds ---- */

static void threshold_cell(char text[AM_CELL_SIZE], const struct table *table,
                           const struct am_whatif_row *row)
{
    if (row->least == 0) {
        snprintf(text, AM_CELL_SIZE, "%s",
                 row->kind == AM_WHATIF_BY_RECIPIENTS ? _("any") : _("all"));
    } else if (row->kind == AM_WHATIF_BY_RECIPIENTS) {
        am_count_text(row->least, text);
    } else {
        am_cell_bytes(text, row->least, table->units);
    }
}

static void add_threshold(struct am_columns *columns, const struct table *table,
                          const struct am_whatif_row *row)
{
    struct am_cells cells;
    char ratio[AM_MASS_SIZE];

    am_cells_begin(&cells);
    threshold_cell(cells.text[0], table, row);
    am_count_text(row->messages, cells.text[1]);
    share_cell(cells.text[2], (double)row->messages,
               (double)table->whatif->all_messages);
    am_count_text(row->copies, cells.text[3]);
    am_cell_bytes(cells.text[4], row->saved_bytes, table->units);
    share_cell(cells.text[5], row->best_share, 1);
    if (row->has_co2e) {
        snprintf(cells.text[6], AM_CELL_SIZE, "%.*s", AM_CELL_SIZE - 1,
                 am_ratio_text(&row->ratio, ratio));
    }
    am_columns_add(columns, cells.cell);
}

/* "links from 2.1 MB on: 4 % of messages, 80 % of the best saving" */
static void print_sentence(const struct table *table,
                           const struct am_whatif_row *row)
{
    char least[AM_CELL_SIZE];
    char messages[AM_CELL_SIZE];
    char saved[AM_CELL_SIZE];

    threshold_cell(least, table, row);
    share_cell(messages, (double)row->messages,
               (double)table->whatif->all_messages);
    share_cell(saved, row->best_share, 1);
    fprintf(table->out,
            row->kind == AM_WHATIF_BY_RECIPIENTS
                ? _("links from %s recipients on: %s of messages, %s of the "
                    "best saving\n")
                : _("links from %s on: %s of messages, %s of the best "
                    "saving\n"),
            least, messages, saved);
}

static int print_curve(const struct table *table, enum am_whatif_kind kind,
                       const char *heading, struct am_err *err)
{
    const struct am_column headings[] = {{heading, 1},
                                         {N_("messages"), 1},
                                         {N_("of all"), 1},
                                         {N_("copies"), 1},
                                         {N_("saved"), AM_COLUMN_STRONG},
                                         {N_("of best"), 1},
                                         {N_("mail/shared CO2e"), 0},
                                         {NULL, 0}};
    const struct am_whatif *whatif = table->whatif;
    struct am_columns *columns = am_columns_create(headings, table->look);
    const struct am_whatif_row *told = NULL;
    int count = 0;

    for (size_t i = 0; i < whatif->row_count; i++) {
        const struct am_whatif_row *row = &whatif->rows[i];
        if (row->kind != kind)
            continue;
        add_threshold(columns, table, row);
        count++;
        if (told == NULL && row->percent >= AM_WHATIF_ADVICE_PERCENT &&
            row->least > 0)
            told = row;
    }
    int result = 0;
    if (count > 1) {
        fputc('\n', table->out);
        if (told != NULL)
            print_sentence(table, told);
        result = am_columns_print(columns, table->out, err);
    }
    am_columns_destroy(&columns);
    return result;
}

/* ---- advice ---- */

static void advice_cell(char text[AM_CELL_SIZE], const struct table *table,
                        const struct am_whatif_row *row)
{
    static const char *const words[AM_WHATIF_KINDS] = {
        [AM_WHATIF_LINKING_STORE] =
            N_("a store that links what a delivery brings"),
        [AM_WHATIF_SINGLE_STORE] = N_("a store with single instances"),
        [AM_WHATIF_LOGOS] = N_("signatures without pictures in each mail"),
    };

    char least[AM_CELL_SIZE] = "";

    if (row->kind == AM_WHATIF_SHARED_LINK) {
        threshold_cell(least, table, row);
        snprintf(text, AM_CELL_SIZE, _("shared links from %.20s on"), least);
    } else if (row->kind == AM_WHATIF_LIST_ARCHIVE) {
        am_count_text(row->least, least);
        snprintf(text, AM_CELL_SIZE,
                 _("an archive for lists: from %.20s recipients on"), least);
    } else {
        snprintf(text, AM_CELL_SIZE, "%s", _(words[row->kind]));
    }
}

static void print_advice_notes(const struct table *table)
{
    char percent[24];

    am_format_digits(100 * AM_WHATIF_ADVICE_SHARE, 2, percent, sizeof(percent));
    fprintf(
        table->out,
        _("rows overlap: they do not add up; less than %s %% of the own bytes "
          "is no advice\n"),
        percent);
    if (table->whatif->is_by_interval) {
        fputs(
            _("shared links: from where the CO2e saved is established and most "
              "is saved\n"),
            table->out);
    } else {
        fprintf(
            table->out,
            _("shared links: from the highest size that reaches %d %% of the "
              "best saving\n"),
            AM_WHATIF_ADVICE_PERCENT);
    }
}

static int print_advice(const struct table *table, struct am_err *err)
{
    static const struct am_column headings[] = {{N_("what else"), 0},
                                                {N_("saved"), AM_COLUMN_STRONG},
                                                {N_("of own bytes"), 1},
                                                {NULL, 0}};
    const struct am_whatif *whatif = table->whatif;
    struct am_columns *columns = am_columns_create(headings, table->look);
    int count = 0;

    for (size_t i = 0; i < whatif->row_count; i++) {
        const struct am_whatif_row *row = &whatif->rows[i];
        struct am_cells cells;
        if (row->kind < AM_WHATIF_SHARED_LINK)
            continue;
        am_cells_begin(&cells);
        advice_cell(cells.text[0], table, row);
        am_cell_bytes(cells.text[1], row->saved_bytes, table->units);
        share_cell(cells.text[2], (double)row->saved_bytes,
                   (double)whatif->all.delivered.stored_bytes);
        am_columns_add(columns, cells.cell);
        count++;
    }
    int result = 0;
    if (count > 0) {
        fputc('\n', table->out);
        result = am_columns_print(columns, table->out, err);
        print_advice_notes(table);
    }
    am_columns_destroy(&columns);
    return result;
}

static int print_set(const struct table *table, struct am_err *err)
{
    if (table->whatif->is_small) {
        fprintf(table->out, "%s\n", _(AM_WHATIF_SMALL));
        return 0;
    }
    if (print_chosen(table, err) < 0)
        return -1;
    print_split(table);
    print_co2e(table);
    if (print_curve(table, AM_WHATIF_BY_SIZE, N_("links from"), err) < 0 ||
        print_curve(table, AM_WHATIF_BY_RECIPIENTS, N_("recipients"), err) < 0)
        return -1;
    return print_advice(table, err);
}

int am_whatif_print_table(const struct am_whatif *whatif,
                          const struct am_look *look, FILE *out,
                          struct am_err *err)
{
    const struct table table = {whatif, look->units, out, look};

    am_text_head_print(&whatif->head, look, out);
    print_rule(&table);
    print_notes(&table);
    if (print_set(&table, err) < 0)
        return -1;
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the what-if") : 0;
}
