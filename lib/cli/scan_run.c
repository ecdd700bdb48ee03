/* scan_run - see scan_run.h. */
#define _XOPEN_SOURCE 700 /* NOLINT: realpath() */

#include "cli/scan_run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/options.h"
#include "cli/scan_progress.h"

struct run {
    const struct am_scan_sink *sink;
    struct am_scan_counts *counts;
    struct am_walk *walk;
    struct am_jobs *jobs;
    struct am_scan_progress *progress;
    uint64_t files_done, bytes_done;
    bool is_over; /* the sink failed */
};

unsigned am_scan_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (cores < 1)
        return 1;
    return cores > AM_JOBS_MOST ? AM_JOBS_MOST : (unsigned)cores;
}

struct am_limits am_scan_limits(const struct am_settings *settings)
{
    return (struct am_limits){
        .depth = (unsigned)settings->limit_depth,
        .parts = (unsigned)settings->limit_parts,
        .header_bytes = (unsigned)settings->limit_header_bytes,
        .boundary_bytes = (unsigned)settings->limit_boundary_bytes,
    };
}

void am_scan_tell(const struct am_scan_counts *counts)
{
    for (unsigned i = AM_MAILFILE_COMPRESSED; i < AM_MAILFILE_COUNT; i++) {
        if (counts->kinds[i] == 0)
            continue;
        am_complain("not measured: files of kind %s: %llu",
                    _(am_mailfile_name(i)),
                    (unsigned long long)counts->kinds[i]);
    }
    if (counts->changed + counts->vanished > 0) {
        am_complain("while they were read %llu files changed, and %llu names "
                    "vanished",
                    (unsigned long long)counts->changed,
                    (unsigned long long)counts->vanished);
    }
}

static void fail(struct run *run, const struct am_err *err)
{
    am_complain("%s", err->text);
    run->is_over = true;
}

static void note_done(struct run *run, uint64_t bytes)
{
    run->files_done++;
    run->bytes_done += bytes;
    am_scan_progress_tell(run->progress, run->files_done, run->bytes_done,
                          am_jobs_bytes(run->jobs));
}

static void note_end(struct run *run, const struct am_jobs_item *item)
{
    struct am_scan_counts *counts = run->counts;

    counts->kinds[item->kind] +=
        item->outcome == AM_JOBS_READ || item->outcome == AM_JOBS_CHANGED;
    counts->unread += item->outcome == AM_JOBS_UNREAD;
    counts->changed += item->outcome == AM_JOBS_CHANGED;
    counts->vanished += item->outcome == AM_JOBS_VANISHED;
    note_done(run, item->size_bytes);
}

/* Hand on what is measured next.  0: nothing, as am_jobs_take() says, or the
 * scan is over. */
static int take(struct run *run, bool wait)
{
    struct am_jobs_item item;
    struct am_err err;
    int got = run->is_over ? 0 : am_jobs_take(run->jobs, wait, &item, &err);

    if (got == 0)
        return 0;
    if (got < 0) {
        fail(run, &err);
        return 0;
    }
    if (item.what == AM_JOBS_ERROR) {
        am_complain("%s", item.error.text);
        return 1;
    }
    if (run->sink->on_item(run->sink->context, &item, &err) < 0)
        fail(run, &err);
    if (item.what == AM_JOBS_END)
        note_end(run, &item);
    return 1;
}

static void put(struct run *run, const struct am_found *found)
{
    struct am_jobs_file file = {.path = found->path,
                                .is_chosen = found->is_chosen,
                                .size_bytes = (uint64_t)found->status.st_size};
    struct am_err err;

    run->counts->files++;
    run->counts->bytes += file.size_bytes;
    int wanted = run->sink->on_file(run->sink->context, found, &file.tag, &err);
    while (am_jobs_is_full(run->jobs) && take(run, true) > 0)
        continue;
    if (run->is_over)
        return;
    if (wanted < 0 || (wanted > 0 && am_jobs_put(run->jobs, &file, &err) < 0)) {
        fail(run, &err);
    } else if (wanted == 0) {
        note_done(run, file.size_bytes);
    }
}

static void walk_path(struct run *run, const char *path)
{
    struct am_found found;
    struct am_err err;
    int result = am_walk_to(run->walk, path, &err);

    if (result < 0) {
        am_complain("%s", err.text);
        run->counts->unread++;
        return;
    }
    while (!run->is_over &&
           (result = am_walk_next(run->walk, &found, &err)) != 0) {
        if (result > 0) {
            put(run, &found);
        } else {
            am_complain("%s", err.text);
            run->counts->unread++;
        }
        while (take(run, false) > 0)
            continue;
    }
}

/* ---- paths below others ---- */

/* Is the path `inner`, or does it lie below, the path `outer`? */
static bool is_below(const char *inner, const char *outer)
{
    size_t size = strlen(outer);

    return strncmp(inner, outer, size) == 0 &&
           (inner[size] == '\0' || inner[size] == '/' ||
            (size > 0 && outer[size - 1] == '/'));
}

/* Leave out of the paths those that another one covers; of two equal ones the
 * second.  What cannot be resolved stays, to be complained of. */
static void leave_out(char **paths, char **real, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        bool is_covered = false;
        for (size_t k = 0; k < count && real[i] != NULL; k++) {
            if (k == i || real[k] == NULL || !is_below(real[i], real[k]))
                continue;
            is_covered |= k < i || strcmp(real[i], real[k]) != 0;
        }
        if (!is_covered)
            paths[kept++] = paths[i];
    }
    paths[kept] = NULL;
}

/* The paths to be walked, to be given to free(); NULL: no memory. */
static char **choose_paths(char **paths)
{
    size_t count = 0;

    while (paths[count] != NULL)
        count++;
    char **chosen = calloc(count + 1, sizeof(*chosen));
    char **real = calloc(count + 1, sizeof(*real));
    if (chosen == NULL || real == NULL) {
        free(chosen);
        free(real);
        return NULL;
    }
    memcpy(chosen, paths, count * sizeof(*chosen));
    for (size_t i = 0; i < count; i++)
        real[i] = strcmp(paths[i], "-") == 0 ? NULL : realpath(paths[i], NULL);
    leave_out(chosen, real, count);
    for (size_t i = 0; i < count; i++)
        free(real[i]);
    free(real);
    return chosen;
}

static void walk_all(struct run *run, char **paths, bool has_progress)
{
    char **chosen = choose_paths(paths);

    if (chosen == NULL) {
        am_complain("no memory for paths");
        run->is_over = true;
        return;
    }
    run->progress = am_scan_progress_start(chosen, has_progress);
    for (char **path = chosen; *path != NULL && !run->is_over; path++)
        walk_path(run, *path);
    while (take(run, true) > 0)
        continue;
    am_scan_progress_stop(&run->progress);
    free(chosen);
}

enum am_scan_result am_scan_run(char **paths, const struct am_jobs_setup *setup,
                                const struct am_scan_sink *sink,
                                bool has_progress,
                                struct am_scan_counts *counts)
{
    struct run run = {.sink = sink, .counts = counts};
    struct am_err err;

    *counts = (struct am_scan_counts){0};
    if (am_walk_create(&run.walk, &err) < 0 ||
        am_jobs_start(&run.jobs, setup, &err) < 0) {
        fail(&run, &err);
    } else {
        walk_all(&run, paths, has_progress);
        const struct am_walk_passed passed = am_walk_passed(run.walk);
        counts->special = passed.special;
        counts->vanished += passed.vanished;
    }
    am_jobs_stop(&run.jobs);
    am_walk_destroy(&run.walk);
    if (run.is_over)
        return AM_SCAN_FAILED;
    return counts->unread > 0 ? AM_SCAN_PARTLY : AM_SCAN_DONE;
}
