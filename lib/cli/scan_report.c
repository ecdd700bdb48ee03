/*
 * scan_report - see scan_report.h.
 */
#include "cli/scan_report.h"

#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/scan_mail.h"
#include "report/words.h"
#include "store/ingest.h"

#define BATCH 200 /* messages in one transaction */

/* A database that the messages go to. */
struct target {
    struct am_store *store;
    struct am_ingest *ingest;
};

struct scan {
    struct am_key *key;
    struct am_scan_mail *mail;
    struct target targets[2]; /* in memory; the site's own */
    size_t target_count;
    unsigned waiting; /* messages in the open transaction */
    uint64_t messages;
    bool is_quiet; /* stderr is no terminal: no progress */
    struct timespec began, told;
};

/* ---- progress ---- */

static double seconds_since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

static void tell_progress(struct scan *scan, bool is_last)
{
    char count[AM_COUNT_SIZE];

    if (scan->is_quiet || (!is_last && seconds_since(&scan->told) < 0.2))
        return;
    clock_gettime(CLOCK_MONOTONIC, &scan->told);
    fprintf(stderr, "\rscan: %s messages, %.0f a second%s",
            am_count_text((long long)scan->messages, count),
            (double)scan->messages / (seconds_since(&scan->began) + 1e-9),
            is_last ? "\n" : "");
}

/* ---- the databases ---- */

static int open_target(struct scan *scan, const char *path,
                       const struct am_settings *settings, struct am_err *err)
{
    struct target *target = &scan->targets[scan->target_count++];
    unsigned char id[AM_KEY_ID_SIZE];
    const struct am_ingest_options options = {
        .detail_days = (unsigned)settings->detail_days,
        .delivery_limit = (unsigned)settings->delivery_limit,
        .partitions = (unsigned)settings->store_partitions,
    };

    if (am_key_id(scan->key, id, err) < 0 ||
        am_store_open(&target->store, path, err) < 0 ||
        am_store_use_key(target->store, id, err) < 0)
        return -1;
    return am_ingest_create(&target->ingest, target->store, &options, err);
}

static int commit(struct scan *scan, struct am_err *err)
{
    if (scan->waiting == 0)
        return 0;
    scan->waiting = 0;
    for (size_t i = 0; i < scan->target_count; i++) {
        if (am_ingest_commit(scan->targets[i].ingest, err) < 0)
            return -1;
    }
    return 0;
}

static int take(struct scan *scan, const struct am_record *record,
                struct am_err *err)
{
    for (size_t i = 0; i < scan->target_count; i++) {
        struct am_ingest *ingest = scan->targets[i].ingest;
        if (scan->waiting == 0 && am_ingest_begin(ingest, err) < 0)
            return -1;
        if (am_ingest_take(ingest, record, err) < 0)
            return -1;
    }
    scan->messages++;
    return ++scan->waiting == BATCH ? commit(scan, err) : 0;
}

/* ---- scanning ---- */

/* Returns 0, -1 if a message could not be read, or -2 if nothing more can be
 * recorded; each was told. */
static int scan_path(struct scan *scan, const char *path)
{
    struct am_source *source = NULL;
    const struct am_record *record = NULL;
    struct am_err err;
    int result = 0;
    int found = 0;

    if (am_source_open(&source, path, &err) < 0) {
        am_complain("%s", err.text);
        return -1;
    }
    while (result != -2 && (found = am_source_next(source, &err)) != 0) {
        if (found < 0 ||
            am_scan_mail_read(scan->mail, source, &record, &err) < 0) {
            am_complain("%s", err.text);
            result = -1;
        } else if (take(scan, record, &err) < 0) {
            am_complain("%s", err.text);
            result = -2;
        }
        tell_progress(scan, false);
    }
    am_source_close(&source);
    return result;
}

/* All paths, and the last transaction. */
static int scan_paths(struct scan *scan, char **paths)
{
    struct am_err err;
    int result = 0;

    for (; *paths != NULL && result != -2; paths++) {
        int one = scan_path(scan, *paths);
        result = one < result ? one : result;
    }
    tell_progress(scan, true);
    if (result != -2 && commit(scan, &err) < 0) {
        am_complain("%s", err.text);
        result = -2;
    }
    return result;
}

static int begin(struct scan *scan, const struct am_settings *settings,
                 bool record, int64_t now_s, struct am_err *err)
{
    const struct am_limits limits = {
        .depth = (unsigned)settings->limit_depth,
        .parts = (unsigned)settings->limit_parts,
        .header_bytes = (unsigned)settings->limit_header_bytes,
        .boundary_bytes = (unsigned)settings->limit_boundary_bytes,
    };

    scan->is_quiet = isatty(STDERR_FILENO) == 0;
    clock_gettime(CLOCK_MONOTONIC, &scan->began);
    int failed = record ? am_key_open(&scan->key, settings->key_file, err)
                        : am_key_random(&scan->key, err);
    if (failed || open_target(scan, ":memory:", settings, err) < 0)
        return -1;
    if (record && open_target(scan, settings->database, settings, err) < 0)
        return -1;
    return am_scan_mail_create(&scan->mail, scan->key, &limits, now_s, err);
}

static void end(struct scan *scan)
{
    am_scan_mail_destroy(&scan->mail);
    for (size_t i = 0; i < scan->target_count; i++) {
        am_ingest_destroy(&scan->targets[i].ingest);
        am_store_close(&scan->targets[i].store);
    }
    am_key_close(&scan->key);
}

static int show(struct scan *scan, char **paths,
                const struct am_scan_report *wanted, int64_t day)
{
    int result = scan_paths(scan, paths);

    if (result == -2)
        return AM_EXIT_FAILED;
    const struct am_viewing_input input = {
        .store = scan->targets[0].store,
        .period = {.from_day = day, .until_day = day + 1},
        .settings = wanted->settings,
        .source = "scan",
    };
    int status =
        am_viewing_show(wanted->viewing, &input, wanted->view, wanted->context);
    return result < 0 ? AM_EXIT_FAILED : status;
}

int am_scan_report_run(char **paths, const struct am_scan_report *wanted)
{
    struct scan scan = {0};
    struct am_err err;
    int status = AM_EXIT_FAILED;
    int64_t now_s = time(NULL);

    if (begin(&scan, wanted->settings, wanted->record, now_s, &err) < 0) {
        am_complain("%s", err.text);
    } else {
        status = show(&scan, paths, wanted, am_day_of(now_s));
    }
    end(&scan);
    return status;
}
