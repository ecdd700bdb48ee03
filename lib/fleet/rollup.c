/* rollup - see rollup.h. */
#include "fleet/rollup.h"

#include "base/calendar.h"
#include "fleet/answer.h"
#include "sql/embedded.h"

#define MONTHS_MOST 256 /* of one answer */

/* A month as table rollup has it: 202701. */
struct month {
    int64_t number, rows, digest;
};

struct months {
    size_t count;
    struct month list[MONTHS_MOST];
};

enum {
    DAY,
    CONTENT,
    TABLE_COUNT
};

static const struct {
    const char *table, *fill;
} tables[TABLE_COUNT] = {
    [DAY] = {"rollup_day", am_sql_fleet_rollup_day},
    [CONTENT] = {"rollup_content", am_sql_fleet_rollup_content},
};

static int64_t month_of(int64_t day)
{
    struct am_civil civil = am_civil_of_day(day);

    return civil.year * 100 + civil.month;
}

/* The first month that begins on that day or later. */
static int64_t whole_month(int64_t day)
{
    if (am_calendar_first(AM_CALENDAR_MONTH, day) < day)
        day = am_calendar_next(AM_CALENDAR_MONTH, day);
    return month_of(day);
}

static int ask(struct am_engine *engine, const char *sql,
               const struct am_phrase_word *words, struct months *months,
               struct am_err *err)
{
    struct am_answer answer;
    const char *text = NULL;

    months->count = 0;
    if (am_engine_ask(engine, sql, words, &text, err) < 0)
        return -1;
    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer) && months->count < MONTHS_MOST) {
        struct month *month = &months->list[months->count++];
        month->number = am_answer_number(&answer);
        month->rows = am_answer_number(&answer);
        month->digest = am_answer_number(&answer);
        if (am_answer_end(&answer, err) < 0)
            return -1;
    }
    return 0;
}

/* A table's month, built beside it by `fill`, then in its place; NULL: it goes.
 * Old releases drop a replicated table's partition by asking its leader, who
 * refuses: there an empty one takes its place, which new ones refuse. */
static int put(struct am_engine *engine, const char *table, const char *fill,
               int64_t month, struct am_err *err)
{
    char number[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"table", table},
        {"month", am_phrase_number(month, number)},
        {NULL, NULL},
    };
    bool is_modern = false;

    if (am_engine_is_modern(engine, &is_modern, err) < 0)
        return -1;
    if (fill == NULL && is_modern)
        return am_engine_run(engine, am_sql_fleet_rollup_drop, words, err);
    if (am_engine_run(engine, am_sql_fleet_rollup_clear, words, err) < 0 ||
        (fill != NULL && am_engine_run(engine, fill, words, err) < 0) ||
        am_engine_run(engine, am_sql_fleet_rollup_swap, words, err) < 0)
        return -1;
    return am_engine_run(engine, am_sql_fleet_rollup_clear, words, err);
}

static int build(struct am_engine *engine, const struct month *month,
                 struct am_err *err)
{
    char numbers[3][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"month", am_phrase_number(month->number, numbers[0])},
        {"rows", am_phrase_number(month->rows, numbers[1])},
        {"digest", am_phrase_number(month->digest, numbers[2])},
        {NULL, NULL},
    };

    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const char *fill = month->rows > 0 ? tables[i].fill : NULL;
        if (put(engine, tables[i].table, fill, month->number, err) < 0)
            return -1;
    }
    return am_engine_run(engine, am_sql_fleet_rollup_note, words, err);
}

int am_fleet_rollup(struct am_engine *engine,
                    const struct am_rollup_request *request,
                    struct am_rollup_result *result, struct am_err *err)
{
    char numbers[2][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"from_month",
         am_phrase_number(whole_month(request->first_day), numbers[0])},
        {"until_month", am_phrase_number(month_of(request->today), numbers[1])},
        {NULL, NULL},
    };
    struct months months;

    *result = (struct am_rollup_result){.built = 0};
    if (ask(engine, am_sql_fleet_rollup_changed, words, &months, err) < 0)
        return -1;
    for (; result->built < months.count; result->built++) {
        if (build(engine, &months.list[result->built], err) < 0)
            return -1;
    }
    if (ask(engine, am_sql_fleet_rollup_old, words, &months, err) < 0)
        return -1;
    for (; result->dropped < months.count; result->dropped++) {
        int64_t month = months.list[result->dropped].number;
        if (put(engine, tables[CONTENT].table, NULL, month, err) < 0)
            return -1;
    }
    return 0;
}
