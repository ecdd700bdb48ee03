/*
 * upkeep - see upkeep.h.
 */
#include "cli/upkeep.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/config.h"
#include "base/language.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "store/waiting.h"

#define PATH_SIZE 4096
#define BUSY_MS   30000 /* then somebody is in the way for good */
#define PAUSE_MS  20
#define LINE_SIZE 160

static void pause_ms(long ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&time, NULL);
}

static double now_s(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void tell(const struct am_upkeep *upkeep, struct am_progress *progress)
{
    char line[LINE_SIZE];

    upkeep->tell(upkeep->context, am_progress_elapsed_s(progress), line,
                 sizeof(line));
    am_progress_show(progress, line);
}

static int complain(const struct am_err *err)
{
    if (err->code == AM_EBUSY) {
        am_complain("%s: another program reads or writes it for long; what is "
                    "left is deleted when this is run again",
                    err->text);
    } else {
        am_complain("%s", err->text);
    }
    return -1;
}

int am_upkeep_run(const struct am_upkeep *upkeep)
{
    struct am_progress progress;
    long busy_ms = 0;
    struct am_err err;
    int result = 1;

    am_progress_begin(&progress, upkeep->command, AM_PROGRESS_DELAY_S,
                      upkeep->has_progress);
    while (result == 1) {
        result = upkeep->step(upkeep->context, &err);
        if (result < 0 && err.code == AM_EBUSY && busy_ms < BUSY_MS) {
            pause_ms(PAUSE_MS);
            busy_ms += PAUSE_MS;
            result = 1;
        } else {
            busy_ms = 0;
        }
        if (am_progress_is_due(&progress))
            tell(upkeep, &progress);
    }
    am_progress_end(&progress);
    return result < 0 ? complain(&err) : 0;
}

int am_upkeep_wait(struct am_store *store, const char *path, unsigned wait_s,
                   bool *is_waiting)
{
    double until_s = now_s() + wait_s;
    struct am_glance glance;
    char spool[PATH_SIZE];
    struct am_err err;

    am_config_spool_path(path, spool, sizeof(spool));
    int result = am_glance_take(&glance, spool, &err);
    while (result == 0) {
        result = am_waiting_find(store, &glance, is_waiting, &err);
        if (!*is_waiting || now_s() > until_s)
            break;
        pause_ms(PAUSE_MS);
    }
    return result < 0 ? complain(&err) : 0;
}

int am_upkeep_check_terminal(const char *command)
{
    if (isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0)
        return AM_EXIT_OK;
    return am_usage_error(command, "--yes is needed: no terminal to ask");
}

bool am_upkeep_is_agreed(void)
{
    char answer[8] = "";

    return fgets(answer, sizeof(answer), stdin) != NULL && answer[0] != '\0' &&
           strchr(_("yY"), answer[0]) != NULL;
}
