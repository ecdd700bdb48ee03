/* keeper - see keeper.h. */
#include "keeper.h"

#include "base/clock.h"
#include "log.h"
#include "store/retention.h"

#define IDLE_MS     100
#define PAUSE_MS    10   /* between two steps: a batch may be taken */
#define STEP_US     3000 /* what a step should take */
#define FEWEST_ROWS 20
#define MOST_ROWS   5000

void am_keeper_begin(struct am_keeper *keeper, const char *database,
                     const struct am_keeper_terms *terms)
{
    *keeper = (struct am_keeper){
        .database = database, .terms = *terms, .most = FEWEST_ROWS};
}

void am_keeper_end(struct am_keeper *keeper)
{
    am_retention_destroy(&keeper->retention);
    am_store_close(&keeper->store);
}

static int64_t give_up(struct am_keeper *keeper, const struct am_err *err)
{
    am_log_warning("cannot delete what is too old: %s; tried again tomorrow",
                   err->text);
    am_keeper_end(keeper);
    return IDLE_MS;
}

/* Somebody else writes: the next step tries once more. */
static void put_off(struct am_keeper *keeper, int64_t day_before)
{
    am_keeper_end(keeper);
    keeper->day = day_before;
}

static int open_retention(struct am_keeper *keeper, int64_t today, bool *due,
                          struct am_err *err)
{
    const struct am_retention_rule rule = {
        .today = today,
        .detail_days = keeper->terms.detail_days,
        .sum_months = keeper->terms.sum_months,
    };

    if (am_store_open(&keeper->store, keeper->database, err) < 0 ||
        am_retention_is_due(keeper->store, today, due, err) < 0)
        return -1;
    if (!*due)
        return 0;
    return am_retention_create(&keeper->retention, keeper->store, &rule, err);
}

/* Is there something to do for today? */
static bool begin_day(struct am_keeper *keeper, int64_t today)
{
    int64_t leap = keeper->day == 0 ? 0 : today - keeper->day;
    bool due = leap <= AM_RETENTION_TRUST_DAYS;
    int64_t before = keeper->day;
    struct am_err err;

    if (today == keeper->day)
        return false;
    /* A clock that was set back is gone by again, or nothing would be deleted
     * until it is where it was. */
    keeper->day = today;
    if (due && open_retention(keeper, today, &due, &err) < 0) {
        if (err.code == AM_EBUSY) {
            put_off(keeper, before);
        } else {
            give_up(keeper, &err);
        }
        return false;
    }
    if (!due) {
        am_log_info("nothing is deleted before tomorrow: today is more than "
                    "%d days after the last run",
                    AM_RETENTION_TRUST_DAYS);
        am_keeper_end(keeper);
    }
    return due;
}

static void finish_day(struct am_keeper *keeper)
{
    struct am_retention_counts counts;

    am_retention_count(keeper->retention, &counts);
    if (counts.messages + counts.contents + counts.sums > 0) {
        am_log_info("too old, deleted: messages=%lld, attachments=%lld, "
                    "contents=%lld, sums=%lld",
                    (long long)counts.messages, (long long)counts.sightings,
                    (long long)counts.contents, (long long)counts.sums);
    }
    am_keeper_end(keeper);
}

static void adapt(struct am_keeper *keeper, int64_t spent_us)
{
    if (spent_us > STEP_US && keeper->most > FEWEST_ROWS)
        keeper->most -= keeper->most / 4;
    if (spent_us < STEP_US / 2 && keeper->most < MOST_ROWS)
        keeper->most += keeper->most / 4;
}

int64_t am_keeper_step(struct am_keeper *keeper, int64_t today)
{
    struct am_err err;

    if (keeper->retention == NULL && !begin_day(keeper, today))
        return IDLE_MS;
    int64_t began_us = am_clock_us();
    int result = am_retention_step(keeper->retention, keeper->most, &err);
    if (result < 0 && err.code == AM_EBUSY)
        return IDLE_MS;
    if (result < 0)
        return give_up(keeper, &err);
    if (result == 1) {
        adapt(keeper, am_clock_us() - began_us);
        return PAUSE_MS;
    }
    finish_day(keeper);
    return IDLE_MS;
}
