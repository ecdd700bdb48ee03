/*
 * scan_report - see scan_report.h.
 */
#include "cli/scan_report.h"

#include <time.h>

#include "cli/command.h"
#include "cli/scan_run.h"
#include "store/ingest.h"

#define BATCH 200 /* messages in one transaction */

/* A database that the messages go to. */
struct target {
    struct am_store *store;
    struct am_ingest *ingest;
};

struct scan {
    struct am_key *key;
    struct target targets[2]; /* in memory; the site's own */
    size_t target_count;
    unsigned waiting; /* messages in the open transaction */
};

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
    return ++scan->waiting == BATCH ? commit(scan, err) : 0;
}

/* ---- scanning ---- */

/* Every file is wanted. */
static int on_file(void *context, const struct am_found *found, uint64_t *tag,
                   struct am_err *err)
{
    (void)context;
    (void)found;
    (void)err;
    *tag = 0;
    return 1;
}

static int on_item(void *context, const struct am_jobs_item *item,
                   struct am_err *err)
{
    return item->what == AM_JOBS_RECORD ? take(context, item->record, err) : 0;
}

static int begin(struct scan *scan, const struct am_scan_report *wanted,
                 struct am_err *err)
{
    const struct am_settings *settings = wanted->settings;
    int failed = wanted->record
                     ? am_key_open(&scan->key, settings->key_file, err)
                     : am_key_random(&scan->key, err);

    if (failed || open_target(scan, ":memory:", settings, err) < 0)
        return -1;
    return wanted->record ? open_target(scan, settings->database, settings, err)
                          : 0;
}

static void end(struct scan *scan)
{
    for (size_t i = 0; i < scan->target_count; i++) {
        am_ingest_destroy(&scan->targets[i].ingest);
        am_store_close(&scan->targets[i].store);
    }
    am_key_close(&scan->key);
}

/* All paths, and the last transaction. */
static enum am_scan_result scan_paths(struct scan *scan, char **paths,
                                      const struct am_scan_report *wanted,
                                      int64_t now_s)
{
    const struct am_limits limits = am_scan_limits(wanted->settings);
    const struct am_jobs_setup setup = {.threads = wanted->jobs,
                                        .key = scan->key,
                                        .limits = &limits,
                                        .time_s = now_s};
    const struct am_scan_sink sink = {scan, on_file, on_item};
    struct am_scan_counts counts;
    struct am_err err;
    enum am_scan_result result = am_scan_run(
        paths, &setup, &sink, !wanted->viewing->has_no_progress, &counts);

    if (result == AM_SCAN_FAILED)
        return result;
    if (!wanted->viewing->is_quiet)
        am_scan_tell(&counts);
    if (commit(scan, &err) == 0)
        return result;
    am_complain("%s", err.text);
    return AM_SCAN_FAILED;
}

static int show(struct scan *scan, char **paths,
                const struct am_scan_report *wanted)
{
    int64_t now_s = time(NULL);
    int64_t day = am_day_of(now_s);
    enum am_scan_result result = scan_paths(scan, paths, wanted, now_s);

    if (result == AM_SCAN_FAILED)
        return AM_EXIT_FAILED;
    const struct am_viewing_input input = {
        .store = scan->targets[0].store,
        .period = {.from_day = day, .until_day = day + 1},
        .settings = wanted->settings,
        .source = "scan",
    };
    int status =
        am_viewing_show(wanted->viewing, &input, wanted->view, wanted->context);
    return result == AM_SCAN_PARTLY ? AM_EXIT_FAILED : status;
}

int am_scan_report_run(char **paths, const struct am_scan_report *wanted)
{
    struct scan scan = {0};
    struct am_err err;
    int status = AM_EXIT_FAILED;

    if (begin(&scan, wanted, &err) < 0) {
        am_complain("%s", err.text);
    } else {
        status = show(&scan, paths, wanted);
    }
    end(&scan);
    return status;
}
