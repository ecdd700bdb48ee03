/* retention - see retention.h.  The detail is walked by store/aged. */
#include "store/retention.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "base/calendar.h"
#include "sql/embedded.h"
#include "store/aged.h"
#include "store/erase.h"
#include "store/statement.h"

/* A record of a message that ended before midnight may come after it. */
#define LATE_DAYS 1

enum {
    DAY_MESSAGE,
    DAY_SIGHTING,
    SMALL_GROUP,
    DAY_FLAW,
    GAP,
    RUNS,
    SETTINGS,
    STATEMENTS,
    SUMS = RUNS /* before it are rows of sums */
};

enum phase {
    IN_DETAIL,
    IN_CONTENTS,
    IN_SUMS,
    IN_PAGES,
    IN_LOG,
    DONE
};

struct am_retention {
    struct am_erase erase;
    struct am_statement statements[STATEMENTS];
    struct am_aged aged;
    int64_t sum_day; /* the first one that stays */
    enum phase phase;
    int64_t sums; /* rows deleted */
};

/* A content must stay as long as the recorder, who may go by another setting
 * than the caller, would take it for seen before. */
static int recorder_days(struct sqlite3 *db, int64_t *days, struct am_err *err)
{
    struct am_statement find = {am_sql_write_setting_find, NULL};

    if (am_statements_prepare(db, &find, 1, err) < 0)
        return -1;
    am_bind_text(&find, ":name", "detail_days");
    int result = am_statement_row(&find, err);
    *days = result == 1 ? am_column(&find, 1) : 0;
    am_statements_finish(&find, 1);
    return result < 0 ? -1 : 0;
}

/* The same day so many months before; the 28th for what comes after it. */
static int64_t months_before(int64_t day, int64_t months)
{
    struct am_civil civil = am_civil_of_day(day);
    int64_t month = civil.year * 12 + civil.month - 1 - months;

    return am_day_of_civil(month / 12, (int)(month % 12) + 1,
                           civil.day_of_month < 28 ? civil.day_of_month : 28);
}

int64_t am_retention_sum_day(const struct am_retention_rule *rule)
{
    int64_t sum_day = months_before(rule->today, rule->sum_months);
    int64_t message_day = rule->today - rule->detail_days;

    return sum_day < message_day ? sum_day : message_day;
}

int am_retention_limit(struct am_store *store,
                       const struct am_retention_rule *rule,
                       struct am_retention_limits *limits, struct am_err *err)
{
    int64_t days = 0;

    if (recorder_days(am_store_handle(store), &days, err) < 0)
        return -1;
    if (days < rule->detail_days)
        days = rule->detail_days;
    limits->message_day = rule->today - rule->detail_days;
    limits->content_day = rule->today - LATE_DAYS - days;
    limits->sum_day = am_retention_sum_day(rule);
    return 0;
}

int am_retention_create(struct am_retention **retention, struct am_store *store,
                        const struct am_retention_rule *rule,
                        struct am_err *err)
{
    static const char *const sql[STATEMENTS] = {
        [DAY_MESSAGE] = am_sql_write_purge_day_message,
        [DAY_SIGHTING] = am_sql_write_purge_day_sighting,
        [SMALL_GROUP] = am_sql_write_purge_small_group,
        [DAY_FLAW] = am_sql_write_purge_day_flaw,
        [GAP] = am_sql_write_purge_gap,
        [RUNS] = am_sql_write_purge_runs,
        [SETTINGS] = am_sql_write_purge_settings,
    };
    struct am_retention_limits limits;
    struct am_retention *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the retention");

    for (size_t i = 0; i < STATEMENTS; i++)
        new->statements[i].sql = sql[i];
    struct sqlite3 *db = am_store_handle(store);
    if (am_retention_limit(store, rule, &limits, err) < 0 ||
        am_erase_open(&new->erase, db, err) < 0 ||
        am_aged_open(&new->aged, &new->erase, limits.message_day,
                     limits.content_day, err) < 0 ||
        am_statements_prepare(db, new->statements, STATEMENTS, err) < 0) {
        am_retention_destroy(&new);
        return -1;
    }
    new->sum_day = limits.sum_day;
    *retention = new;
    return 0;
}

void am_retention_destroy(struct am_retention **retention)
{
    struct am_retention *old = *retention;

    *retention = NULL;
    if (old == NULL)
        return;
    am_statements_finish(old->statements, STATEMENTS);
    am_aged_close(&old->aged);
    am_erase_close(&old->erase);
    free(old);
}

void am_retention_count(const struct am_retention *retention,
                        struct am_retention_counts *counts)
{
    counts->messages = retention->aged.messages;
    counts->sightings = retention->aged.sightings;
    counts->contents = retention->aged.contents;
    counts->sums = retention->sums;
}

/* ---- sums ---- */

/* The oldest day of each table. */
static int delete_days(struct am_retention *retention, int64_t *deleted,
                       struct am_err *err)
{
    for (int i = DAY_MESSAGE; i < STATEMENTS; i++) {
        struct am_statement *delete = &retention->statements[i];
        am_bind(delete, ":day", retention->sum_day);
        if (am_statement_run(delete, err) < 0)
            return -1;
        if (i < SUMS)
            *deleted += sqlite3_changes(retention->erase.db);
    }
    return 0;
}

static int step_sums(struct am_retention *retention, struct am_err *err)
{
    int64_t deleted = 0;

    if (am_erase_begin(&retention->erase, err) < 0 ||
        delete_days(retention, &deleted, err) < 0 ||
        am_erase_commit(&retention->erase, err) < 0)
        return -1;
    retention->sums += deleted;
    return deleted > 0;
}

/* ---- all of it ---- */

static int step(struct am_retention *retention, unsigned most,
                struct am_err *err)
{
    int result = 0;

    switch (retention->phase) {
    case IN_DETAIL:
        result = am_aged_step(&retention->aged, most, err);
        break;
    case IN_CONTENTS:
        result = am_aged_step_contents(&retention->aged, most, err);
        break;
    case IN_SUMS:
        result = step_sums(retention, err);
        break;
    case IN_PAGES:
        result = am_erase_pages(&retention->erase, err);
        break;
    case IN_LOG:
        result = am_erase_log(&retention->erase, err);
        break;
    case DONE:
        return 0;
    }
    if (result == 0)
        retention->phase++;
    return result < 0 ? -1 : retention->phase != DONE;
}

int am_retention_step(struct am_retention *retention, unsigned most,
                      struct am_err *err)
{
    int result = step(retention, most, err);

    if (result < 0)
        am_erase_rollback(&retention->erase);
    return result;
}

int am_retention_is_due(struct am_store *store, int64_t today, bool *due,
                        struct am_err *err)
{
    struct am_statement find = {am_sql_write_purge_due, NULL};

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":from_day", today - AM_RETENTION_TRUST_DAYS);
    am_bind(&find, ":today", today);
    int result = am_statement_row(&find, err);
    if (result == 1)
        *due = am_column(&find, 0) != 0;
    am_statements_finish(&find, 1);
    return result == 1 ? 0 : -1;
}

int am_retention_preview(struct am_store *store,
                         const struct am_retention_rule *rule,
                         struct am_retention_counts *counts, struct am_err *err)
{
    struct am_statement find[] = {
        {am_sql_report_purge_detail, NULL},
        {am_sql_report_purge_sums, NULL},
    };
    struct sqlite3 *db = am_store_handle(store);
    struct am_retention_limits limits;
    int result = -1;

    if (am_retention_limit(store, rule, &limits, err) < 0 ||
        am_statements_prepare(db, find, 2, err) < 0)
        return -1;
    am_bind(&find[0], ":detail_day", limits.message_day);
    am_bind(&find[0], ":content_day", limits.content_day);
    am_bind(&find[1], ":day", limits.sum_day);
    if (am_statement_row(&find[0], err) == 1 &&
        am_statement_row(&find[1], err) == 1) {
        *counts = (struct am_retention_counts){
            .messages = am_column(&find[0], 0),
            .sightings = am_column(&find[0], 1),
            .contents = am_column(&find[0], 2),
            .sums = am_column(&find[1], 0),
        };
        result = 0;
    }
    am_statements_finish(find, 2);
    return result;
}
