/* printer_top - see printer_top.h. */
#include "report/printer_top.h"

#include <jansson.h>
#include <string.h>

#include "base/language.h"
#include "meter/family.h"
#include "report/cells.h"
#include "report/columns.h"
#include "report/flat.h"
#include "report/json.h"
#include "report/text_head.h"
#include "report/words.h"

/* ---- JSON and CSV ---- */

static const char *family_of(const struct am_top_content *content)
{
    int64_t family = content->known.family;

    return am_family_name(family >= 0 && family < AM_FAMILY_COUNT
                              ? (enum am_family)family
                              : AM_FAMILY_OTHER);
}

static void add_content(struct am_flat *flat, const struct am_top_row *row)
{
    const struct am_top_content *content = row->content;

    am_flat_text(flat, "content", row->name);
    if (content != NULL) {
        am_flat_text(flat, "type", family_of(content));
        am_flat_integer(flat, "size_bytes", content->known.size_bytes);
        am_flat_day(flat, "first_day", content->known.first_day);
        am_flat_day(flat, "last_day", content->known.last_day);
    } else {
        am_flat_null(flat, "type");
        am_flat_null(flat, "size_bytes");
        am_flat_null(flat, "first_day");
        am_flat_null(flat, "last_day");
    }
    am_flat_integer(flat, "recipients", row->recipients);
}

/* The row behind the last one is the total. */
static void add_row(struct am_flat *flat, const void *context, size_t number)
{
    const struct am_top *top = context;
    const struct am_top_row *row =
        number < top->count ? &top->rows[number] : &top->total;

    if (top->request.of == AM_TOP_CONTENTS) {
        add_content(flat, row);
    } else {
        am_flat_text(flat, top->request.of == AM_TOP_TYPES ? "type" : "domain",
                     row->name);
    }
    am_flat_integer(flat, "groups", (int64_t)row->groups);
    am_flat_savings(flat, "", &row->own);
}

int am_printer_top_csv(const struct am_top *top, enum am_csv_style style,
                       FILE *out, struct am_err *err)
{
    return am_flat_csv(add_row, top, top->count + 1, style, out, err);
}

int am_printer_top_json(const struct am_top *top, FILE *out, struct am_err *err)
{
    bool has_detail = top->request.of == AM_TOP_CONTENTS && top->count > 0;
    json_t *object = am_json_head(&top->head);
    json_t *total = NULL;
    json_t *rows = am_flat_json(add_row, top, top->count, &total);
    json_t *rest =
        json_pack("{ss ss ss so so so}", "of", am_top_names[top->request.of],
                  "scope", am_scope_name(AM_SCOPE_OWN), "store",
                  am_profile_name(top->request.ask.profile.id), "detail_from",
                  has_detail ? am_json_day(top->detail_from_day) : json_null(),
                  "rows", rows, "total", total);

    return am_json_print(am_json_join(object, rest), out, err);
}

/* ---- table ---- */

static void add_content_line(struct am_columns *table,
                             const struct am_top_row *row,
                             enum am_unit_style units)
{
    const struct am_top_content *content = row->content;
    struct am_cells line;

    am_cells_begin(&line);
    line.cell[0] = content != NULL ? row->name : _(row->name);
    if (row->is_others)
        snprintf(line.text[1], AM_CELL_SIZE, "(%zu)", row->groups);
    if (content != NULL) {
        line.cell[1] = _(family_of(content));
        am_cell_bytes(line.text[2], content->known.size_bytes, units);
        am_format_day(content->known.last_day, line.text[7]);
    }
    am_count_text(row->own.sightings, line.text[3]);
    am_count_text(row->recipients, line.text[4]);
    am_count_text(am_savings_copies(&row->own), line.text[5]);
    am_cell_bytes(line.text[6], row->own.total_bytes, units);
    am_columns_add(table, line.cell);
}

#define NAME_SIZE 300 /* of a domain, and a number */

/* "others (12)" */
static void name_row(const struct am_top *top, const struct am_top_row *row,
                     char name[NAME_SIZE])
{
    bool is_ours = row->is_others || row == &top->total ||
                   top->request.of == AM_TOP_TYPES ||
                   strcmp(row->name, AM_TOP_NO_DOMAIN) == 0;

    if (row->is_others) {
        snprintf(name, NAME_SIZE, "%s (%zu)", _(row->name), row->groups);
    } else {
        snprintf(name, NAME_SIZE, "%s", is_ours ? _(row->name) : row->name);
    }
}

static double share_of(const struct am_top *top, const struct am_top_row *row)
{
    int64_t whole = top->total.own.total_bytes;

    return whole > 0 ? (double)row->own.total_bytes / (double)whole : 0;
}

static void add_group_line(struct am_columns *table, const struct am_top *top,
                           const struct am_top_row *row,
                           enum am_unit_style units)
{
    double share = share_of(top, row);
    struct am_cells line;
    char name[NAME_SIZE];

    am_cells_begin(&line);
    name_row(top, row, name);
    line.cell[0] = name;
    am_count_text(row->own.sightings, line.text[1]);
    am_count_text(am_savings_copies(&row->own), line.text[2]);
    am_cell_bytes(line.text[3], row->own.delivered.stored_bytes, units);
    am_cell_bytes(line.text[4], row->own.total_bytes, units);
    am_cell_share(line.text[5], share);
    am_columns_add_bar(table, line.cell, share);
}

static struct am_columns *make_columns(const struct am_top *top,
                                       const struct am_look *look)
{
    static const struct am_column contents[] = {
        {N_("content"), 0},
        {N_("type"), 0},
        {N_("size"), 1},
        {N_("seen"), 1},
        {N_("reach"), 1},
        {N_("copies"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {N_("last day"), 0},
        {NULL, 0},
    };
    const struct am_column groups[] = {
        {top->request.of == AM_TOP_TYPES ? N_("type") : N_("domain"), 0},
        {N_("seen"), 1},
        {N_("copies"), 1},
        {N_("delivered"), 1},
        {N_("avoidable"), AM_COLUMN_STRONG},
        {N_("share"), 1},
        {"", AM_COLUMN_BAR},
        {NULL, 0},
    };

    return am_columns_create(
        top->request.of == AM_TOP_CONTENTS ? contents : groups, look);
}

static void print_head(const struct am_top *top, const struct am_look *look,
                       FILE *out)
{
    char day[AM_DAY_TEXT_SIZE];

    am_text_head_print(&top->head, look, out);
    if (top->request.of != AM_TOP_CONTENTS) {
        fprintf(out, _("%s by avoidable own bytes, store: %s\n\n"),
                _(am_top_names[top->request.of]),
                am_profile_name(top->request.ask.profile.id));
        return;
    }
    fprintf(out,
            _("contents in the detail, by avoidable own bytes, store: %s\n"),
            am_profile_name(top->request.ask.profile.id));
    if (top->request.ask.profile.id == AM_PROFILE_DOVECOT_SIS)
        fputs(_("what that store keeps once already is left out\n"), out);
    if (top->detail_from_day > top->head.period.from_day) {
        fprintf(out, _("the detail begins on %s\n"),
                am_format_day(top->detail_from_day, day));
    }
    fputc('\n', out);
}

static void print_foot(const struct am_top *top, FILE *out)
{
    if (top->request.of == AM_TOP_CONTENTS) {
        fprintf(
            out,
            _("\nseen: in messages; reach: their recipients; others: beyond "
              "the first ones, or\nfrom fewer than %d senders on each day\n"),
            AM_SENDERS_MAX);
    } else {
        fprintf(out,
                _("\nseen: in messages; others: beyond the first ones, or with "
                  "fewer than %d senders\non each day\n"),
                AM_SENDERS_MAX);
    }
}

int am_printer_top_table(const struct am_top *top, const struct am_look *look,
                         FILE *out, struct am_err *err)
{
    struct am_columns *table = make_columns(top, look);

    for (size_t i = 0; i <= top->count; i++) {
        const struct am_top_row *row =
            i < top->count ? &top->rows[i] : &top->total;
        if (top->request.of == AM_TOP_CONTENTS) {
            add_content_line(table, row, look->units);
        } else {
            add_group_line(table, top, row, look->units);
        }
    }
    print_head(top, look, out);
    int result = am_columns_print(table, out, err);
    am_columns_destroy(&table);
    if (result == 0)
        print_foot(top, out);
    return result;
}
