/*
 * serve - see serve.h.  libmilter runs in a thread of its own, so that the main
 * thread takes the signals.  Told to stop, libmilter leaves sessions as they
 * are, without a last callback; so they get some time before, and what is open
 * then is counted here.
 */
#include "serve.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sysexits.h>
#include <unistd.h>

#include <libmilter/mfapi.h>

#include "base/clock.h"
#include "door.h"
#include "filter.h"
#include "log.h"
#include "notify.h"
#include "recorder.h"
#include "reload.h"
#include "settings.h"
#include "signals.h"

/* Together well below the 5 s that Postfix is told to wait for an answer: who
 * connects to a given socket meanwhile waits for the next daemon. */
#define SESSION_WAIT_MS  1000
#define MESSAGE_WAIT_MS  2000
#define LOOK_MS          5
#define CALLBACK_WAIT_MS 5000
#define DRAIN_WAIT_MS    10000

/* What callbacks use outlives them, and so the stack of who made it. */
static struct am_current current;
static struct am_session_setup sessions;

static atomic_bool milter_failed;

static int start_detached(void *(*run)(void *))
{
    pthread_t thread;

    if (am_signals_thread(&thread, run, NULL) < 0)
        return -1;
    pthread_detach(thread);
    return 0;
}

static void *run_milter(void *unused)
{
    (void)unused;
    if (smfi_main() != MI_SUCCESS)
        atomic_store(&milter_failed, true);
    am_signals_tell_end();
    return NULL;
}

/* This returns only when the listener has looked, which it does every 5 s; the
 * other threads of libmilter are told at once. */
static void *stop_milter(void *unused)
{
    (void)unused;
    smfi_stop();
    return NULL;
}

/* Messages that were open when the callbacks ended.  Those of callbacks that
 * are stuck inside may still come through: the spool tells at the next start.
 */
static void count_open(struct am_spool *spool, unsigned stuck)
{
    struct am_spool_counters counters;

    am_spool_count(spool, &counters);
    if (counters.open <= stuck)
        return;
    uint64_t lost = counters.open - stuck;
    am_log_warning("stopped with messages open, not recorded: %llu",
                   (unsigned long long)lost);
    for (; lost > 0; lost--) {
        am_spool_gap(spool, AM_GAP_STOP, 1);
        am_spool_end(spool);
    }
}

/* Wait for sessions, and a little longer for messages, to end: as far as it
 * goes without a second signal. */
static void let_end(const struct am_parts *parts)
{
    struct am_spool_counters counters;
    int64_t begin_ms = am_clock_ms();
    int64_t waited_ms = 0;

    do {
        am_spool_count(parts->spool, &counters);
        if (counters.open == 0 &&
            (am_door_connections() == 0 || waited_ms >= SESSION_WAIT_MS))
            return;
        if (am_signals_hurry(LOOK_MS))
            return;
        waited_ms = am_clock_ms() - begin_ms;
    } while (waited_ms < MESSAGE_WAIT_MS);
}

/* Returns how many callbacks are stuck: then nothing may be freed. */
static unsigned stop(struct am_parts *parts, struct am_recorder *recorder)
{
    am_notify_stopping();
    am_door_shut();
    let_end(parts);
    if (start_detached(stop_milter) < 0)
        stop_milter(NULL);
    unsigned stuck = am_filter_stop(CALLBACK_WAIT_MS);
    if (stuck > 0)
        am_log_warning("stopped with callbacks still busy: %u", stuck);
    count_open(parts->spool, stuck);
    am_recorder_stop(&recorder, DRAIN_WAIT_MS);
    am_log_info("stopped");
    return stuck;
}

/* Listen, and start the threads. */
static int start(struct am_parts *parts, struct am_recorder **recorder,
                 struct am_err *err)
{
    const struct am_recorder_setup recording = {
        .database = parts->settings->database,
        .key = parts->key,
        .spool = parts->spool,
        .terms = am_settings_recorder(parts->settings),
    };

    am_current_begin(&current, parts->basis);
    sessions = (struct am_session_setup){
        .key = parts->key, .current = &current, .spool = parts->spool};
    if (am_filter_start(&sessions, err) < 0)
        return EX_CONFIG;
    int status = am_door_open(parts->settings, err);
    /* From here on the key cannot be changed: was it, since it was read? */
    if (status == 0)
        status = am_start_bind(parts, err);
    if (status != 0)
        return status;
    am_signals_begin();
    if (am_recorder_start(recorder, &recording, &parts->store, err) < 0)
        return EX_OSERR;
    if (start_detached(run_milter) == 0)
        return 0;
    am_recorder_stop(recorder, 0);
    am_err_set(err, AM_ENOMEM, "no thread for libmilter");
    return EX_OSERR;
}

int am_serve(struct am_parts *parts, const char *config, struct am_err *err)
{
    struct am_recorder *recorder = NULL;
    int status = start(parts, &recorder, err);

    if (status != 0)
        return status;
    const struct am_reload reload = {
        .path = config != NULL ? config : AM_CONFIG_PATH,
        .first = parts->basis,
        .current = &current,
        .recorder = recorder,
        .spool = parts->spool,
    };
    am_log_info("attachmeterd " AM_VERSION " started: socket=%s%s, "
                "database=%s, milter rights requested: none",
                parts->settings->socket, am_door_is_given() ? " (given)" : "",
                parts->settings->database);
    am_notify_ready("");
    enum am_told told = AM_TOLD_RELOAD;
    while ((told = am_signals_wait()) == AM_TOLD_RELOAD)
        am_reload(&reload);
    bool failed = told == AM_TOLD_END && atomic_load(&milter_failed);
    if (stop(parts, recorder) > 0)
        _exit(failed ? EX_OSERR : EX_OK);
    am_current_end(&current);
    if (!failed)
        return 0;
    am_err_set(err, AM_EIO, "libmilter ended by itself");
    return EX_OSERR;
}
