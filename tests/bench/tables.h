/*
 * tables - a new database, and the rows of its days, written by the recorder's
 * own statements.  For bench_fill; the process ends where one fails.
 */
#ifndef AM_BENCH_TABLES_H
#define AM_BENCH_TABLES_H

#include <stdint.h>

#include "past.h"
#include "store/statement.h"
#include "store/store.h"

enum {
    TABLES_DOMAIN,
    TABLES_MESSAGE,
    TABLES_SIGHTING,
    TABLES_PART,
    TABLES_DAY_MESSAGE,
    TABLES_DAY_SIGHTING,
    TABLES_DAY_FLAW,
    TABLES_GAP,
    TABLES_GROUP,
    TABLES_RUN_START,
    TABLES_RUN_BEAT,
    TABLES_CONTENT,
    TABLES_SIS,
    TABLES_COUNT
};

/* Sums of a day, by all dimensions of table day_sighting. */
struct tables_sums {
    struct am_sums of[AM_DIRECTION_COUNT][PAST_DOMAINS][AM_FAMILY_COUNT]
                     [AM_CLASS_COUNT][2][2][2];
};

struct tables_messages {
    int64_t messages, with, deliveries, wire_bytes;
};

/* Bits of senders, one of 64 each, behind each combination of a day: 0 stands
 * for a dimension that is not in it. */
struct tables_groups {
    uint64_t of[AM_DIMENSION_COUNT][AM_DIRECTION_COUNT][PAST_DOMAINS]
               [AM_FAMILY_COUNT][AM_CLASS_COUNT][2];
};

struct tables {
    struct am_store *store;
    struct sqlite3 *db;
    struct am_statement statements[TABLES_COUNT];
    struct tables_sums *sums;
    struct tables_messages messages[AM_DIRECTION_COUNT][PAST_DOMAINS];
    struct tables_groups *groups;
};

/* Make the database at path, and begin to write. */
void tables_open(struct tables *tables, const char *path);

/* Commit, and leave it as a daemon that was stopped leaves it. */
void tables_close(struct tables *tables);

struct am_statement *tables_statement(struct tables *tables, int which);
void tables_run(struct am_statement *what);

/* Add a message to the sums of the day, or write and forget them. */
void tables_sum_up(struct tables *tables, const struct past_message *message);
void tables_write_day(struct tables *tables, int64_t day);

/* How many rows a table has, or any number that a statement gives. */
int64_t tables_number(struct tables *tables, const char *text);

#endif
