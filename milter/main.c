/*
 * main - attachmeterd: options, start, stop.
 *
 * Stays in the foreground and never runs as root.  Signals are libmilter's:
 * SIGTERM, SIGINT and SIGHUP stop it.  At the stop libmilter leaves sessions
 * as they are, without a last callback, so what is open then is counted here.
 */
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <libmilter/mfapi.h>

#include "base/language.h"
#include "base/socket.h"
#include "door.h"
#include "filter.h"
#include "log.h"
#include "recorder.h"
#include "settings.h"
#include "start.h"

#define CALLBACK_WAIT_MS 5000
#define DRAIN_WAIT_MS    10000

struct options {
    const char *config; /* NULL: the usual place */
    bool check;
    bool to_stderr;
};

/* What is printed for who typed a command; the log stays English. */
static void print_told(const char *text)
{
    struct am_err err;

    if (am_language_use(NULL, &err) == 0)
        text = _(text);
    fputs(text, stdout);
}

static const char help[] =
    N_("usage: attachmeterd [options]\n\n"
       "A milter that records what the attachments of passing mail weigh.\n"
       "It asks for no right over the mail and stays in the foreground.\n\n"
       "options:\n"
       "  -c, --config FILE  settings (/etc/attachmeter/attachmeter.conf)\n"
       "      --check        read the settings, look at key and database, end\n"
       "  -f, --foreground   log to standard error as well as to syslog\n"
       "  -h, --help         print this help\n"
       "      --version      print the version\n\n"
       "exit: 0 stopped, 64 wrong usage, 71 system, 73 cannot create,\n"
       "      74 input or output, 75 try again, 78 configuration\n");

/* -1: go on; else the status to end with. */
static int read_options(int argc, char **argv, struct options *options)
{
    static const struct option longs[] = {
        {"config", required_argument, NULL, 'c'},
        {"check", no_argument, NULL, 'k'},
        {"foreground", no_argument, NULL, 'f'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    int letter = 0;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread yet */
    while ((letter = getopt_long(argc, argv, "c:fh", longs, NULL)) != -1) {
        switch (letter) {
        case 'c':
            options->config = optarg;
            break;
        case 'k':
            options->check = true;
            break;
        case 'f':
            options->to_stderr = true;
            break;
        case 'h':
            print_told(help);
            return EX_OK;
        case 'v':
            puts("attachmeterd " AM_VERSION);
            return EX_OK;
        default:
            return EX_USAGE;
        }
    }
    if (optind == argc)
        return -1;
    fprintf(stderr, "attachmeterd: %s: unknown argument\n", argv[optind]);
    return EX_USAGE;
}

/* As many connections as we are allowed, and no core with mail in it. */
static void set_limits(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    limit.rlim_cur = 0;
    limit.rlim_max = 0;
    setrlimit(RLIMIT_CORE, &limit);
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
static unsigned stop(struct am_parts *parts, struct am_recorder *recorder)
{
    unsigned stuck = am_filter_stop(CALLBACK_WAIT_MS);

    if (stuck > 0)
        am_log_warning("stopped with callbacks still busy: %u", stuck);
    count_open(parts->spool, stuck);
    am_recorder_stop(&recorder, DRAIN_WAIT_MS);
    am_log_info("stopped");
    return stuck;
}

static int serve(struct am_parts *parts, struct am_err *err)
{
    const struct am_recorder_setup recording = {
        .database = parts->settings->database,
        .key = parts->key,
        .spool = parts->spool,
        .ingest = am_settings_ingest(parts->settings),
        .keeper = am_settings_keeper(parts->settings),
        .sync_s = parts->settings->spool_sync_s,
    };
    static struct am_session_setup sessions; /* outlives every callback */
    struct am_recorder *recorder = NULL;

    sessions = (struct am_session_setup){
        .key = parts->key,
        .rules = parts->rules,
        .limits = &parts->limits,
        .spool = parts->spool,
        .log_messages = parts->settings->log_messages,
    };
    if (am_filter_start(&sessions, parts->settings->socket, err) < 0)
        return EX_CONFIG;
    int status = open_door(parts, err);
    if (status != 0)
        return status;
    if (am_recorder_start(&recorder, &recording, &parts->store, err) < 0)
        return EX_OSERR;
    am_log_info("attachmeterd " AM_VERSION " started: socket=%s, "
                "database=%s, milter rights requested: none",
                parts->settings->socket, parts->settings->database);
    if (smfi_main() != MI_SUCCESS)
        status = EX_OSERR;
    if (stop(parts, recorder) > 0)
        _exit(status);
    if (status != 0)
        am_err_set(err, AM_EIO, "libmilter ended by itself");
    return status;
}

static int run(const struct options *options, struct am_parts *parts,
               struct am_err *err)
{
    if (geteuid() == 0 && !options->check) {
        am_err_set(err, AM_EINVAL,
                   "will not run as root: start it as its own user, such as "
                   "setpriv --reuid=attachmeter --regid=attachmeter "
                   "--clear-groups attachmeterd");
        return EX_USAGE;
    }
    int status = am_start_settings(parts, options->config, err);
    if (status != 0)
        return status;
    if (options->check)
        return am_start_check(parts, err);
    am_log_open(parts->settings->syslog_facility,
                options->to_stderr || isatty(STDERR_FILENO));
    set_limits();
    signal(SIGPIPE, SIG_IGN);
    status = am_start_open(parts, err);
    return status == 0 ? serve(parts, err) : status;
}

int main(int argc, char **argv)
{
    static struct am_parts parts; /* outlives every callback */
    struct options options = {0};
    struct am_err err = {AM_OK, ""};
    int status = read_options(argc, argv, &options);

    if (status >= 0)
        return status;
    status = run(&options, &parts, &err);
    if (status != 0) {
        am_log_failure(err.text);
    } else if (options.check) {
        print_told(N_("attachmeterd: the settings are good\n"));
    }
    am_start_close(&parts);
    return status;
}
