/* metrics - see metrics.h. */
#include "report/metrics.h"

#include "base/units.h"
#include "report/breakdown.h"
#include "store/detail_extent.h"
#include "store/health.h"
#include "store/query.h"
#include "store/sums.h"
#include "store/waiting.h"

#define DAY_S 86400

int am_metrics_take_spool(struct am_metrics *metrics, const char *dir,
                          struct am_err *err)
{
    if (am_tally_read(&metrics->tally, dir, err) < 0)
        return -1;
    metrics->has_spool = metrics->tally.is_there;
    if (!metrics->has_spool) {
        return am_fail(err, AM_ENOTFOUND,
                       "%s: no spool: attachmeterd makes it at its first start",
                       dir);
    }
    return 0;
}

static int take_queue(struct am_metrics *metrics, struct am_store *store,
                      const char *dir, struct am_err *err)
{
    struct am_spool_position taken;

    if (!metrics->has_spool)
        return 0;
    if (am_waiting_taken(store, metrics->tally.incarnation, &taken, err) < 0)
        return -1;
    return am_tally_queue(&metrics->queue, dir, &taken, err);
}

/* ---- sums ---- */

static int add_sums(void *context, const struct am_group *group,
                    const struct am_sums *sums, struct am_err *err)
{
    struct am_sums *all = context;

    (void)group;
    (void)err;
    *all = *sums; /* there is one group */
    return 0;
}

static void set_savings(const struct am_metrics *metrics,
                        const struct am_sums *sums,
                        struct am_savings savings[AM_SCOPE_COUNT])
{
    savings[AM_SCOPE_ALL] = am_savings_of(sums, AM_SCOPE_ALL);
    savings[AM_SCOPE_OWN] = am_profile_savings(&metrics->profile, sums);
}

static int take_totals(struct am_metrics *metrics, struct am_store *store,
                       int64_t today, struct am_err *err)
{
    struct am_query query = {
        .from_day = am_calendar_first(AM_CALENDAR_MONTH, today),
        .until_day = today + 1,
    };
    struct am_message_sums messages;
    struct am_sums sums = {0};

    am_profile_prepare(&metrics->profile, &query);
    if (am_query_messages(store, &query, &messages, err) < 0 ||
        am_query_sums(store, &query, add_sums, &sums, err) < 0)
        return -1;
    metrics->month_s = query.from_day * DAY_S;
    metrics->downtime_s = messages.downtime_s;
    set_savings(metrics, &sums, metrics->totals);
    return 0;
}

/* ---- splits ---- */

static const struct {
    enum am_by by;
    size_t count;
} dimensions[AM_METRICS_BY_COUNT] = {
    [AM_METRICS_BY_CLASS] = {AM_BY_CLASS, AM_CLASS_COUNT},
    [AM_METRICS_BY_FAMILY] = {AM_BY_FAMILY, AM_FAMILY_COUNT},
    [AM_METRICS_BY_DIRECTION] = {AM_BY_DIRECTION, AM_DIRECTION_COUNT},
};

/* Where a row of a day is counted. */
static size_t place_of(const struct am_breakdown_row *row, size_t count)
{
    bool is_known = row->others == 0 && row->number[1] >= 0 &&
                    row->number[1] < (int64_t)count;

    return is_known ? (size_t)row->number[1] : count;
}

static int add_days(struct am_metrics *metrics, struct am_metrics_split *split,
                    const struct am_breakdown *days, struct am_err *err)
{
    struct am_sums sums[AM_METRICS_VALUES + 1] = {0};

    for (size_t i = 0; i < days->count; i++) {
        struct am_sums *place = &sums[place_of(&days->rows[i], split->count)];
        am_sums_add(place, &days->rows[i].sums);
        if (am_sums_check(place, err) < 0)
            return -1;
    }
    for (size_t i = 0; i <= split->count; i++)
        set_savings(metrics, &sums[i], split->savings[i]);
    return 0;
}

static int take_split(struct am_metrics *metrics, struct am_store *store,
                      enum am_metrics_by by, int64_t until_day,
                      struct am_err *err)
{
    struct am_metrics_split *split = &metrics->splits[by];
    struct am_breakdown days = {0};
    struct am_query query = {
        .from_day = metrics->split_month_s / DAY_S,
        .until_day = until_day,
        .by = AM_BY_DAY,
        .then_by = dimensions[by].by,
    };

    split->count = dimensions[by].count;
    am_profile_prepare(&metrics->profile, &query);
    if (query.until_day > query.from_day &&
        am_breakdown_make(&days, store, &query, &metrics->profile, err) < 0)
        return -1;
    int result = add_days(metrics, split, &days, err);
    am_breakdown_free(&days);
    return result;
}

static int take_splits(struct am_metrics *metrics, struct am_store *store,
                       int64_t today, struct am_err *err)
{
    int64_t until_day = am_day_of(metrics->now_s - AM_METRICS_SETTLE_S);

    metrics->split_month_s =
        am_calendar_first(AM_CALENDAR_MONTH, today - 1) * DAY_S;
    for (int i = 0; i < AM_METRICS_BY_COUNT; i++) {
        if (take_split(metrics, store, (enum am_metrics_by)i, until_day, err) <
            0)
            return -1;
    }
    return 0;
}

int am_metrics_take_store(struct am_metrics *metrics, struct am_store *store,
                          const char *path, const char *dir, struct am_err *err)
{
    int64_t today = am_day_of(metrics->now_s);

    metrics->database_bytes = am_health_bytes(path);
    if (am_store_hold(store, err) < 0)
        return -1;
    metrics->has_store =
        take_queue(metrics, store, dir, err) == 0 &&
        take_totals(metrics, store, today, err) == 0 &&
        take_splits(metrics, store, today, err) == 0 &&
        am_detail_most_copies(store, today, &metrics->most_copies, err) == 0;
    am_store_release(store);
    return metrics->has_store ? 0 : -1;
}
