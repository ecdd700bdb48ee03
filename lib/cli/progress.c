/* progress - see progress.h. */
#include "cli/progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/walk.h"
#include "report/words.h"

#define INTERVAL_S 0.2

struct am_progress {
    char **paths;
    struct timespec began, told;
    uint64_t files, bytes, bytes_read;
    pthread_t counter;
    bool is_counting; /* there is such a thread */
    atomic_bool stopping, is_counted;
    atomic_uint_least64_t total_bytes;
};

/* ---- counting ---- */

static void count_path(struct am_progress *progress, struct am_walk *walk,
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
    struct am_progress *progress = context;
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

static double seconds_since(const struct timespec *then)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

struct am_progress *am_progress_start(char **paths)
{
    struct am_progress *new = NULL;

    if (isatty(STDERR_FILENO) == 0)
        return NULL;
    new = calloc(1, sizeof(*new));
    if (new == NULL)
        return NULL;
    new->paths = paths;
    clock_gettime(CLOCK_MONOTONIC, &new->began);
    new->is_counting = pthread_create(&new->counter, NULL, count, new) == 0;
    return new;
}

/* "1:02:03", or "?" while it is not known. */
static void tell_remaining(const struct am_progress *progress, double elapsed_s)
{
    double total = (double)progress->total_bytes;
    double done =
        (double)(progress->bytes > progress->bytes_read ? progress->bytes
                                                        : progress->bytes_read);

    if (!progress->is_counted || done <= 0) {
        fputs(_(", ? left"), stderr);
        return;
    }
    double left_s = done >= total ? 0 : (total - done) / done * elapsed_s;
    long long s = left_s > 1e9 ? 1000000000 : (long long)left_s;
    fprintf(stderr, _(", %lld:%02lld:%02lld left"), s / 3600, s / 60 % 60,
            s % 60);
}

static void print(const struct am_progress *progress, bool is_last)
{
    double elapsed_s = seconds_since(&progress->began) + 1e-9;
    double rate = (double)progress->bytes_read / elapsed_s;
    char files[AM_COUNT_SIZE];
    char bytes[AM_SIZE_TEXT_SIZE];
    char speed[AM_SIZE_TEXT_SIZE];

    fputc('\r', stderr);
    fprintf(stderr, _("scan: %s files, %s, %s/s"),
            am_count_text((long long)progress->files, files),
            am_format_size(progress->bytes, AM_UNITS_SI, bytes),
            am_format_size((uint64_t)rate, AM_UNITS_SI, speed));
    if (is_last) {
        fputs("\033[K\n", stderr);
        return;
    }
    tell_remaining(progress, elapsed_s);
    fputs("\033[K", stderr);
}

void am_progress_tell(struct am_progress *progress, uint64_t files,
                      uint64_t bytes, uint64_t bytes_read)
{
    if (progress == NULL)
        return;
    progress->files = files;
    progress->bytes = bytes;
    progress->bytes_read = bytes_read;
    if (seconds_since(&progress->told) < INTERVAL_S)
        return;
    clock_gettime(CLOCK_MONOTONIC, &progress->told);
    print(progress, false);
}

void am_progress_stop(struct am_progress **progress)
{
    struct am_progress *old = *progress;

    *progress = NULL;
    if (old == NULL)
        return;
    print(old, true);
    old->stopping = true;
    if (old->is_counting)
        pthread_join(old->counter, NULL);
    free(old);
}
