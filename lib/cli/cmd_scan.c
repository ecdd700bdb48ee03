/*
 * cmd_scan - `attachmeter scan`: stored mail, measured by the same meter as
 * passing mail.  Records nothing if not asked to.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "cli/parts.h"
#include "cli/reporting.h"
#include "cli/scan_report.h"
#include "cli/scan_run.h"

enum letter {
    LETTER_PARTS = AM_REPORTING_END,
    LETTER_TNEF,
    LETTER_RECORD,
    LETTER_JOBS
};

static const struct am_option options[] = {
    {"parts", LETTER_PARTS, NULL,
     "no report: each attachment as a line of JSON"},
    {"tnef", LETTER_TNEF, NULL,
     "with --parts: also the files inside a winmail.dat"},
    {"record", LETTER_RECORD, NULL, "record into the configured database, too"},
    {"jobs", LETTER_JOBS, "N", "measure with N threads (default: the cores)"},
    {"config", 'c', "FILE", "default: " AM_CONFIG_PATH},
    AM_REPORTING_OPTIONS,
    {0},
};

static const struct am_usage usage = {
    .synopsis = "scan [options] PATH...",
    .summary = "The report of stored mail.  A PATH is a message, an mbox, a "
               "Maildir, a\ndirectory of messages, or - for standard input.",
    .options = options,
    .notes = "Each message is for those of its Delivered-To fields, else of "
             "X-Original-To,\nelse for one recipient.  All of it counts on "
             "the day of the scan, and all\nrecipients are taken as ours.  "
             "--record needs the rights of the daemon.",
};

/* reporting is first: its functions take the whole as theirs. */
struct wish {
    struct am_reporting reporting;
    bool parts, tnef, record;
    unsigned jobs; /* 0: not given */
};

static int take_jobs(struct wish *wish, const char *word)
{
    char *end = NULL;
    long jobs = strtol(word, &end, 10);

    if (end == word || *end != '\0' || jobs < 1 || jobs > AM_JOBS_MOST)
        return am_usage_error("scan", "--jobs %s: from 1 to %d", word,
                              AM_JOBS_MOST);
    wish->jobs = (unsigned)jobs;
    return AM_EXIT_OK;
}

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct wish *wish = context;

    switch (letter) {
    case LETTER_PARTS:
        wish->parts = true;
        return AM_EXIT_OK;
    case LETTER_TNEF:
        wish->tnef = true;
        return AM_EXIT_OK;
    case LETTER_RECORD:
        wish->record = true;
        return AM_EXIT_OK;
    case LETTER_JOBS:
        return take_jobs(wish, argument);
    default:
        return am_reporting_take(&wish->reporting, letter, argument, viewing);
    }
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .gather = am_reporting_gather,
    .print = AM_REPORTING_PRINT,
};

static int print_parts(char **paths, bool tnef)
{
    int status = AM_EXIT_OK;

    for (; *paths != NULL; paths++) {
        if (am_parts_print(stdout, *paths, NULL, tnef) < 0)
            status = AM_EXIT_FAILED;
    }
    return status;
}

static int report(struct wish *wish, const struct am_viewing *viewing,
                  char **paths)
{
    struct am_config *config = NULL;

    if (am_opening_config(&config, viewing->config) < 0)
        return AM_EXIT_FAILED;
    const struct am_scan_report scan = {
        .view = &view,
        .context = wish,
        .viewing = viewing,
        .settings = am_config_settings(config),
        .jobs = wish->jobs > 0 ? wish->jobs : am_scan_cores(),
        .record = wish->record,
    };
    int status = am_scan_report_run(paths, &scan);
    am_reporting_free(&wish->reporting);
    am_config_close(&config);
    return status;
}

int am_cmd_scan(int argc, char **argv)
{
    struct wish wish = {0};
    struct am_viewing viewing = {0};

    if (am_viewing_options(&viewing, argc, argv, &view, &wish) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (optind == argc)
        return am_usage_error("scan", "no PATH to scan");
    if (wish.parts && wish.record)
        return am_usage_error("scan", "--parts records nothing");
    if (wish.parts && wish.jobs > 0)
        return am_usage_error("scan", "--parts has one job");
    if (wish.tnef && !wish.parts)
        return am_usage_error("scan", "--tnef goes with --parts");
    return wish.parts ? print_parts(argv + optind, wish.tnef)
                      : report(&wish, &viewing, argv + optind);
}
