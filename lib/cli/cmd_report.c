/*
 * cmd_report - `attachmeter report`: what the copies of attachments cost.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */
#include <getopt.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/opening.h"
#include "cli/reporting.h"

static const struct am_option options[] = {
    {"since", 's', "DAY", "first day: 2026-11-24, today, yesterday, -7d"},
    {"until", 'u', "DAY", "the day after the last one (default: tomorrow)"},
    {"last", 'l', "DURATION", "that many complete days: 7d, 4w, 12mo"},
    {"day", 'd', "DAY", "one day alone: today, yesterday, 2026-11-24"},
    AM_REPORTING_OPTIONS,
    {"database", 'D', "FILE", "read this database"},
    {"config", 'c', "FILE", "default: " AM_CONFIG_PATH},
    {0},
};

static const struct am_usage usage = {
    "report [options]",
    "What the copies of attachments cost: bytes received, delivered, unique\n"
    "and avoidable, their coverage, and an estimate of CO2e.",
    options,
    "Days are UTC.  Without a range: the last 30 complete days; where they\n"
    "hold nothing, today is taken in and the head says so.\n"
    "\n"
    "received   attachments as a store holds them (encoded), once a message\n"
    "delivered  the same, times copies: one a recipient, one more in Sent\n"
    "unique     contents seen for the first time, decoded\n"
    "avoidable  delivered - unique: within a message, across messages, "
    "encoding\n"
    "own        our mailboxes and Sent folders: the only saving within reach\n"
    "all        other people's mailboxes too (\"totals\" in JSON)\n"
    "\n"
    "The carbon model takes other bytes: decoded size x local recipients,\n"
    "without Sent copies, which its factor mail.sent_copies adds.\n"
    "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range",
};

struct wish {
    const char *config, *database;
    struct am_period_request range;
    struct am_reporting reporting;
};

static int take_option(struct wish *wish, int letter)
{
    switch (letter) {
    case 's':
        wish->range.since = optarg;
        break;
    case 'u':
        wish->range.until = optarg;
        break;
    case 'l':
        wish->range.last = optarg;
        break;
    case 'd':
        wish->range.day = optarg;
        break;
    case 'D':
        wish->database = optarg;
        break;
    case 'c':
        wish->config = optarg;
        break;
    default:
        return am_reporting_option(&wish->reporting, letter, optarg, "report");
    }
    return AM_EXIT_OK;
}

static int report(const struct wish *wish, const struct am_period *period)
{
    struct am_config *config = NULL;
    struct am_store *store = NULL;
    int status = AM_EXIT_FAILED;

    if (am_opening_config(&config, wish->config) < 0)
        return AM_EXIT_FAILED;
    const struct am_settings *settings = am_config_settings(config);
    const char *database =
        wish->database != NULL ? wish->database : settings->database;
    if (am_opening_store(&store, database) == 0) {
        const struct am_reporting_input input = {store, period, settings,
                                                 database};
        status = am_reporting_run(&wish->reporting, &input);
    }
    am_store_close(&store);
    am_config_close(&config);
    return status;
}

int am_cmd_report(int argc, char **argv)
{
    struct wish wish = {.reporting = am_reporting_default};
    struct am_period period;
    struct am_err err;
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD || take_option(&wish, letter) != AM_EXIT_OK)
            return AM_EXIT_USAGE;
    }
    if (optind < argc) {
        return am_usage_error("report", "%s: it takes no argument",
                              argv[optind]);
    }
    if (am_period_resolve(&period, &wish.range, am_day_of(time(NULL)), &err) <
        0)
        return am_usage_error("report", "%s", err.text);
    return report(&wish, &period);
}
