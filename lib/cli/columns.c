/* columns - see columns.h.  Uses libsmartcols, which knows the terminal. */
#include "cli/columns.h"

#include <libsmartcols.h>
#include <stdbool.h>
#include <stdlib.h>

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
    if (new->table == NULL)
        goto fail;
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

void am_columns_add(struct am_columns *columns, const char *const *cells)
{
    struct libscols_line *line = scols_table_new_line(columns->table, NULL);

    if (line == NULL) {
        columns->is_broken = true;
        return;
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (scols_line_set_data(line, i, cells[i]) != 0)
            columns->is_broken = true;
    }
}

int am_columns_print(struct am_columns *columns)
{
    return columns->is_broken || scols_print_table(columns->table) != 0 ? -1
                                                                        : 0;
}
