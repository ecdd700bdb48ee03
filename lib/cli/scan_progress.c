/* scan_progress - see scan_progress.h. */
#include "cli/scan_progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/progress.h"
#include "cli/walk.h"
#include "report/words.h"

struct am_scan_progress {
    struct am_progress line;
    char **paths;
    pthread_t counter;
    bool is_counting; /* there is such a thread */
    atomic_bool stopping, is_counted;
    atomic_uint_least64_t total_bytes;
};

/* ---- counting ---- */

static void count_path(struct am_scan_progress *progress, struct am_walk *walk,
                       const char *path)
{
    struct am_found found;
    struct am_err ignored;
    int result = 0;

    if (am_walk_to(walk, path, &ignored) < 0)
        return;
    while (!progress->stopping &&
           (result = am_walk_next(walk, &found, &ignored)) != 0) {
        if (result > 0)
            progress->total_bytes += (uint64_t)found.status.st_size;
    }
}

static void *count(void *context)
{
    struct am_scan_progress *progress = context;
    struct am_walk *walk = NULL;
    struct am_err ignored;

    if (am_walk_create(&walk, &ignored) < 0)
        return NULL;
    for (char **path = progress->paths; *path != NULL; path++)
        count_path(progress, walk, *path);
    am_walk_destroy(&walk);
    progress->is_counted = true;
    return NULL;
}

/* ---- telling ---- */

struct am_scan_progress *am_scan_progress_start(char **paths, bool is_wanted)
{
    struct am_scan_progress *new = NULL;
    struct am_progress line;

    am_progress_begin(&line, "scan", 0, is_wanted);
    if (!line.is_on)
        return NULL;
    new = calloc(1, sizeof(*new));
    if (new == NULL)
        return NULL;
    new->line = line;
    new->paths = paths;
    new->is_counting = pthread_create(&new->counter, NULL, count, new) == 0;
    return new;
}

void am_scan_progress_tell(struct am_scan_progress *progress, uint64_t files,
                           uint64_t bytes, uint64_t bytes_read)
{
    char text[160];
    char count_text[AM_COUNT_SIZE];
    char size[AM_SIZE_TEXT_SIZE];
    char speed[AM_SIZE_TEXT_SIZE];
    char left[AM_PROGRESS_LEFT_SIZE];

    if (progress == NULL || !am_progress_is_due(&progress->line))
        return;
    double elapsed_s = am_progress_elapsed_s(&progress->line);
    double rate = (double)bytes_read / elapsed_s;
    double done = (double)(bytes > bytes_read ? bytes : bytes_read);
    double total = progress->is_counted ? (double)progress->total_bytes : 0;
    snprintf(text, sizeof(text), _("%s files, %s, %s/s, %s"),
             am_count_text((long long)files, count_text),
             am_format_size(bytes, AM_UNITS_SI, size),
             am_format_size((uint64_t)rate, AM_UNITS_SI, speed),
             am_progress_left(elapsed_s, done, total, left));
    am_progress_show(&progress->line, text);
}

void am_scan_progress_stop(struct am_scan_progress **progress)
{
    struct am_scan_progress *old = *progress;

    *progress = NULL;
    if (old == NULL)
        return;
    am_progress_end(&old->line);
    old->stopping = true;
    if (old->is_counting)
        pthread_join(old->counter, NULL);
    free(old);
}
