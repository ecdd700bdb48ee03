/* day_rows - see day_rows.h.  Each row has one place, which it shares with
 * others: the one that comes writes the one that is there. */
#include "store/day_rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "sql/embedded.h"
#include "store/statement.h"
#include "store/sums.h"

#define PLACES        256U
#define MESSAGE_KEYS  3U
#define MESSAGE_ALL   8U
#define SIGHTING_KEYS 8U
#define SIGHTING_ALL  (SIGHTING_KEYS + AM_SUMS_STORED)

/* The rows of a table that are not written yet; which row it is comes first. */
struct table {
    struct am_statement add;
    const char *names[SIGHTING_ALL]; /* the parameters of the columns */
    size_t keys, columns;
    bool used[PLACES];
    int64_t cells[PLACES][SIGHTING_ALL];
};

struct am_day_rows {
    struct table messages, sightings;
};

static void name_columns(struct am_day_rows *rows)
{
    static const char *const message[MESSAGE_ALL] = {
        ":day",
        ":direction",
        ":domain",
        ":messages",
        ":with_attachments",
        ":deliveries",
        ":deliveries_with_attachments",
        ":wire_bytes"};
    static const char *const sighting[SIGHTING_KEYS] = {
        ":day",   ":direction", ":domain",   ":family",
        ":class", ":sis",       ":digested", ":logo"};

    memcpy(rows->messages.names, message, sizeof(message));
    memcpy(rows->sightings.names, sighting, sizeof(sighting));
    for (size_t i = 0; i < AM_SUMS_STORED; i++)
        rows->sightings.names[SIGHTING_KEYS + i] = am_sums_members[i].parameter;
}

int am_day_rows_create(struct am_day_rows **rows, struct sqlite3 *db,
                       struct am_err *err)
{
    struct am_day_rows *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the database");

    name_columns(new);
    new->messages.add.sql = am_sql_write_day_message_add;
    new->messages.keys = MESSAGE_KEYS;
    new->messages.columns = MESSAGE_ALL;
    new->sightings.add.sql = am_sql_write_day_sighting_add;
    new->sightings.keys = SIGHTING_KEYS;
    new->sightings.columns = SIGHTING_ALL;
    if (am_statements_prepare(db, &new->messages.add, 1, err) < 0 ||
        am_statements_prepare(db, &new->sightings.add, 1, err) < 0) {
        am_day_rows_destroy(&new);
        return -1;
    }
    *rows = new;
    return 0;
}

void am_day_rows_destroy(struct am_day_rows **rows)
{
    struct am_day_rows *old = *rows;

    *rows = NULL;
    if (old == NULL)
        return;
    am_statements_finish(&old->messages.add, 1);
    am_statements_finish(&old->sightings.add, 1);
    free(old);
}

static int write_row(struct table *table, size_t place, struct am_err *err)
{
    const int64_t *cells = table->cells[place];

    for (size_t i = 0; i < table->columns; i++)
        am_bind(&table->add, table->names[i], cells[i]);
    if (table->keys == SIGHTING_KEYS)
        am_bind(&table->add, ":most", AM_SUMS_MOST);
    table->used[place] = false;
    return am_statement_run(&table->add, err);
}

/* Multiplication by an odd constant near 2^64 / phi spreads small numbers. */
static size_t place_of(const int64_t *cells, size_t keys)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < keys; i++)
        hash = (hash ^ (hash >> 29) ^ (uint64_t)cells[i]) * 0x9e3779b97f4a7c15U;
    return (hash >> 32) % PLACES;
}

static int add(struct table *table, const int64_t *cells, struct am_err *err)
{
    size_t place = place_of(cells, table->keys);
    int64_t *there = table->cells[place];
    size_t key_size = table->keys * sizeof(*cells);

    if (table->used[place] && memcmp(there, cells, key_size) != 0 &&
        write_row(table, place, err) < 0)
        return -1;
    if (!table->used[place]) {
        memcpy(there, cells, table->columns * sizeof(*cells));
        table->used[place] = true;
        return 0;
    }
    for (size_t i = table->keys; i < table->columns; i++) {
        int64_t sum = there[i] + cells[i];
        there[i] = sum < AM_SUMS_MOST ? sum : AM_SUMS_MOST;
    }
    return 0;
}

int am_day_rows_message(struct am_day_rows *rows,
                        const struct am_day_message *row, struct am_err *err)
{
    const int64_t cells[MESSAGE_ALL] = {row->day,
                                        row->direction,
                                        row->domain,
                                        row->messages,
                                        row->with_attachments,
                                        row->deliveries,
                                        row->deliveries_with_attachments,
                                        row->wire_bytes};

    return add(&rows->messages, cells, err);
}

int am_day_rows_sighting(struct am_day_rows *rows,
                         const struct am_day_sighting *row, struct am_err *err)
{
    int64_t cells[SIGHTING_ALL] = {row->day,      row->direction, row->domain,
                                   row->family,   row->class,     row->sis,
                                   row->digested, row->logo};
    struct am_sums sums = row->sums;

    for (size_t i = 0; i < AM_SUMS_STORED; i++)
        cells[SIGHTING_KEYS + i] = *am_sums_at(&sums, i);
    return add(&rows->sightings, cells, err);
}

static int flush(struct table *table, struct am_err *err)
{
    for (size_t i = 0; i < PLACES; i++) {
        if (table->used[i] && write_row(table, i, err) < 0)
            return -1;
    }
    return 0;
}

int am_day_rows_flush(struct am_day_rows *rows, struct am_err *err)
{
    return flush(&rows->messages, err) < 0 ? -1 : flush(&rows->sightings, err);
}

void am_day_rows_clear(struct am_day_rows *rows)
{
    memset(rows->messages.used, 0, sizeof(rows->messages.used));
    memset(rows->sightings.used, 0, sizeof(rows->sightings.used));
}
