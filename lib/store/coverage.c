/* coverage - see coverage.h. */
#include "store/coverage.h"

#include <string.h>

#include <sqlite3.h>

#include "base/units.h"
#include "sql/embedded.h"
#include "store/ingest.h"

#define LEAP_S  60   /* so much is no step of a clock that is kept right */
#define YOUNG_S 3600 /* a host's clock is right an hour after its start */

int am_coverage_open(struct am_coverage *coverage, struct sqlite3 *db,
                     struct am_err *err)
{
    *coverage = (struct am_coverage){
        .db = db,
        .statements =
            {
                [AM_COVERAGE_GAP_ADD] = {am_sql_write_gap_add, NULL},
                [AM_COVERAGE_POSITION_FIND] = {am_sql_write_position_find,
                                               NULL},
                [AM_COVERAGE_POSITION_SET] = {am_sql_write_position_set, NULL},
                [AM_COVERAGE_TAKEN_FIND] = {am_sql_write_ingest_gap_find, NULL},
                [AM_COVERAGE_TAKEN_SET] = {am_sql_write_ingest_gap_set, NULL},
                [AM_COVERAGE_RUN_START] = {am_sql_write_run_start, NULL},
                [AM_COVERAGE_RUN_BEAT] = {am_sql_write_run_beat, NULL},
                [AM_COVERAGE_SETTING_FIND] = {am_sql_write_setting_find, NULL},
                [AM_COVERAGE_SETTING_SET] = {am_sql_write_setting_set, NULL},
            },
    };
    return am_statements_prepare(db, coverage->statements,
                                 AM_COVERAGE_STATEMENTS, err);
}

void am_coverage_close(struct am_coverage *coverage)
{
    am_statements_finish(coverage->statements, AM_COVERAGE_STATEMENTS);
}

/* 1, or 0 if no record of the spool was ever taken in. */
static int load_position(struct am_coverage *coverage,
                         struct am_coverage_state *state, struct am_err *err)
{
    struct am_statement *find =
        &coverage->statements[AM_COVERAGE_POSITION_FIND];

    am_bind_bytes(find, ":incarnation", state->incarnation,
                  sizeof(state->incarnation));
    int result = am_statement_row(find, err);
    if (result == 1) {
        state->position.segment = (uint64_t)am_column(find, 0);
        state->position.offset = (uint64_t)am_column(find, 1);
        am_statement_reset(find);
    }
    return result;
}

static int load_gaps(struct am_coverage *coverage,
                     struct am_coverage_state *state, struct am_err *err)
{
    struct am_statement *find = &coverage->statements[AM_COVERAGE_TAKEN_FIND];
    int result = 0;

    am_bind_bytes(find, ":incarnation", state->incarnation,
                  sizeof(state->incarnation));
    while ((result = am_statement_row(find, err)) == 1) {
        int64_t reason = am_column(find, 0);
        if (reason >= 0 && reason < AM_GAP_COUNT)
            state->gaps[reason] = (uint64_t)am_column(find, 1);
    }
    return result;
}

int am_coverage_load(struct am_coverage *coverage,
                     const struct am_spool_counters *counters,
                     struct am_err *err)
{
    struct am_coverage_state *state = &coverage->state;

    if (state->loaded && memcmp(state->incarnation, counters->incarnation,
                                sizeof(state->incarnation)) == 0)
        return 0;
    struct am_coverage_state fresh = *state;
    fresh.loaded = true;
    fresh.position = (struct am_spool_position){0, 0};
    memcpy(fresh.incarnation, counters->incarnation, sizeof(fresh.incarnation));
    memset(fresh.gaps, 0, sizeof(fresh.gaps));
    int known = load_position(coverage, &fresh, err);
    if (known < 0 || load_gaps(coverage, &fresh, err) < 0)
        return -1;
    fresh.inherited = known == 0 && counters->has_released;
    if (fresh.inherited)
        memcpy(fresh.gaps, counters->gaps, sizeof(fresh.gaps));
    *state = fresh;
    return 0;
}

/* A clock that was set back must not keep it silent until it is there again. */
static bool beat_is_due(const struct am_coverage_state *state, int64_t now_s)
{
    return state->run == 0 || now_s < state->beat_s ||
           now_s - state->beat_s >= AM_INGEST_BEAT_S;
}

bool am_coverage_is_due(const struct am_coverage *coverage,
                        const struct am_spool_counters *counters,
                        struct am_clock now)
{
    const struct am_coverage_state *state = &coverage->state;

    return beat_is_due(state, now.now_s) || state->nonsense > 0 ||
           memcmp(state->gaps, counters->gaps, sizeof(state->gaps)) != 0;
}

static int add_gap(struct am_coverage *coverage, int64_t day, int reason,
                   uint64_t messages, struct am_err *err)
{
    struct am_statement *add = &coverage->statements[AM_COVERAGE_GAP_ADD];

    if (messages == 0)
        return 0;
    am_bind(add, ":day", day);
    am_bind(add, ":reason", reason);
    am_bind(add, ":messages", (int64_t)messages);
    return am_statement_run(add, err);
}

/* The spool counts since it was made; what is taken in already is known.  A
 * count that went back is that of a file that was lost: it begins anew. */
static int write_gaps(struct am_coverage *coverage,
                      const struct am_spool_counters *counters, int64_t day,
                      struct am_err *err)
{
    struct am_statement *set = &coverage->statements[AM_COVERAGE_TAKEN_SET];
    struct am_coverage_state *state = &coverage->state;

    for (int i = 0; i < AM_GAP_COUNT; i++) {
        uint64_t now = counters->gaps[i];
        uint64_t before = state->gaps[i];
        if (now == before && !state->inherited)
            continue;
        if (add_gap(coverage, day, i, now >= before ? now - before : now, err) <
            0)
            return -1;
        am_bind_bytes(set, ":incarnation", state->incarnation,
                      sizeof(state->incarnation));
        am_bind(set, ":reason", i);
        am_bind(set, ":messages", (int64_t)now);
        if (am_statement_run(set, err) < 0)
            return -1;
        state->gaps[i] = now;
    }
    if (add_gap(coverage, day, AM_GAP_TORN, state->nonsense, err) < 0)
        return -1;
    state->nonsense = 0;
    state->inherited = false;
    return 0;
}

static int start_run(struct am_coverage *coverage, struct am_clock now,
                     struct am_err *err)
{
    struct am_statement *start = &coverage->statements[AM_COVERAGE_RUN_START];
    struct am_coverage_state *state = &coverage->state;

    am_bind(start, ":now_s", now.now_s);
    if (am_statement_run(start, err) < 0)
        return -1;
    state->run = sqlite3_last_insert_rowid(coverage->db);
    state->started_s = now.now_s;
    state->began_ms = now.steady_ms;
    return 0;
}

/*
 * The clock of the day may have been set.  Gone ahead in a young run, it was
 * behind at the boot: the run began later than it said, and what is before is
 * downtime.  In an older one the host slept, and another run begins.  Now
 * before the start of the run, it was ahead then.
 */
static int check_start(struct am_coverage *coverage, struct am_clock now,
                       struct am_err *err)
{
    struct am_coverage_state *state = &coverage->state;
    int64_t lasted_s = (now.steady_ms - state->began_ms) / 1000;
    int64_t started_s = now.now_s - lasted_s;
    bool is_ahead = started_s - state->started_s > LEAP_S;

    if (is_ahead && lasted_s >= YOUNG_S)
        return start_run(coverage, now, err);
    if (is_ahead || now.now_s < state->started_s)
        state->started_s = started_s;
    return 0;
}

static int write_beat(struct am_coverage *coverage, struct am_clock now,
                      bool clean, struct am_err *err)
{
    struct am_statement *beat = &coverage->statements[AM_COVERAGE_RUN_BEAT];
    struct am_coverage_state *state = &coverage->state;

    state->beat_s = now.now_s;
    if (state->run == 0)
        return start_run(coverage, now, err);
    if (check_start(coverage, now, err) < 0)
        return -1;
    am_bind(beat, ":id", state->run);
    am_bind(beat, ":started_s", state->started_s);
    am_bind(beat, ":now_s", now.now_s);
    am_bind(beat, ":clean", clean);
    return am_statement_run(beat, err);
}

int am_coverage_write(struct am_coverage *coverage,
                      const struct am_spool_position *position,
                      const struct am_spool_counters *counters,
                      struct am_clock now, struct am_err *err)
{
    struct am_statement *set = &coverage->statements[AM_COVERAGE_POSITION_SET];
    struct am_coverage_state *state = &coverage->state;

    am_bind_bytes(set, ":incarnation", state->incarnation,
                  sizeof(state->incarnation));
    am_bind(set, ":segment", (int64_t)position->segment);
    am_bind(set, ":offset", (int64_t)position->offset);
    if (am_statement_run(set, err) < 0)
        return -1;
    state->position = *position;
    if (write_gaps(coverage, counters, am_day_of(now.now_s), err) < 0)
        return -1;
    if (!beat_is_due(state, now.now_s))
        return 0;
    return write_beat(coverage, now, false, err);
}

int am_coverage_stop(struct am_coverage *coverage, struct am_clock now,
                     struct am_err *err)
{
    return write_beat(coverage, now, true, err);
}

static int write_setting(struct am_coverage *coverage, const char *name,
                         int64_t day, int64_t value, struct am_err *err)
{
    struct am_statement *find = &coverage->statements[AM_COVERAGE_SETTING_FIND];
    struct am_statement *set = &coverage->statements[AM_COVERAGE_SETTING_SET];

    am_bind_text(find, ":name", name);
    int result = am_statement_row(find, err);
    if (result < 0)
        return -1;
    bool same = result == 1 && am_column(find, 1) == value;
    if (result == 1 && am_column(find, 0) > day)
        day = am_column(find, 0);
    am_statement_reset(find);
    if (same)
        return 0;
    am_bind_text(set, ":name", name);
    am_bind(set, ":day", day);
    am_bind(set, ":value", value);
    return am_statement_run(set, err);
}

int am_coverage_settings(struct am_coverage *coverage, int64_t day,
                         const struct am_rows_options *options,
                         struct am_err *err)
{
    if (coverage->state.settings)
        return 0;
    if (write_setting(coverage, "detail_days", day, options->detail_days, err) <
            0 ||
        write_setting(coverage, "delivery_limit", day, options->delivery_limit,
                      err) < 0 ||
        write_setting(coverage, "store_partitions", day, options->partitions,
                      err) < 0)
        return -1;
    coverage->state.settings = true;
    return 0;
}
