/*
 * cmd_report - `attachmeter report`: what the copies of attachments cost.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */
#include "cli/command.h"
#include "cli/reporting.h"

static const struct am_option options[] = {
    AM_VIEWING_RANGE,
    AM_REPORTING_OPTIONS,
    AM_VIEWING_SOURCE,
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
    "What the mail store saves already (--store, or store_profile) is told, and\n"
    "no part of own: plain or exchange, a file a mailbox; lmtp-hardlink, one a\n"
    "delivery; cyrus, one a delivery and partition; dovecot-sis, large\n"
    "attachments once; compressed, store_compression of each.\n"
    "\n"
    "The carbon model takes other bytes: decoded size x local recipients,\n"
    "without Sent copies, which its factor mail.sent_copies adds.\n"
    "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range",
};

static const struct am_view view = {
    .usage = &usage,
    .take = am_reporting_take,
    .gather = am_reporting_gather,
    .print = AM_REPORTING_PRINT,
};

int am_cmd_report(int argc, char **argv)
{
    struct am_reporting reporting = {0};
    int status = am_viewing_run(argc, argv, &view, &reporting);

    am_reporting_free(&reporting);
    return status;
}
