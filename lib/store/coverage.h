/*
 * coverage - what the database knows of the recorder: how far each spool was
 * taken in, which gaps are counted, when it ran, under which settings.
 *
 * Writes inside the caller's transaction.  The state is a plain struct, so that
 * a transaction that fails is undone by putting the old one back.
 */
#ifndef AM_STORE_COVERAGE_H
#define AM_STORE_COVERAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "spool/spool.h"
#include "store/rows.h"
#include "store/statement.h"

struct sqlite3;

struct am_coverage_state {
    bool loaded; /* the four below are of a spool */
    unsigned char incarnation[8];
    struct am_spool_position position;
    uint64_t gaps[AM_GAP_COUNT]; /* taken in */
    bool inherited;    /* the gaps are another database's, not written yet */
    uint64_t nonsense; /* records taken that made no sense, not yet written */
    int64_t run;       /* id of its row, 0: none yet */
    int64_t started_s; /* of that row, by the clock of the day */
    int64_t began_ms;  /* of that row, by the steady clock */
    int64_t beat_s;    /* last heartbeat written */
    bool settings;     /* written */
};

enum {
    AM_COVERAGE_GAP_ADD,
    AM_COVERAGE_POSITION_FIND,
    AM_COVERAGE_POSITION_SET,
    AM_COVERAGE_TAKEN_FIND,
    AM_COVERAGE_TAKEN_SET,
    AM_COVERAGE_RUN_START,
    AM_COVERAGE_RUN_BEAT,
    AM_COVERAGE_SETTING_FIND,
    AM_COVERAGE_SETTING_SET,
    AM_COVERAGE_STATEMENTS
};

struct am_coverage {
    struct sqlite3 *db;
    struct am_coverage_state state;
    struct am_statement statements[AM_COVERAGE_STATEMENTS];
};

/* Open over db, which must outlive it; am_coverage_close() is due if that
 * succeeds.  Fails as am_store_open() does, as all of these do. */
AM_MUST_CHECK int am_coverage_open(struct am_coverage *coverage,
                                   struct sqlite3 *db, struct am_err *err);
void am_coverage_close(struct am_coverage *coverage);

/*
 * Load what is known of the spool with these counters, if that is not done.  If
 * nothing is, and the spool gave records to another database, then its gaps are
 * of that one's days too: only those to come are counted.
 */
AM_MUST_CHECK int am_coverage_load(struct am_coverage *coverage,
                                   const struct am_spool_counters *counters,
                                   struct am_err *err);

/* Is there something to write although no record came? */
bool am_coverage_is_due(const struct am_coverage *coverage,
                        const struct am_spool_counters *counters,
                        struct am_clock now);

/* Write position, gaps that are news, and a heartbeat. */
AM_MUST_CHECK int am_coverage_write(struct am_coverage *coverage,
                                    const struct am_spool_position *position,
                                    const struct am_spool_counters *counters,
                                    struct am_clock now, struct am_err *err);

/* The run ends. */
AM_MUST_CHECK int am_coverage_stop(struct am_coverage *coverage,
                                   struct am_clock now, struct am_err *err);

/* From this day on these settings hold, if others did. */
AM_MUST_CHECK int am_coverage_settings(struct am_coverage *coverage,
                                       int64_t day,
                                       const struct am_rows_options *options,
                                       struct am_err *err);

#endif
