/* tables - see tables.h. */
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/units.h"
#include "must.h"
#include "sql/embedded.h"
#include "store/senders.h"
#include "store/sums.h"

/* Not one of the recorder's: a content is written once, at the end. */
static const char content_add[] =
    "INSERT INTO content (id, fingerprint, size_bytes, family, first_day,"
    " last_day, last_own_day, senders) VALUES (:id, :fingerprint, :size_bytes,"
    " :family, :first_day, :last_day, :own_day, :senders)";

static const char *const sql[TABLES_COUNT] = {
    [TABLES_DOMAIN] = am_sql_write_domain_add,
    [TABLES_MESSAGE] = am_sql_write_message_add,
    [TABLES_SIGHTING] = am_sql_write_sighting_add,
    [TABLES_PART] = am_sql_write_sighting_part_add,
    [TABLES_DAY_MESSAGE] = am_sql_write_day_message_add,
    [TABLES_DAY_SIGHTING] = am_sql_write_day_sighting_add,
    [TABLES_DAY_FLAW] = am_sql_write_day_flaw_add,
    [TABLES_GAP] = am_sql_write_gap_add,
    [TABLES_GROUP] = am_sql_write_small_group_raise,
    [TABLES_RUN_START] = am_sql_write_run_start,
    [TABLES_RUN_BEAT] = am_sql_write_run_beat,
    [TABLES_CONTENT] = content_add,
    [TABLES_SIS] = am_sql_write_sis_touch,
};

static void execute(struct tables *tables, const char *text)
{
    must(sqlite3_exec(tables->db, text, NULL, NULL, NULL) == SQLITE_OK, text);
}

struct am_statement *tables_statement(struct tables *tables, int which)
{
    return &tables->statements[which];
}

void tables_run(struct am_statement *what)
{
    struct am_err err;

    must(am_statement_run(what, &err) == 0, what->sql);
}

/* The sender is behind every combination that the sighting is in. */
static void note(struct tables *tables, const struct past_message *message,
                 const struct am_sighting *sighting)
{
    bool is_logo = am_day_sum_is_logo(sighting);

    for (unsigned d = 1; d < AM_DIMENSION_COUNT; d++) {
        bool class = (d & AM_DIMENSION_CLASS) != 0;
        unsigned direction =
            (d & AM_DIMENSION_DIRECTION) != 0 ? message->direction : 0;
        unsigned domain = (d & AM_DIMENSION_DOMAIN) != 0 ? message->domain : 0;
        unsigned family = (d & AM_DIMENSION_FAMILY) != 0 ? sighting->family : 0;
        tables->groups->of[d][direction][domain][family]
                          [class ? sighting->class : 0][class && is_logo] |=
            UINT64_C(1) << (message->sender * 2654435761U >> 26);
    }
}

void tables_sum_up(struct tables *tables, const struct past_message *message)
{
    struct tables_messages *day =
        &tables->messages[message->direction][message->domain];
    const struct am_day_counts *counts = &message->counts;

    day->messages += 4 * counts->first; /* three more without attachments */
    day->with += counts->first;
    day->deliveries += counts->fanout.local + counts->fanout.external;
    day->wire_bytes +=
        counts->first * (message->wire_bytes + INT64_C(3) * 5000);
    for (unsigned i = 0; i < message->count; i++) {
        const struct past_sighting *seen = &message->sightings[i];
        const struct am_sighting *sighting = &seen->ware.sighting;
        struct am_sums sums = am_day_sum(sighting, counts, &seen->news);
        am_sums_add(
            &tables->sums
                 ->of[message->direction][message->domain][sighting->family]
                     [sighting->class][am_contents_is_sis(sighting)]
                     [sighting->digested][am_day_sum_is_logo(sighting)],
            &sums);
        note(tables, message, sighting);
    }
}

/* The next digit of a place in the sums, the last dimension first. */
static int64_t digit(size_t *place, size_t base)
{
    size_t value = *place % base;

    *place /= base;
    return (int64_t)value;
}

static void add_day_sighting(struct tables *tables, int64_t day, size_t place)
{
    struct am_statement *add = tables_statement(tables, TABLES_DAY_SIGHTING);
    struct am_sums *sums = (struct am_sums *)tables->sums + place;

    if (sums->copies_local + sums->copies_external + sums->copies_sent == 0)
        return;
    am_bind(add, ":day", day);
    am_bind(add, ":logo", digit(&place, 2));
    am_bind(add, ":digested", digit(&place, 2));
    am_bind(add, ":sis", digit(&place, 2));
    am_bind(add, ":class", digit(&place, AM_CLASS_COUNT));
    am_bind(add, ":family", digit(&place, AM_FAMILY_COUNT));
    am_bind(add, ":domain", digit(&place, PAST_DOMAINS) + 1);
    am_bind(add, ":direction", digit(&place, AM_DIRECTION_COUNT));
    for (size_t i = 0; i < AM_SUMS_STORED; i++)
        am_bind(add, am_sums_members[i].parameter, *am_sums_at(sums, i));
    tables_run(add);
}

static void add_day_message(struct tables *tables, int64_t day,
                            unsigned direction, unsigned domain)
{
    struct am_statement *add = tables_statement(tables, TABLES_DAY_MESSAGE);
    const struct tables_messages *sums = &tables->messages[direction][domain];

    if (sums->deliveries == 0)
        return;
    am_bind(add, ":day", day);
    am_bind(add, ":direction", direction);
    am_bind(add, ":domain", domain + 1);
    am_bind(add, ":messages", sums->messages);
    am_bind(add, ":with_attachments", sums->with);
    am_bind(add, ":deliveries", sums->deliveries + sums->messages - sums->with);
    am_bind(add, ":deliveries_with_attachments", sums->deliveries);
    am_bind(add, ":wire_bytes", sums->wire_bytes);
    tables_run(add);
}

static void add_group(struct tables *tables, int64_t day, unsigned dimensions,
                      size_t place)
{
    struct am_statement *raise = tables_statement(tables, TABLES_GROUP);
    const uint64_t *of = (const uint64_t *)tables->groups->of[dimensions];
    int64_t senders = 0;
    struct am_cell cell;

    for (uint64_t bits = of[place]; bits != 0; bits &= bits - 1)
        senders++;
    if (senders == 0)
        return;
    cell.is_logo = digit(&place, 2) != 0;
    cell.class = digit(&place, AM_CLASS_COUNT);
    cell.family = digit(&place, AM_FAMILY_COUNT);
    cell.domain = digit(&place, PAST_DOMAINS) + 1;
    cell.direction = digit(&place, AM_DIRECTION_COUNT);
    am_bind(raise, ":day", day);
    am_bind(raise, ":dimension", dimensions);
    am_bind(raise, ":value", am_cell_value(&cell, dimensions));
    am_bind(raise, ":senders",
            senders < AM_SENDERS_MAX ? senders : AM_SENDERS_MAX);
    tables_run(raise);
}

static void add_groups(struct tables *tables, int64_t day)
{
    size_t places = sizeof(tables->groups->of[0]) / sizeof(uint64_t);

    for (unsigned d = 1; d < AM_DIMENSION_COUNT; d++) {
        for (size_t i = 0; i < places; i++)
            add_group(tables, day, d, i);
    }
    memset(tables->groups, 0, sizeof(*tables->groups));
}

static void add_oddities(struct tables *tables, int64_t day)
{
    struct am_statement *flaw = tables_statement(tables, TABLES_DAY_FLAW);
    struct am_statement *gap = tables_statement(tables, TABLES_GAP);

    am_bind(flaw, ":day", day);
    am_bind(flaw, ":flaw", day % AM_FLAW_COUNT);
    am_bind(flaw, ":times", 1 + day % 40);
    tables_run(flaw);
    if (day % 30 != 0)
        return;
    am_bind(gap, ":day", day);
    am_bind(gap, ":reason", day % AM_GAP_COUNT);
    am_bind(gap, ":messages", 1 + day % 7);
    tables_run(gap);
}

void tables_write_day(struct tables *tables, int64_t day)
{
    size_t places = sizeof(tables->sums->of) / sizeof(struct am_sums);

    for (size_t i = 0; i < places; i++)
        add_day_sighting(tables, day, i);
    for (unsigned i = 0; i < AM_DIRECTION_COUNT; i++) {
        for (unsigned j = 0; j < PAST_DOMAINS; j++)
            add_day_message(tables, day, i, j);
    }
    add_groups(tables, day);
    add_oddities(tables, day);
    memset(tables->sums, 0, sizeof(*tables->sums));
    memset(tables->messages, 0, sizeof(tables->messages));
}

static void prepare(struct tables *tables)
{
    struct am_err err;

    for (size_t i = 0; i < TABLES_COUNT; i++)
        tables->statements[i].sql = sql[i];
    must(am_statements_prepare(tables->db, tables->statements, TABLES_COUNT,
                               &err) == 0,
         "preparing");
    for (unsigned i = 0; i < PAST_DOMAINS; i++) {
        am_bind_text(tables_statement(tables, TABLES_DOMAIN), ":name",
                     past_domain(i));
        tables_run(tables_statement(tables, TABLES_DOMAIN));
    }
}

void tables_open(struct tables *tables, const char *path)
{
    struct am_err err;

    *tables = (struct tables){.sums = calloc(1, sizeof(*tables->sums)),
                              .groups = calloc(1, sizeof(*tables->groups))};
    must(tables->sums != NULL && tables->groups != NULL, "memory");
    must(am_store_open(&tables->store, path, &err) == 0, err.text);
    tables->db = am_store_handle(tables->store);
    /* Nobody else has it, and contents come after what refers to them. */
    execute(tables, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                    "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -300000;"
                    "PRAGMA locking_mode = EXCLUSIVE; BEGIN");
    prepare(tables);
}

void tables_close(struct tables *tables)
{
    execute(tables, "COMMIT; PRAGMA locking_mode = NORMAL;"
                    "PRAGMA journal_mode = WAL; ANALYZE sqlite_schema");
    am_statements_finish(tables->statements, TABLES_COUNT);
    am_store_close(&tables->store);
    free(tables->sums);
    free(tables->groups);
}

int64_t tables_number(struct tables *tables, const char *text)
{
    struct am_statement find = {text, NULL};
    struct am_err err;

    must(am_statements_prepare(tables->db, &find, 1, &err) == 0, text);
    must(am_statement_row(&find, &err) == 1, text);
    int64_t number = am_column(&find, 0);
    am_statements_finish(&find, 1);
    return number;
}
