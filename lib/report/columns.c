/*
 * columns - see columns.h.  Widths are libsmartcols', which knows those of wide
 * characters, but only in a locale that has them: in "C" it takes the width of
 * several for -1 and pads until memory ends (2.38).  So it always prints in
 * C.UTF-8, whatever the process' locale is.
 */
#include "report/columns.h"

#include <libsmartcols.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/safe.h"

#define ESCAPED   4 /* bytes that one byte may become */
#define SEPARATOR "  "
#define ESCAPE    '\033'

struct am_columns {
    struct libscols_table *table;
    const struct am_look *look;
    locale_t utf8; /* 0: there is none */
    size_t count;
    double *shares; /* of the bar of each row; NULL: there are none */
    size_t rows;
    bool has_bar; /* the last column */
    bool is_broken;
};

static const enum am_ink inks[] = {
    [AM_COLUMN_TEXT] = AM_INK_NONE,
    [AM_COLUMN_NUMBER] = AM_INK_NONE,
    [AM_COLUMN_STRONG] = AM_INK_STRONG,
    [AM_COLUMN_BAR] = AM_INK_BAR,
};

static int add_column(struct am_columns *columns,
                      const struct am_column *column)
{
    bool is_left =
        column->kind == AM_COLUMN_TEXT || column->kind == AM_COLUMN_BAR;
    struct libscols_column *new = scols_table_new_column(
        columns->table, _(column->heading), 0, is_left ? 0 : SCOLS_FL_RIGHT);

    if (new == NULL)
        return -1;
    columns->has_bar = column->kind == AM_COLUMN_BAR;
    if (columns->look == NULL || !columns->look->has_colour)
        return 0;
    if (inks[column->kind] != AM_INK_NONE &&
        scols_column_set_color(
            new, am_look_begin(columns->look, inks[column->kind])) != 0)
        return -1;
    return scols_cell_set_color(scols_column_get_header(new),
                                am_look_begin(columns->look, AM_INK_DIM));
}

struct am_columns *am_columns_create(const struct am_column *columns,
                                     const struct am_look *look)
{
    struct am_columns *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return NULL;
    new->look = look;
    new->table = scols_new_table();
    if (new->table == NULL ||
        scols_table_set_column_separator(new->table, SEPARATOR) != 0)
        goto fail;
    scols_table_set_termforce(new->table, SCOLS_TERMFORCE_NEVER);
    scols_table_enable_colors(new->table, look != NULL && look->has_colour);
    /* Its own escapes follow the locale, and let directions pass; but without
     * UTF-8 they are what makes all of it ASCII. */
    new->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    scols_table_enable_noencoding(new->table, new->utf8 != (locale_t)0);
    for (; columns[new->count].heading != NULL; new->count++) {
        if (add_column(new, &columns[new->count]) != 0)
            goto fail;
    }
    return new;

fail:
    am_columns_destroy(&new);
    return NULL;
}

void am_columns_destroy(struct am_columns **columns)
{
    if (*columns == NULL)
        return;
    scols_unref_table((*columns)->table);
    free((*columns)->shares);
    if ((*columns)->utf8 != (locale_t)0)
        freelocale((*columns)->utf8);
    free(*columns);
    *columns = NULL;
}

/* ---- rows ---- */

static int add_cell(struct libscols_line *line, size_t column, const char *cell)
{
    size_t size = ESCAPED * strlen(cell) + 1;
    char *safe = malloc(size);

    if (safe == NULL)
        return -1;
    am_safe_text(cell, safe, size);
    if (scols_line_refer_data(line, column, safe) == 0) /* its own from here */
        return 0;
    free(safe);
    return -1;
}

static int add_share(struct am_columns *columns, double share)
{
    double *shares =
        realloc(columns->shares, (columns->rows + 1) * sizeof(*shares));

    if (shares == NULL)
        return -1;
    shares[columns->rows++] = share;
    columns->shares = shares;
    return 0;
}

void am_columns_add_bar(struct am_columns *columns, const char *const *cells,
                        double share)
{
    if (columns == NULL)
        return;
    struct libscols_line *line = scols_table_new_line(columns->table, NULL);
    if (line == NULL || add_share(columns, share) != 0) {
        columns->is_broken = true;
        return;
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (add_cell(line, i, cells[i]) != 0)
            columns->is_broken = true;
    }
}

void am_columns_add(struct am_columns *columns, const char *const *cells)
{
    am_columns_add_bar(columns, cells, 0);
}

/* ---- bars ---- */

/* What the other columns, with what parts them, leave of the width. */
static unsigned room_for_bars(const struct am_columns *columns)
{
    size_t used = 0;
    char *text = NULL;

    /* Widths are known when it was printed. */
    if (scols_print_table_to_string(columns->table, &text) != 0)
        return 0;
    free(text);
    for (size_t i = 0; i + 1 < columns->count; i++) {
        used +=
            strlen(SEPARATOR) +
            scols_column_get_width(scols_table_get_column(columns->table, i));
    }
    size_t width = columns->look->width_columns;
    size_t room = width > used ? width - used : 0;
    if (room < AM_LOOK_BAR_LEAST)
        return 0;
    return room > AM_LOOK_BAR_MOST ? AM_LOOK_BAR_MOST : (unsigned)room;
}

static int draw_bars(const struct am_columns *columns)
{
    bool is_terminal =
        columns->look != NULL && columns->look->width_columns > 0;
    unsigned room = is_terminal ? room_for_bars(columns) : AM_LOOK_BAR_PLAIN;
    char bar[AM_LOOK_BAR_SIZE];

    for (size_t i = 0; i < columns->rows; i++) {
        struct libscols_line *line = scols_table_get_line(columns->table, i);
        am_look_bar(columns->look, columns->shares[i], room, bar);
        if (scols_line_set_data(line, columns->count - 1, bar) != 0)
            return -1;
    }
    return 0;
}

/* ---- print ---- */

/* The bytes of a line up to its last character that can be seen; sets *is_inked
 * if a colour is not ended there. */
static size_t seen_size(const char *line, size_t size, bool *is_inked)
{
    size_t seen = 0;
    bool is_on = false;

    *is_inked = false;
    for (size_t i = 0; i < size; i++) {
        if (line[i] == ESCAPE) { /* cells have none: it is a colour */
            is_on = strncmp(line + i, "\033[0m", 4) != 0;
            i += strcspn(line + i, "m");
        } else if (line[i] != ' ') {
            seen = i + 1;
            *is_inked = is_on;
        }
    }
    return seen;
}

/* Cells that are empty at the end of a line leave no blanks. */
static void print_trimmed(const struct am_columns *columns, const char *text,
                          FILE *out)
{
    bool is_inked = false;

    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        fwrite(text, 1, seen_size(text, size, &is_inked), out);
        fprintf(out, "%s\n", is_inked ? am_look_end(columns->look) : "");
        text += size + (text[size] == '\n');
    }
}

/* NULL: no memory. */
static char *make_text(const struct am_columns *columns)
{
    locale_t old = uselocale(columns->utf8);
    char *text = NULL;

    if ((columns->has_bar && draw_bars(columns) != 0) ||
        scols_print_table_to_string(columns->table, &text) != 0) {
        free(text);
        text = NULL;
    }
    uselocale(old);
    return text;
}

int am_columns_print(struct am_columns *columns, FILE *out, struct am_err *err)
{
    char *text =
        columns == NULL || columns->is_broken ? NULL : make_text(columns);

    if (text == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a table");
    print_trimmed(columns, text, out);
    free(text);
    return ferror(out) == 0 ? 0 : am_fail(err, AM_EIO, "cannot write a table");
}
