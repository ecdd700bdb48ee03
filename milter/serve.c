/*
 * serve - see serve.h.  libmilter runs in a thread of its own, so that the main
 * thread takes the signals.  At the stop libmilter leaves sessions as they are,
 * without a last callback, so what is open then is counted here.
 */
#include "serve.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <libmilter/mfapi.h>

#include "base/socket.h"
#include "door.h"
#include "filter.h"
#include "log.h"
#include "notify.h"
#include "recorder.h"
#include "reload.h"
#include "settings.h"
#include "signals.h"

#define CALLBACK_WAIT_MS 5000
#define DRAIN_WAIT_MS    10000

/* What callbacks use outlives them, and so the stack of who made it. */
static struct am_current current;
static struct am_session_setup sessions;

static atomic_bool milter_failed;

static void *run_milter(void *unused)
{
    (void)unused;
    if (smfi_main() != MI_SUCCESS)
        atomic_store(&milter_failed, true);
    am_signals_tell_end();
    return NULL;
}

/* Lock, clear the way and listen.  Returns 0 or an exit status. */
static int open_door(const struct am_parts *parts, struct am_err *err)
{
    const char *path = am_config_socket_path(parts->settings->socket);
    char lock_path[PATH_MAX];
    struct am_err why;

    am_config_lock_path(parts->settings, lock_path, sizeof(lock_path));
    if (am_door_lock(lock_path, &why) < 0) {
        bool place = why.code == AM_EACCESS || why.code == AM_ENOTFOUND;
        am_err_set(err, why.code, "%s%s", why.text,
                   place ? "; make its directory: install -d -o attachmeter "
                           "-g postfix -m 2750"
                         : "");
        return EX_CANTCREAT;
    }
    /* libmilter would remove a live daemon's socket as well. */
    if (path != NULL && am_socket_clear(path, err) < 0)
        return EX_CANTCREAT;
    umask(007); /* the socket is for the group, the MTA's by its directory */
    if (smfi_opensocket(false) == MI_SUCCESS)
        return 0;
    am_err_set(err, AM_EIO, "cannot listen on %s: is its directory ours?",
               parts->settings->socket);
    return EX_CANTCREAT;
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

/* Returns how many callbacks are stuck: then nothing may be freed. */
static unsigned stop(struct am_parts *parts, struct am_recorder *recorder,
                     pthread_t milter)
{
    am_notify_stopping();
    smfi_stop();
    pthread_join(milter, NULL);
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
                 pthread_t *milter, struct am_err *err)
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
    if (am_filter_start(&sessions, parts->settings->socket, err) < 0)
        return EX_CONFIG;
    int status = open_door(parts, err);
    if (status != 0)
        return status;
    am_signals_begin();
    if (am_recorder_start(recorder, &recording, &parts->store, err) < 0)
        return EX_OSERR;
    if (am_signals_thread(milter, run_milter, NULL) == 0)
        return 0;
    am_recorder_stop(recorder, 0);
    am_err_set(err, AM_ENOMEM, "no thread for libmilter");
    return EX_OSERR;
}

int am_serve(struct am_parts *parts, const char *config, struct am_err *err)
{
    struct am_recorder *recorder = NULL;
    pthread_t milter;
    int status = start(parts, &recorder, &milter, err);

    if (status != 0)
        return status;
    const struct am_reload reload = {
        .path = config != NULL ? config : AM_CONFIG_PATH,
        .first = parts->basis,
        .current = &current,
        .recorder = recorder,
        .spool = parts->spool,
    };
    am_log_info("attachmeterd " AM_VERSION " started: socket=%s, "
                "database=%s, milter rights requested: none",
                parts->settings->socket, parts->settings->database);
    am_notify_ready("");
    enum am_told told = AM_TOLD_RELOAD;
    while ((told = am_signals_wait()) == AM_TOLD_RELOAD)
        am_reload(&reload);
    bool failed = told == AM_TOLD_END && atomic_load(&milter_failed);
    if (stop(parts, recorder, milter) > 0)
        _exit(failed ? EX_OSERR : EX_OK);
    am_current_end(&current);
    if (!failed)
        return 0;
    am_err_set(err, AM_EIO, "libmilter ended by itself");
    return EX_OSERR;
}
