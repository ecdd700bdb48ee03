/*
 * scan_held - see scan_held.h.  There is a commit a second, or after so many
 * files: what a scan that is killed loses of its work.
 */
#include "cli/scan_held.h"

#include <stdlib.h>
#include <time.h>

#include "cli/command.h"
#include "cli/opening.h"
#include "cli/scan_run.h"
#include "report/held.h"
#include "report/held_json.h"
#include "report/held_table.h"

#define BLOCK_BYTES  512 /* of st_blocks (stat(2)) */
#define COMMIT_FILES 1000
#define MADE_BY_SIZE 128

struct scan {
    const struct am_scan_held *wanted;
    char **paths;
    struct am_limits limits;
    struct am_key *key;
    struct am_held *held;
    struct am_store *relay; /* NULL: none */
    int64_t now_s, committed_s;
    unsigned uncommitted; /* files since then */
    struct am_scan_counts counts;
    struct am_held_report *report;
};

/* ---- what is found ---- */

static int64_t uptime_s(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

static int commit(struct scan *scan, struct am_err *err)
{
    int64_t now_s = uptime_s();

    if (now_s == scan->committed_s && scan->uncommitted < COMMIT_FILES)
        return 0;
    scan->committed_s = now_s;
    scan->uncommitted = 0;
    return am_held_commit(scan->held, err);
}

static int on_file(void *context, const struct am_found *found, uint64_t *tag,
                   struct am_err *err)
{
    struct scan *scan = context;
    const struct stat *status = &found->status;
    const struct am_held_file file = {
        .device = (uint64_t)status->st_dev,
        .inode = (uint64_t)status->st_ino,
        .size_bytes = (int64_t)status->st_size,
        .modified_ns = (int64_t)status->st_mtim.tv_sec * 1000000000 +
                       status->st_mtim.tv_nsec,
        .disk_bytes = (int64_t)status->st_blocks * BLOCK_BYTES,
        .is_regular = S_ISREG(status->st_mode),
        .mailbox = found->mailbox,
        .in_user = found->in_user,
    };
    int64_t id = 0;
    bool wanted = false;

    if (am_held_name(scan->held, &file, &id, &wanted, err) < 0 ||
        commit(scan, err) < 0)
        return -1;
    *tag = (uint64_t)id;
    return wanted ? 1 : 0;
}

static int on_item(void *context, const struct am_jobs_item *item,
                   struct am_err *err)
{
    struct scan *scan = context;
    int64_t id = (int64_t)item->tag;

    if (item->what == AM_JOBS_RECORD) {
        if (am_held_record(scan->held, id, item->record, err) < 0)
            return -1;
    } else if (item->outcome == AM_JOBS_READ ||
               item->outcome == AM_JOBS_CHANGED) {
        if (am_held_end(scan->held, id, item->kind, err) < 0)
            return -1;
        scan->uncommitted++;
    }
    return commit(scan, err);
}

/* ---- what is shown ---- */

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct scan *scan = context;
    const struct am_scan_counts *counts = &scan->counts;
    const struct am_held_request request = {
        .classes = viewing->classes,
        .now_s = scan->now_s,
        .paths = (const char *const *)scan->paths,
        .met = {(int64_t)counts->unread, (int64_t)counts->changed,
                (int64_t)counts->vanished, (int64_t)counts->special},
        .relay = scan->relay,
        .relay_name = scan->wanted->against,
        .delivery_limit = (int64_t)input->settings->delivery_limit,
    };

    scan->report = calloc(1, sizeof(*scan->report));
    if (scan->report == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a report");
    if (am_held_report_make(scan->report, scan->held, &request, err) < 0)
        return -1;
    return am_held_report_is_empty(scan->report) ? AM_VIEWING_NO_DATA : 0;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct scan *scan = context;

    return am_held_table_print(scan->report, &viewing->look, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct scan *scan = context;

    (void)viewing;
    return am_held_json_print(scan->report, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct scan *scan = context;

    return am_held_csv_print(scan->report, viewing->csv_style, out, err);
}

static const struct am_view view = {
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
};

/* ---- opening ---- */

/* A relay's database must be of this key and hold something. */
static int open_relay(struct scan *scan, const unsigned char *key_id,
                      struct am_err *err)
{
    const char *path = scan->wanted->against;
    bool is_empty = false;

    if (am_store_open_readonly(&scan->relay, path, err) < 0 ||
        am_store_is_empty(scan->relay, &is_empty, err) < 0)
        return -1;
    if (is_empty) {
        return am_fail(err, AM_EINVAL,
                       "%s: holds no content to hold the store against", path);
    }
    return am_store_use_key(scan->relay, key_id, err);
}

/* What outlives this process has to be under a key that does. */
static int open_key(struct scan *scan, struct am_err *err)
{
    const struct am_scan_held *wanted = scan->wanted;
    const char *path = wanted->settings->key_file;

    if (wanted->state == NULL && wanted->against == NULL)
        return am_key_random(&scan->key, err);
    if (am_key_open(&scan->key, path, err) == 0)
        return 0;
    if (err->code != AM_ENOTFOUND)
        return -1;
    return am_fail(err, AM_ENOTFOUND,
                   "%s: no key: copy the relay's there, or make one: (umask "
                   "377; openssl rand -hex 32 >%s)",
                   path, path);
}

static int begin(struct scan *scan, struct am_err *err)
{
    const struct am_limits *limits = &scan->limits;
    char made_by[MADE_BY_SIZE];
    struct am_held_setup setup = {.path = scan->wanted->state,
                                  .made_by = made_by};

    snprintf(made_by, sizeof(made_by), "attachmeter %s, limits %u %u %u %u",
             AM_VERSION, limits->depth, limits->parts, limits->header_bytes,
             limits->boundary_bytes);
    if (open_key(scan, err) < 0 || am_key_id(scan->key, setup.key_id, err) < 0)
        return -1;
    if (scan->wanted->against != NULL &&
        open_relay(scan, setup.key_id, err) < 0)
        return -1;
    return am_held_open(&scan->held, &setup, err);
}

static void end(struct scan *scan)
{
    free(scan->report);
    am_held_close(&scan->held);
    am_store_close(&scan->relay);
    am_key_close(&scan->key);
}

static int show(struct scan *scan)
{
    const struct am_scan_held *wanted = scan->wanted;
    const struct am_jobs_setup setup = {.threads = wanted->jobs,
                                        .key = scan->key,
                                        .limits = &scan->limits,
                                        .time_s = scan->now_s};
    const struct am_scan_sink sink = {scan, on_file, on_item};
    int64_t day = am_day_of(scan->now_s);
    const struct am_viewing_input input = {
        .period = {.from_day = day, .until_day = day + 1},
        .settings = wanted->settings,
        .source = "scan",
    };
    struct am_err err;
    enum am_scan_result result =
        am_scan_run(scan->paths, &setup, &sink,
                    !wanted->viewing->has_no_progress, &scan->counts);

    if (result == AM_SCAN_FAILED)
        return AM_EXIT_FAILED;
    if (am_held_finish(scan->held, &err) < 0)
        return am_failure(&err);
    int status = am_viewing_show(wanted->viewing, &input, &view, scan);
    return result == AM_SCAN_PARTLY ? AM_EXIT_FAILED : status;
}

int am_scan_held_run(char **paths, const struct am_scan_held *wanted)
{
    struct scan scan = {.wanted = wanted,
                        .paths = paths,
                        .limits = am_scan_limits(wanted->settings),
                        .now_s = time(NULL)};
    struct am_err err;
    int status = AM_EXIT_FAILED;

    if (begin(&scan, &err) < 0) {
        am_complain("%s", err.text);
    } else {
        status = show(&scan);
    }
    end(&scan);
    return status;
}
