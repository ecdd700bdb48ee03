/* status - see status.h: what is looked at. */
#include "cli/status.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/units.h"
#include "mta/client.h"
#include "store/waiting.h"

#define CONNECT_MS 2000

/* ---- the process ---- */

/* Who holds the lock; 0: nobody, or we may not ask. */
static pid_t holder_of(const char *path)
{
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return 0;
    int result = fcntl(fd, F_GETLK, &lock);
    close(fd);
    return result == 0 && lock.l_type != F_UNLCK ? lock.l_pid : 0;
}

/* "VmRSS:     7340 kB" */
static void take_line(struct am_status_process *process, const char *line)
{
    if (strncmp(line, "VmRSS:", 6) == 0)
        process->resident_bytes = strtoll(line + 6, NULL, 10) * 1024;
    if (strncmp(line, "Threads:", 8) == 0)
        process->threads = strtoll(line + 8, NULL, 10);
}

static void look_at_process(struct am_status *status)
{
    char path[AM_STATUS_PATH_SIZE];
    char line[256];

    am_config_lock_path(status->settings, path, sizeof(path));
    pid_t pid = holder_of(path);
    if (pid <= 0)
        return;
    snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return;
    status->process.pid = pid;
    while (fgets(line, sizeof(line), file) != NULL)
        take_line(&status->process, line);
    fclose(file);
}

/* ---- spool ---- */

static uint64_t file_bytes(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? (uint64_t)about.st_size : 0;
}

/* All that is in the directory, what is kept for repeats too. */
static void count_files(struct am_status *status)
{
    char path[AM_STATUS_PATH_SIZE + 256];
    const struct dirent *entry = NULL;
    DIR *dir = opendir(status->spool);

    /* The stream is this function's own: no other thread reads it. */
    while (dir != NULL && (entry = readdir(dir)) != NULL) { // NOLINT
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%.255s", status->spool, entry->d_name);
        status->spool_bytes += file_bytes(path);
        status->spool_files++;
    }
    if (dir != NULL)
        closedir(dir);
}

static void look_at_spool(struct am_status *status, struct am_store *store)
{
    struct am_spool_position taken;
    struct am_err *err = &status->why_no_spool;

    am_config_spool_path(status->database, status->spool,
                         sizeof(status->spool));
    count_files(status);
    status->has_spool =
        am_tally_read(&status->tally, status->spool, err) == 0 &&
        am_waiting_taken(store, status->tally.incarnation, &taken, err) == 0 &&
        am_tally_queue(&status->queue, status->spool, &taken, err) == 0;
}

static int query(struct am_store *store, int64_t from_day, int64_t until_day,
                 struct am_message_sums *sums, struct am_err *err)
{
    struct am_query range = {.from_day = from_day, .until_day = until_day};

    return am_query_messages(store, &range, sums, err);
}

int am_status_gather(struct am_status *status, struct am_store *store,
                     struct am_err *err)
{
    int64_t now_s = (int64_t)time(NULL);
    int64_t today = am_day_of(now_s);
    struct am_mta *mta = NULL;

    status->answers = am_mta_connect(&mta, status->settings->socket, CONNECT_MS,
                                     NULL, &status->why_not) == 0;
    am_mta_close(&mta);
    look_at_process(status);
    status->database_bytes = am_health_bytes(status->database);
    look_at_spool(status, store);
    if (am_health_last_run(store, &status->run, err) < 0)
        return -1;
    status->silence_s = -1;
    if (status->run.heartbeat_s > 0) {
        int64_t silence_s = now_s - status->run.heartbeat_s;
        status->silence_s = silence_s > 0 ? silence_s : 0;
    }
    if (query(store, 0, today + 1, &status->ever, err) < 0 ||
        query(store, today, today + 1, &status->today, err) < 0)
        return -1;
    return query(store, today - AM_STATUS_RECENT, today + 1, &status->recent,
                 err);
}

int64_t am_status_gaps(const struct am_message_sums *sums)
{
    int64_t gaps = 0;

    for (int i = 0; i < AM_GAP_COUNT; i++)
        gaps += sums->gaps[i];
    return gaps;
}
