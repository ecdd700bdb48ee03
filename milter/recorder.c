/*
 * recorder - see recorder.h.  A failure is logged once, and its end; between
 * two tries it waits, longer each time.  Does not decide what a record means:
 * store/ingest does.
 */
#include "recorder.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/units.h"
#include "log.h"
#include "notify.h"
#include "signals.h"

#define BATCH_RECORDS     1000
#define WORK_MS           1000 /* of whole batches, then a rest: others write */
#define REST_MS           120  /* SQLite looks every 100 ms if it may */
#define FIRST_BACK_OFF_MS 1000
#define LAST_BACK_OFF_MS  30000

struct am_recorder {
    struct am_recorder_setup setup;
    struct am_store *store;
    struct am_ingest *ingest;
    struct am_keeper keeper;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct am_recorder_terms next; /* under lock */
    bool has_next;                 /* under lock */
    bool stopping;                 /* under lock */
    int64_t deadline_ms;           /* of the draining; under lock */
    int64_t back_off_ms;           /* 0: all is well */
    int64_t synced_ms;
    int64_t rested_ms;
    bool sync_failed;
};

static void close_store(struct am_recorder *recorder)
{
    am_keeper_end(&recorder->keeper);
    am_ingest_destroy(&recorder->ingest);
    am_store_close(&recorder->store);
}

/* It is brought up to date only here if somebody held it at the start. */
static void on_upgrade(void *context, int64_t done, int64_t total)
{
    (void)context;
    (void)done;
    (void)total;
    am_notify_alive();
}

/* A database ready to be written, opened now if need be. */
static int open_store(struct am_recorder *recorder, struct am_err *err)
{
    unsigned char id[AM_KEY_ID_SIZE];

    if (recorder->store != NULL && am_store_is_gone(recorder->store))
        close_store(recorder);
    if (recorder->ingest != NULL)
        return 0;
    if (am_key_id(recorder->setup.key, id, err) < 0)
        return -1;
    if (recorder->store == NULL &&
        am_store_open_watched(&recorder->store, recorder->setup.database,
                              on_upgrade, NULL, err) < 0)
        return -1;
    if (am_store_use_key(recorder->store, id, err) < 0 ||
        am_ingest_create(&recorder->ingest, recorder->store,
                         &recorder->setup.terms.ingest, err) < 0)
        return -1;
    if (am_ingest_recover(recorder->ingest, recorder->setup.spool,
                          am_clock_read().now_s, err) == 0)
        return 0;
    am_ingest_destroy(&recorder->ingest);
    return -1;
}

static int take_batch(struct am_recorder *recorder, unsigned *taken,
                      struct am_err *err)
{
    *taken = 0;
    if (open_store(recorder, err) < 0)
        return -1;
    return am_ingest_batch(recorder->ingest, recorder->setup.spool,
                           BATCH_RECORDS, am_clock_read(), taken, err);
}

static void note_failure(struct am_recorder *recorder, const struct am_err *err)
{
    if (recorder->back_off_ms == 0) {
        am_log_warning("cannot write the database: %s; mail passes, records "
                       "wait in the spool",
                       err->text);
        recorder->back_off_ms = FIRST_BACK_OFF_MS;
        return;
    }
    recorder->back_off_ms *= 2;
    if (recorder->back_off_ms > LAST_BACK_OFF_MS)
        recorder->back_off_ms = LAST_BACK_OFF_MS;
}

static void note_success(struct am_recorder *recorder)
{
    if (recorder->back_off_ms > 0)
        am_log_info("the database is written again");
    recorder->back_off_ms = 0;
}

static void sync_spool(struct am_recorder *recorder)
{
    int64_t now = am_clock_ms();
    struct am_err err;

    if (now - recorder->synced_ms < recorder->setup.terms.sync_s * 1000)
        return;
    recorder->synced_ms = now;
    bool failed = am_spool_sync(recorder->setup.spool, &err) < 0;
    if (failed && !recorder->sync_failed)
        am_log_warning("cannot sync the spool: %s", err.text);
    recorder->sync_failed = failed;
}

/* Wait wait_ms, or until the recorder is told to stop.  Stopping? */
static bool pause_ms(struct am_recorder *recorder, int64_t wait_ms)
{
    struct timespec until = {0};
    int result = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(wait_ms / 1000);
    until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&recorder->lock);
    while (!recorder->stopping && result == 0) {
        result =
            pthread_cond_timedwait(&recorder->wake, &recorder->lock, &until);
    }
    bool stopping = recorder->stopping;
    pthread_mutex_unlock(&recorder->lock);
    return stopping;
}

static bool work_once(struct am_recorder *recorder, unsigned *taken)
{
    struct am_err err;

    am_notify_alive();
    bool done = take_batch(recorder, taken, &err) == 0;

    if (done) {
        note_success(recorder);
    } else {
        note_failure(recorder, &err);
    }
    sync_spool(recorder);
    return done;
}

/* Short of the back-off, the spool's sync goes on at its own pace. */
static bool wait_after_failure(struct am_recorder *recorder)
{
    int64_t until_ms = am_clock_ms() + recorder->back_off_ms;

    for (;;) {
        int64_t left_ms = until_ms - am_clock_ms();
        if (left_ms <= 0)
            return false;
        if (pause_ms(recorder, left_ms < 1000 ? left_ms : 1000))
            return true;
        am_notify_alive();
        sync_spool(recorder);
    }
}

/* After the last callback: until the spool is empty, or the time is up. */
static void drain(struct am_recorder *recorder)
{
    static const struct timespec pause = {0, 50000000};
    unsigned taken = 0;
    bool done = false;

    recorder->setup.terms.sync_s = 0;
    do {
        done = work_once(recorder, &taken);
        if (!done)
            nanosleep(&pause, NULL);
    } while ((!done || taken > 0) && am_clock_ms() < recorder->deadline_ms);
    if (!done) {
        am_log_warning("stopped with records in the spool: they are read at "
                       "the next start");
    }
}

/* Without this the time until the next start would count from the last beat. */
static void end_run(struct am_recorder *recorder)
{
    struct am_err err;

    if (recorder->ingest != NULL &&
        am_ingest_stop(recorder->ingest, am_clock_read(), &err) < 0)
        am_log_warning("the stop is not in the database: %s", err.text);
}

/* More records may wait behind a whole batch.  Else there is time, and no
 * record of an earlier day is to come but one of last midnight. */
static int64_t wait_of(struct am_recorder *recorder, unsigned taken)
{
    bool is_whole = taken == BATCH_RECORDS;
    int64_t now_ms = am_clock_ms();

    if (is_whole && now_ms - recorder->rested_ms < WORK_MS)
        return 0;
    int64_t rest_ms = is_whole
                          ? REST_MS
                          : am_keeper_step(&recorder->keeper,
                                           am_day_of(am_clock_read().now_s));
    recorder->rested_ms = now_ms + rest_ms;
    return rest_ms;
}

static void take_up_terms(struct am_recorder *recorder)
{
    pthread_mutex_lock(&recorder->lock);
    bool has_next = recorder->has_next;
    if (has_next)
        recorder->setup.terms = recorder->next;
    recorder->has_next = false;
    pthread_mutex_unlock(&recorder->lock);
    if (!has_next)
        return;
    recorder->keeper.terms = recorder->setup.terms.keeper;
    if (recorder->ingest != NULL)
        am_ingest_change(recorder->ingest, &recorder->setup.terms.ingest);
}

static void *run(void *argument)
{
    struct am_recorder *recorder = argument;
    bool stopping = false;

    while (!stopping) {
        unsigned taken = 0;
        take_up_terms(recorder);
        if (!work_once(recorder, &taken)) {
            stopping = wait_after_failure(recorder);
        } else {
            stopping = pause_ms(recorder, wait_of(recorder, taken));
        }
    }
    drain(recorder);
    end_run(recorder);
    close_store(recorder);
    return NULL;
}

static int make_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    if (pthread_condattr_init(&attributes) != 0)
        return -1;
    int result = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (result == 0)
        result = pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return result == 0 ? 0 : -1;
}

int am_recorder_start(struct am_recorder **recorder,
                      const struct am_recorder_setup *setup,
                      struct am_store **store, struct am_err *err)
{
    struct am_recorder *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the recorder");

    new->setup = *setup;
    new->store = *store;
    new->synced_ms = new->rested_ms = am_clock_ms();
    am_keeper_begin(&new->keeper, setup->database, &setup->terms.keeper);
    pthread_mutex_init(&new->lock, NULL);
    if (make_condition(&new->wake) < 0) {
        pthread_mutex_destroy(&new->lock);
        free(new);
        return am_fail(err, AM_ENOMEM, "no memory for the recorder");
    }
    if (am_signals_thread(&new->thread, run, new) < 0) {
        pthread_cond_destroy(&new->wake);
        pthread_mutex_destroy(&new->lock);
        free(new);
        return am_fail(err, AM_ENOMEM, "no thread for the recorder");
    }
    *store = NULL;
    *recorder = new;
    return 0;
}

void am_recorder_change(struct am_recorder *recorder,
                        const struct am_recorder_terms *terms)
{
    pthread_mutex_lock(&recorder->lock);
    recorder->next = *terms;
    recorder->has_next = true;
    pthread_mutex_unlock(&recorder->lock);
}

void am_recorder_stop(struct am_recorder **recorder, int64_t wait_ms)
{
    struct am_recorder *old = *recorder;

    *recorder = NULL;
    if (old == NULL)
        return;
    pthread_mutex_lock(&old->lock);
    old->stopping = true;
    old->deadline_ms = am_clock_ms() + wait_ms;
    pthread_cond_signal(&old->wake);
    pthread_mutex_unlock(&old->lock);
    pthread_join(old->thread, NULL);
    pthread_cond_destroy(&old->wake);
    pthread_mutex_destroy(&old->lock);
    free(old);
}
