/* held_table - see held_table.h. */
#include "report/held_table.h"

#include <inttypes.h>
#include <math.h>

#include "base/language.h"
#include "base/safe.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/head.h"
#include "report/words.h"

struct printing {
    const struct am_held_report *report;
    enum am_unit_style units;
    FILE *out;
    const struct am_look *look;
};

static int finish(const struct printing *printing, struct am_columns *table,
                  struct am_err *err)
{
    int result = am_columns_print(table, printing->out, err);

    am_columns_destroy(&table);
    fputc('\n', printing->out);
    return result;
}

/* Two blanks, and the path; one that is very long is cut. */
static void print_path(const char *path, FILE *out)
{
    char text[1024];

    fprintf(out, "  %s", am_safe_text(path, text, sizeof(text)));
}

static void print_head(const struct printing *printing)
{
    static const char *const names[] = {N_("SI"), N_("IEC"), N_("bytes")};
    const struct am_held_request *request = &printing->report->request;
    const struct am_head head = {.classes = request->classes};
    FILE *out = printing->out;
    char classes[96];
    char day[AM_DAY_TEXT_SIZE];

    fprintf(out, _("attachmeter held   class: %s\n%s (UTC)"),
            request->classes == 0
                ? _("all")
                : am_head_classes(&head, classes, sizeof(classes)),
            am_format_day(am_day_of(request->now_s), day));
    for (const char *const *path = request->paths; *path != NULL; path++) {
        print_path(*path, out);
    }
    fprintf(out,
            _("\nsizes: %s; attachments as stored (encoded), unique decoded\n"
              "by names: as mailboxes see it; by files: as the disk has it, a "
              "hard link once\n\n"),
            _(names[printing->units]));
}

/* ---- files ---- */

static void add_kind(const struct printing *printing, struct am_columns *table,
                     const char *name, const struct am_held_kind *kind)
{
    struct am_cells cells;

    am_cells_begin(&cells);
    cells.cell[0] = name;
    am_count_text(kind->names, cells.text[1]);
    am_cell_bytes(cells.text[2], kind->name_bytes, printing->units);
    am_count_text(kind->files, cells.text[3]);
    am_cell_bytes(cells.text[4], kind->file_bytes, printing->units);
    am_cell_bytes(cells.text[5], kind->disk_bytes, printing->units);
    am_count_text(kind->file_messages, cells.text[6]);
    am_columns_add(table, cells.cell);
}

static int print_files(const struct printing *printing, struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("files"), 0},    {N_("names"), 1}, {N_("bytes"), 1},
        {N_("files"), 1},    {N_("bytes"), 1}, {N_("on disk"), 1},
        {N_("messages"), 1}, {NULL, 0},
    };
    const struct am_held_report *report = printing->report;
    struct am_columns *table = am_columns_create(headings, printing->look);
    char name[AM_CELL_SIZE];

    for (int i = 0; i < AM_MAILFILE_COUNT; i++) {
        const char *word = am_mailfile_name((enum am_mailfile)i);
        bool is_measured = am_mailfile_is_measured((enum am_mailfile)i);
        if (report->kinds[i].files == 0)
            continue;
        snprintf(name, sizeof(name),
                 is_measured || i == AM_MAILFILE_NONE ? "%s"
                                                      : _("%s, not measured"),
                 i == AM_MAILFILE_NONE ? _("no mail") : _(word));
        add_kind(printing, table, name, &report->kinds[i]);
    }
    add_kind(printing, table, _("total"), &report->files);
    return finish(printing, table, err);
}

static void print_met(const struct printing *printing)
{
    const struct am_held_report *report = printing->report;
    const struct am_held_met *met = &report->request.met;

    const struct {
        const char *what;
        int64_t times;
    } rows[] = {
        {N_("could not be read"), met->unread},
        {N_("changed while they were read"), met->changed},
        {N_("vanished"), met->vanished},
        {N_("no files (sockets, pipes, dead links)"), met->special},
    };

    char messages[AM_COUNT_SIZE];
    char mailboxes[AM_COUNT_SIZE];
    char times[AM_COUNT_SIZE];

    fprintf(printing->out,
            am_plural("%s message by names, ", "%s messages by names, ",
                      (unsigned long)report->files.name_messages),
            am_count_text(report->files.name_messages, messages));
    fprintf(printing->out,
            am_plural("in %s mailbox\n", "in %s mailboxes\n",
                      (unsigned long)report->mailboxes),
            am_count_text(report->mailboxes, mailboxes));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].times > 0) {
            fprintf(printing->out, _("%s: %s\n"), _(rows[i].what),
                    am_count_text(rows[i].times, times));
        }
    }
    fputc('\n', printing->out);
}

/* ---- attachments ---- */

static int print_attachments(const struct printing *printing,
                             struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("attachments"), 0},
        {N_("by names"), 1},
        {N_("hard links save"), 1},
        {N_("by files"), 1},
        {N_("unique"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {NULL, 0},
    };
    const struct am_held_sum *total = &printing->report->total;
    struct am_columns *table = am_columns_create(headings, printing->look);
    struct am_cells cells;

    am_cells_begin(&cells);
    cells.cell[0] = _("bytes");
    am_cell_bytes(cells.text[1], total->name_bytes, printing->units);
    am_cell_bytes(cells.text[2], total->name_bytes - total->file_bytes,
                  printing->units);
    am_cell_bytes(cells.text[3], total->file_bytes, printing->units);
    am_cell_bytes(cells.text[4], total->unique_bytes, printing->units);
    am_cell_bytes(cells.text[5], total->file_bytes - total->unique_bytes,
                  printing->units);
    am_columns_add(table, cells.cell);

    am_cells_begin(&cells);
    cells.cell[0] = _("number");
    am_count_text(total->names, cells.text[1]);
    am_count_text(total->names - total->files, cells.text[2]);
    am_count_text(total->files, cells.text[3]);
    am_count_text(total->contents, cells.text[4]);
    am_columns_add(table, cells.cell);
    return finish(printing, table, err);
}

static int print_split(const struct printing *printing, struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("by names, beyond unique"), 0},
        {N_("across mailboxes"), 1},
        {N_("within a mailbox"), 1},
        {N_("encoding"), 1},
        {N_("total"), 1},
        {NULL, 0},
    };
    const struct am_held_report *report = printing->report;
    struct am_columns *table = am_columns_create(headings, printing->look);
    struct am_cells cells;

    am_cells_begin(&cells);
    cells.cell[0] = _("bytes");
    am_cell_bytes(cells.text[1], report->across_bytes, printing->units);
    am_cell_bytes(cells.text[2], report->within_bytes, printing->units);
    am_cell_bytes(cells.text[3], report->encoding_bytes, printing->units);
    am_cell_bytes(cells.text[4],
                  report->total.name_bytes - report->total.unique_bytes,
                  printing->units);
    am_columns_add(table, cells.cell);
    return finish(printing, table, err);
}

static void print_freed(const struct printing *printing)
{
    const struct am_held_report *report = printing->report;
    const struct am_held_sis *sis = &report->sis;
    char bytes[AM_CELL_SIZE];
    char count[AM_COUNT_SIZE];

    am_cell_bytes(bytes, sis->now_bytes - sis->then_bytes, printing->units);
    fprintf(
        printing->out,
        _("single instances (Dovecot 2.3: no text, from 128 KiB) would free "
          "%s,\nof %s attachments\n"),
        bytes, am_count_text(sis->attachments, count));
    if (report->undigested.names > 0) {
        am_cell_bytes(bytes, report->undigested.name_bytes, printing->units);
        fprintf(printing->out,
                _("without a digest, beyond a limit, and not in these figures: "
                  "%s, %s\n"),
                am_count_text(report->undigested.names, count), bytes);
    }
    fputc('\n', printing->out);
}

/* ---- a relay ---- */

static void add_against(const struct printing *printing,
                        struct am_columns *table, const char *name,
                        const struct am_held_sum *sum)
{
    struct am_cells cells;

    am_cells_begin(&cells);
    cells.cell[0] = name;
    am_count_text(sum->contents, cells.text[1]);
    am_count_text(sum->names, cells.text[2]);
    am_cell_bytes(cells.text[3], sum->name_bytes, printing->units);
    am_count_text(sum->files, cells.text[4]);
    am_cell_bytes(cells.text[5], sum->file_bytes, printing->units);
    am_cell_bytes(cells.text[6], sum->unique_bytes, printing->units);
    am_columns_add(table, cells.cell);
}

static void print_ratios(const struct printing *printing)
{
    const struct am_held_against *against = &printing->report->against;
    double both = am_held_ratio_of_both(against);
    double all = am_held_ratio_of_all(against);
    char fewer[AM_COUNT_SIZE];
    char more[AM_COUNT_SIZE];

    if (isfinite(all)) {
        char found[24];
        char predicted[24];
        am_format_decimals(100 * all, 1, found, sizeof(found));
        am_format_decimals(100 * both, 1, predicted, sizeof(predicted));
        if (isfinite(both)) {
            fprintf(printing->out,
                    _("of the bytes predicted %s %% are found; of the contents "
                      "found %s %%\n"),
                    found, predicted);
        } else {
            fprintf(printing->out,
                    _("of the bytes predicted %s %% are found; of the contents "
                      "found none\n"),
                    found);
        }
    }
    fprintf(printing->out,
            _("of contents found: %s copies fewer than predicted, %s more\n\n"),
            am_count_text(against->fewer_names, fewer),
            am_count_text(against->more_names, more));
}

static int print_against(const struct printing *printing, struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("relay and store"), 0},  {N_("contents"), 1},
        {N_("copies"), 1},           {N_("bytes"), 1},
        {N_("files, if linked"), 1}, {N_("bytes"), 1},
        {N_("unique"), 1},           {NULL, 0},
    };
    const struct am_held_report *report = printing->report;
    const struct am_held_against *against = &report->against;
    struct am_columns *table = am_columns_create(headings, printing->look);
    char from[AM_DAY_TEXT_SIZE];
    char last[AM_DAY_TEXT_SIZE];

    fputs(_("against"), printing->out);
    print_path(report->request.relay_name, printing->out);
    fprintf(printing->out, _("  %s .. %s, own mailboxes\n"),
            am_format_day(against->first_day, from),
            am_format_day(against->last_day, last));
    add_against(printing, table, _("both: predicted"), &against->predicted);
    add_against(printing, table, _("both: found"), &against->found);
    add_against(printing, table, _("predicted, not found"), &against->missing);
    add_against(printing, table, _("found, not predicted"), &against->extra);
    if (finish(printing, table, err) < 0)
        return -1;
    print_ratios(printing);
    return 0;
}

/* ---- steps ---- */

static void add_step(const struct printing *printing, struct am_columns *table,
                     const char *name, const struct am_held_sum *sum)
{
    struct am_cells cells;

    am_cells_begin(&cells);
    cells.cell[0] = name;
    am_count_text(sum->contents, cells.text[1]);
    am_count_text(sum->names, cells.text[2]);
    am_count_text(sum->files, cells.text[3]);
    am_cell_bytes(cells.text[4], sum->file_bytes, printing->units);
    am_cell_bytes(cells.text[5], sum->unique_bytes, printing->units);
    am_cell_bytes(cells.text[6], sum->file_bytes - sum->unique_bytes,
                  printing->units);
    am_columns_add(table, cells.cell);
}

static int print_steps(const struct printing *printing, const char *what,
                       const struct am_held_sum *steps, struct am_err *err)
{
    const struct am_column headings[] = {
        {what, 0},
        {N_("contents"), 1},
        {N_("by names"), 1},
        {N_("by files"), 1},
        {N_("bytes"), 1},
        {N_("unique"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {NULL, 0},
    };
    struct am_columns *table = am_columns_create(headings, printing->look);
    char name[AM_CELL_SIZE];

    for (size_t i = 0; i < AM_HELD_STEPS; i++) {
        if (steps[i].contents == 0)
            continue;
        snprintf(name, sizeof(name),
                 i == 0 ? "1" : _("%" PRId64 " to %" PRId64),
                 am_held_step_from(i), am_held_step_to(i));
        add_step(printing, table, name, &steps[i]);
    }
    add_step(printing, table, _("total"), &printing->report->total);
    return finish(printing, table, err);
}

int am_held_table_print(const struct am_held_report *report,
                        const struct am_look *look, FILE *out,
                        struct am_err *err)
{
    const struct printing printing = {report, look->units, out, look};

    print_head(&printing);
    if (print_files(&printing, err) < 0)
        return -1;
    print_met(&printing);
    if (print_attachments(&printing, err) < 0 ||
        print_split(&printing, err) < 0)
        return -1;
    print_freed(&printing);
    if (report->request.relay != NULL && print_against(&printing, err) < 0)
        return -1;
    if (print_steps(&printing, N_("copies"), report->by_copies, err) < 0 ||
        print_steps(&printing, N_("mailboxes"), report->by_mailboxes, err) < 0)
        return -1;
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the report") : 0;
}
