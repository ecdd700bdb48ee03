/* flat - see flat.h. */
#include "report/flat.h"

#include <math.h>

#include "base/units.h"
#include "report/json.h"

#define NAME_SIZE 96

/* Where the row goes: to an object, or to CSV, where names come first. */
struct am_flat {
    json_t *object;
    int lost; /* cells for which there was no memory */
    struct am_csv csv;
    bool is_names;
};

/* Add a value, which is given away, or NULL if there was no memory for it. */
static void add_json(struct am_flat *flat, const char *name, json_t *value)
{
    flat->lost |= json_object_set_new(flat->object, name, value);
}

/* Is there nothing but the name to write? */
static bool add_name(struct am_flat *flat, const char *name)
{
    if (flat->is_names)
        am_csv_text(&flat->csv, name);
    return flat->is_names;
}

void am_flat_text(struct am_flat *flat, const char *name, const char *text)
{
    if (add_name(flat, name))
        return;
    if (flat->object == NULL) {
        am_csv_text(&flat->csv, text);
    } else {
        add_json(flat, name, text != NULL ? am_json_text(text) : json_null());
    }
}

void am_flat_integer(struct am_flat *flat, const char *name, int64_t value)
{
    if (add_name(flat, name))
        return;
    if (flat->object == NULL) {
        am_csv_integer(&flat->csv, value);
    } else {
        add_json(flat, name, json_integer(value));
    }
}

void am_flat_real(struct am_flat *flat, const char *name, double value)
{
    if (add_name(flat, name))
        return;
    if (flat->object == NULL) {
        am_csv_real(&flat->csv, value);
    } else {
        add_json(flat, name, am_json_number(value));
    }
}

void am_flat_null(struct am_flat *flat, const char *name)
{
    am_flat_text(flat, name, NULL);
}

void am_flat_flag(struct am_flat *flat, const char *name, bool value)
{
    if (add_name(flat, name))
        return;
    if (flat->object == NULL) {
        am_csv_integer(&flat->csv, value);
    } else {
        add_json(flat, name, json_boolean(value));
    }
}

void am_flat_day(struct am_flat *flat, const char *name, int64_t day)
{
    char text[AM_DAY_TEXT_SIZE];

    am_flat_text(flat, name, am_format_day(day, text));
}

void am_flat_savings(struct am_flat *flat, const char *prefix,
                     const struct am_savings *savings)
{
    char name[NAME_SIZE];

    for (size_t i = 0; i < am_savings_field_count(); i++) {
        snprintf(name, sizeof(name), "%s%s", prefix, am_savings_field_name(i));
        am_flat_integer(flat, name, am_savings_field(savings, i));
    }
    snprintf(name, sizeof(name), "%sratio", prefix);
    am_flat_real(flat, name, am_savings_ratio(savings));
}

static json_t *row_json(am_flat_row_fn *add_row, const void *context,
                        size_t row)
{
    struct am_flat flat = {.object = json_object()};

    if (flat.object == NULL)
        return NULL;
    add_row(&flat, context, row);
    if (!flat.lost)
        return flat.object;
    json_decref(flat.object);
    return NULL;
}

json_t *am_flat_json(am_flat_row_fn *add_row, const void *context, size_t count,
                     json_t **total)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < count; i++)
        am_json_append(&rows, row_json(add_row, context, i));
    *total = row_json(add_row, context, count);
    return rows;
}

int am_flat_csv(am_flat_row_fn *add_row, const void *context, size_t count,
                enum am_csv_style style, FILE *out, struct am_err *err)
{
    struct am_flat flat = {.is_names = true};

    am_csv_begin(&flat.csv, out, style);
    add_row(&flat, context, 0);
    am_csv_end_row(&flat.csv);
    flat.is_names = false;
    for (size_t i = 0; i < count; i++) {
        add_row(&flat, context, i);
        am_csv_end_row(&flat.csv);
    }
    return am_csv_finish(&flat.csv, err);
}
