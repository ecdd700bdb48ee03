/*
 * cmd_scan - `attachmeter scan`: stored mail, measured by the same meter as
 * passing mail.  Records nothing if not asked to.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "cli/outfile.h"
#include "cli/parts.h"
#include "cli/reporting.h"
#include "cli/scan_held.h"
#include "cli/scan_report.h"
#include "cli/scan_run.h"

enum letter {
    LETTER_PARTS = AM_REPORTING_END,
    LETTER_TNEF,
    LETTER_RECORD,
    LETTER_JOBS,
    LETTER_HELD,
    LETTER_STATE,
    LETTER_AGAINST
};

static const struct am_option options[] = {
    {"parts", LETTER_PARTS, NULL,
     N_("no report: each attachment as a line of JSON")},
    {"tnef", LETTER_TNEF, NULL,
     N_("with --parts: also the files inside a winmail.dat")},
    {"record", LETTER_RECORD, NULL,
     N_("record into the configured database, too")},
    {"held", LETTER_HELD, NULL,
     N_("no report: what the store holds, links and copies")},
    {"state", LETTER_STATE, N_("FILE"),
     N_("--held, and go on from FILE where a scan ended")},
    {"against", LETTER_AGAINST, N_("DATABASE"),
     N_("--held, beside what that relay predicts")},
    {"jobs", LETTER_JOBS, N_("N"),
     N_("measure with N threads (default: the cores)")},
    AM_OPTION_CONFIG,
    AM_REPORTING_OPTIONS,
    {0},
};

static const struct am_usage usage = {
    .synopsis = N_("scan [options] PATH..."),
    .summary =
        N_("The report of stored mail.  A PATH is a message, an mbox, a "
           "Maildir, a\ndirectory of messages, or - for standard input."),
    .options = options,
    .notes = N_("Each message is for those of its Delivered-To fields, else of "
                "X-Original-To,\nelse for one recipient.  All of it counts on "
                "the day of the scan, and all\nrecipients are taken as ours.  "
                "--record needs the rights of the daemon."),
};

/* reporting is first: its functions take the whole as theirs. */
struct wish {
    struct am_reporting reporting;
    bool parts, tnef, record, held;
    const char *state, *against; /* NULL: not given */
    unsigned jobs;               /* 0: not given */
    int of_report;               /* an option that only a report has; 0: none */
};

static int take_jobs(struct wish *wish, const char *word)
{
    char *end = NULL;
    long jobs = strtol(word, &end, 10);

    if (end == word || *end != '\0' || jobs < 1 || jobs > AM_JOBS_MOST) {
        return am_usage_error("scan", "--jobs %s: from 1 to %d", word,
                              AM_JOBS_MOST);
    }
    wish->jobs = (unsigned)jobs;
    return AM_EXIT_OK;
}

/* An option without an argument; false: it is none of them. */
static bool take_flag(struct wish *wish, int letter)
{
    bool *flag = letter == LETTER_PARTS    ? &wish->parts
                 : letter == LETTER_TNEF   ? &wish->tnef
                 : letter == LETTER_RECORD ? &wish->record
                 : letter == LETTER_HELD   ? &wish->held
                                           : NULL;

    if (flag != NULL)
        *flag = true;
    return flag != NULL;
}

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct wish *wish = context;

    if (take_flag(wish, letter))
        return AM_EXIT_OK;
    switch (letter) {
    case LETTER_STATE:
        wish->held = true;
        wish->state = argument;
        return AM_EXIT_OK;
    case LETTER_AGAINST:
        wish->held = true;
        wish->against = argument;
        return AM_EXIT_OK;
    case LETTER_JOBS:
        return take_jobs(wish, argument);
    default:
        wish->of_report = letter;
        return am_reporting_take(&wish->reporting, letter, argument, viewing);
    }
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .check = am_reporting_check,
    .gather = am_reporting_gather,
    .print = AM_REPORTING_PRINT,
};

static int print_parts(const struct wish *wish,
                       const struct am_viewing *viewing,
                       const struct am_settings *settings, char **paths)
{
    const struct am_limits limits = am_scan_limits(settings);
    struct am_outfile outfile;
    struct am_err err;
    int status = AM_EXIT_OK;

    if (am_outfile_open(&outfile, viewing->output, &err) < 0)
        return am_failure(&err);
    for (; *paths != NULL; paths++) {
        if (am_parts_print(outfile.stream, *paths, &limits, wish->tnef) < 0)
            status = AM_EXIT_FAILED;
    }
    if (ferror(outfile.stream)) { /* which was told */
        am_outfile_drop(&outfile);
        return AM_EXIT_FAILED;
    }
    return am_outfile_close(&outfile, &err) == 0 ? status : am_failure(&err);
}

static int report(struct wish *wish, const struct am_viewing *viewing,
                  const struct am_settings *settings, char **paths)
{
    const struct am_scan_report scan = {
        .view = &view,
        .context = wish,
        .viewing = viewing,
        .settings = settings,
        .jobs = wish->jobs,
        .record = wish->record,
    };
    int status = am_scan_report_run(paths, &scan);

    am_reporting_free(&wish->reporting);
    return status;
}

static int hold(const struct wish *wish, const struct am_viewing *viewing,
                const struct am_settings *settings, char **paths)
{
    const struct am_scan_held scan = {
        .viewing = viewing,
        .settings = settings,
        .jobs = wish->jobs,
        .state = wish->state,
        .against = wish->against,
    };

    return am_scan_held_run(paths, &scan);
}

static int scan(struct wish *wish, const struct am_viewing *viewing,
                char **paths)
{
    struct am_config *config = NULL;

    if (am_opening_config(&config, viewing->config) < 0)
        return AM_EXIT_FAILED;
    const struct am_settings *settings = am_config_settings(config);
    if (wish->jobs == 0)
        wish->jobs = am_scan_cores();
    int status = wish->parts  ? print_parts(wish, viewing, settings, paths)
                 : wish->held ? hold(wish, viewing, settings, paths)
                              : report(wish, viewing, settings, paths);
    am_config_close(&config);
    return status;
}

/* Options that do not go together, said as a usage error. */
static int check_no_report(const struct wish *wish,
                           const struct am_viewing *viewing)
{
    int letter = viewing->directions != 0               ? AM_VIEWING_DIRECTION
                 : viewing->store != NULL               ? AM_VIEWING_STORE
                 : wish->parts && viewing->classes != 0 ? AM_VIEWING_CLASS
                                                        : wish->of_report;

    if (letter == 0)
        return AM_EXIT_OK;
    return am_usage_error("scan", "--%s goes with the report, not with %s",
                          am_option_name(options, letter),
                          wish->parts ? "--parts" : "--held");
}

static int check_parts(const struct wish *wish,
                       const struct am_viewing *viewing)
{
    if (wish->record)
        return am_usage_error("scan", "--parts records nothing");
    if (wish->jobs > 0)
        return am_usage_error("scan", "--parts has one job");
    if (viewing->format != AM_FORMAT_TABLE) {
        return am_usage_error("scan",
                              "--parts has no --format: it is lines of JSON");
    }
    return check_no_report(wish, viewing);
}

static int check_held(const struct wish *wish, const struct am_viewing *viewing,
                      char **paths)
{
    if (wish->parts || wish->record) {
        return am_usage_error("scan",
                              "--held, --state and --against go neither with "
                              "--parts nor with --record");
    }
    if (viewing->format != AM_FORMAT_TABLE &&
        viewing->format != AM_FORMAT_JSON && viewing->format != AM_FORMAT_CSV)
        return am_usage_error("scan", "--held: there is no page of it");
    for (; *paths != NULL; paths++) {
        if (strcmp(*paths, "-") == 0)
            return am_usage_error("scan", "standard input is no mail store");
    }
    return check_no_report(wish, viewing);
}

static int check(const struct wish *wish, const struct am_viewing *viewing,
                 char **paths)
{
    if (*paths == NULL)
        return am_usage_error("scan", "no PATH to scan");
    if (wish->tnef && !wish->parts)
        return am_usage_error("scan", "--tnef goes with --parts");
    if (wish->held)
        return check_held(wish, viewing, paths);
    return wish->parts ? check_parts(wish, viewing) : AM_EXIT_OK;
}

int am_cmd_scan(int argc, char **argv)
{
    struct wish wish = {0};
    struct am_viewing viewing = {0};

    if (am_viewing_options(&viewing, argc, argv, &view, &wish) != AM_EXIT_OK ||
        check(&wish, &viewing, argv + optind) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    return scan(&wish, &viewing, argv + optind);
}
