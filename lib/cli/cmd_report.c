/*
 * cmd_report - `attachmeter report`: what the copies of attachments cost.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */
#include "base/language.h"
#include "cli/command.h"
#include "cli/reporting.h"
#include "report/balance.h"

static const struct am_option options[] = {
    AM_VIEWING_RANGE,
    {"balance", AM_VIEWING_YEAR, N_("YEAR"),
     N_("what a carbon balance of that year needs, by month")},
    AM_REPORTING_OPTIONS,
    AM_VIEWING_SOURCES,
    {0},
};

static const struct am_usage usage = {
    N_("report [options]"),
    N_("What the copies of attachments cost: bytes received, delivered, unique\n"
       "and avoidable, their coverage, and an estimate of CO2e."),
    options,
    N_("Days are UTC.  Without a range: the last 30 complete days; where they\n"
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
       "A balance is of the year's copies over their whole life; what is avoided\n"
       "stands apart and is never subtracted.  --year is the grid's year.\n"
       "\n"
       "The carbon model takes other bytes: decoded size x local recipients,\n"
       "without Sent copies, which its factor mail.sent_copies adds.\n"
       "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range"),
};

/* The context: a report, or with --balance a balance. */
struct wish {
    struct am_reporting reporting;
    struct am_balance *balance;
};

static int check(const void *context, const struct am_viewing *viewing)
{
    const struct wish *wish = context;

    if (viewing->range.year != NULL && wish->reporting.by_count > 0) {
        return am_usage_error(viewing->command,
                              "--balance is by month: leave out --by");
    }
    if (viewing->range.year != NULL && viewing->format >= AM_FORMAT_HTML) {
        return am_usage_error(viewing->command,
                              "--balance: there is no page of it");
    }
    return am_reporting_check(&wish->reporting, viewing);
}

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct wish *wish = context;
    struct am_report_request request;

    if (viewing->range.year == NULL)
        return am_reporting_gather(&wish->reporting, viewing, input, err);
    if (am_reporting_request(&wish->reporting, viewing, input, &request, err) <
            0 ||
        am_balance_make(&wish->balance, input->store, &request, err) < 0)
        return -1;
    am_reporting_warn(&wish->reporting, viewing, &request);
    return am_head_is_empty(&wish->balance->report->head) ? AM_VIEWING_NO_DATA
                                                          : 0;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return wish->balance == NULL
               ? am_reporting_table(&wish->reporting, viewing, out, err)
               : am_balance_text(wish->balance, &viewing->look, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return wish->balance == NULL
               ? am_reporting_json(&wish->reporting, viewing, out, err)
               : am_balance_json(wish->balance, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return wish->balance == NULL
               ? am_reporting_csv(&wish->reporting, viewing, out, err)
               : am_balance_csv(wish->balance, viewing->csv_style, out, err);
}

/* Pages show what is in most copies, and what links would save. */
static bool is_of_sums(const struct am_viewing *viewing)
{
    return viewing->format < AM_FORMAT_HTML;
}

static const struct am_view view = {
    .usage = &usage,
    .take = am_reporting_take,
    .check = check,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv,
              [AM_FORMAT_HTML] = am_reporting_html,
              [AM_FORMAT_MAIL] = am_reporting_mail,
              [AM_FORMAT_POSTER] = am_reporting_poster},
    .is_of_sums = is_of_sums,
};

int am_cmd_report(int argc, char **argv)
{
    struct wish wish = {0};
    int status = am_viewing_run(argc, argv, &view, &wish);

    am_balance_free(&wish.balance);
    am_reporting_free(&wish.reporting);
    return status;
}
