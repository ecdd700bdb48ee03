/* days - see days.h. */
#include "fleet/days.h"

#include <stdlib.h>

#include "fleet/routing.h"
#include "fleet/rowbinary.h"
#include "sql/embedded.h"
#include "store/statement.h"

#define LIST_STEP 512

/* Columns behind relay, day and version: b UInt8, q UInt64, t a text. */
static const struct {
    const char *select, *insert;
    const char *columns;
} tables[AM_DAYS_TABLES] = {
    {am_sql_outbox_day_message, am_sql_fleet_insert_day_message, "btqqqqq"},
    {am_sql_outbox_day_sighting, am_sql_fleet_insert_day_sighting,
     "btbbbbb"
     "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"},
    {am_sql_outbox_small_group, am_sql_fleet_insert_small_group, "bbtbbbb"},
    {am_sql_outbox_gap, am_sql_fleet_insert_gap, "bq"},
    {am_sql_outbox_day_flaw, am_sql_fleet_insert_day_flaw, "bq"},
    {am_sql_outbox_run, am_sql_fleet_insert_run, "qqb"},
};

struct am_days {
    struct am_statement list;
    struct am_statement selects[AM_DAYS_TABLES];
};

int am_days_open(struct am_days **days, struct am_store *store,
                 struct am_err *err)
{
    struct sqlite3 *db = am_store_handle(store);
    struct am_days *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for days");

    new->list.sql = am_sql_outbox_days;
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        new->selects[i].sql = tables[i].select;
    if (am_statements_prepare(db, &new->list, 1, err) < 0 ||
        am_statements_prepare(db, new->selects, AM_DAYS_TABLES, err) < 0) {
        am_days_close(&new);
        return -1;
    }
    *days = new;
    return 0;
}

void am_days_close(struct am_days **days)
{
    struct am_days *old = *days;

    *days = NULL;
    if (old == NULL)
        return;
    am_statements_finish(&old->list, 1);
    am_statements_finish(old->selects, AM_DAYS_TABLES);
    free(old);
}

static int add_to_list(int64_t **list, size_t *count, int64_t day,
                       struct am_err *err)
{
    if (*count % LIST_STEP == 0) {
        int64_t *more = realloc(*list, (*count + LIST_STEP) * sizeof(**list));
        if (more == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for days");
        *list = more;
    }
    (*list)[(*count)++] = day;
    return 0;
}

int am_days_list(struct am_days *days, int64_t from_day, int64_t **list,
                 size_t *count, struct am_err *err)
{
    int result = 0;

    *list = NULL;
    *count = 0;
    am_bind(&days->list, ":from_day", from_day);
    while ((result = am_statement_row(&days->list, err)) == 1) {
        result = add_to_list(list, count, am_column(&days->list, 0), err);
        if (result < 0)
            break;
    }
    am_statement_reset(&days->list);
    if (result == 0)
        return 0;
    free(*list);
    return -1;
}

static int add_column(const struct am_statement *select, int column, char kind,
                      struct am_buf *rows, struct am_err *err)
{
    if (kind == 't')
        return am_rowbinary_text(rows, am_column_text(select, column), err);
    if (kind == 'b')
        return am_rowbinary_u8(rows, (uint8_t)am_column(select, column), err);
    return am_rowbinary_u64(rows, (uint64_t)am_column(select, column), err);
}

/* FNV-1a */
static uint64_t digest_of(const struct am_buf *rows, size_t from,
                          uint64_t digest)
{
    for (size_t i = from; i < rows->size; i++)
        digest = (digest ^ rows->data[i]) * UINT64_C(0x100000001b3);
    return digest;
}

static int add_row(const struct am_statement *select,
                   const struct am_days_place *place, struct am_buf *rows,
                   uint64_t *digest, struct am_err *err)
{
    const char *columns = tables[place->table].columns;
    size_t begin = rows->size;

    if (am_rowbinary_fixed(rows, place->relay, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_u16(rows, am_rowbinary_day(place->day), err) < 0)
        return -1;
    *digest = digest_of(rows, begin, *digest);
    if (am_rowbinary_u64(rows, place->version, err) < 0)
        return -1;
    begin = rows->size;
    for (int i = 0; columns[i] != '\0'; i++) {
        if (add_column(select, i, columns[i], rows, err) < 0)
            return -1;
    }
    *digest = digest_of(rows, begin, *digest);
    return 0;
}

int am_days_add(struct am_days *days, const struct am_days_place *place,
                struct am_buf *rows, uint64_t *digest, size_t *count,
                struct am_err *err)
{
    struct am_statement *select = &days->selects[place->table];
    int result = 0;

    *count = 0;
    am_bind(select, ":day", place->day);
    while ((result = am_statement_row(select, err)) == 1) {
        if (add_row(select, place, rows, digest, err) < 0) {
            am_statement_reset(select);
            return -1;
        }
        ++*count;
    }
    return result;
}

const char *am_days_insert(size_t table)
{
    return tables[table].insert;
}
