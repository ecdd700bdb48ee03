/*
 * columns - see columns.h.  Widths are libsmartcols', which knows those of wide
 * characters.
 */
#include "report/columns.h"

#include <libsmartcols.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"

#define ESCAPED 4 /* bytes that one byte may become */

struct am_columns {
    struct libscols_table *table;
    size_t count;
    bool is_broken;
};

struct am_columns *am_columns_create(const struct am_column *columns)
{
    struct am_columns *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return NULL;
    new->table = scols_new_table();
    if (new->table == NULL ||
        scols_table_set_column_separator(new->table, "  ") != 0)
        goto fail;
    scols_table_set_termforce(new->table, SCOLS_TERMFORCE_NEVER);
    /* Its own escapes follow the locale, and let directions pass. */
    scols_table_enable_noencoding(new->table, 1);
    for (; columns[new->count].heading != NULL; new->count++) {
        if (scols_table_new_column(new->table, columns[new->count].heading, 0,
                                   columns[new->count].is_right ? SCOLS_FL_RIGHT
                                                                : 0) == NULL)
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
    free(*columns);
    *columns = NULL;
}

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

void am_columns_add(struct am_columns *columns, const char *const *cells)
{
    if (columns == NULL)
        return;
    struct libscols_line *line = scols_table_new_line(columns->table, NULL);
    if (line == NULL) {
        columns->is_broken = true;
        return;
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (add_cell(line, i, cells[i]) != 0)
            columns->is_broken = true;
    }
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

int am_columns_print(struct am_columns *columns, FILE *out, struct am_err *err)
{
    char *text = NULL;

    if (columns == NULL || columns->is_broken ||
        scols_print_table_to_string(columns->table, &text) != 0 ||
        text == NULL) {
        free(text);
        return am_fail(err, AM_ENOMEM, "no memory for a table");
    }
    print_trimmed(text, out);
    free(text);
    return ferror(out) == 0 ? 0 : am_fail(err, AM_EIO, "cannot write a table");
}
