/*
 * cmd_trend - `attachmeter trend`: figures over time, and the growth a year.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */
#include <string.h>

#include "base/language.h"
#include "cli/choice.h"
#include "cli/command.h"
#include "cli/viewing.h"
#include "report/printer_trend.h"

enum {
    BY = AM_VIEWING_END
};

static const struct am_option options[] = {
    {"by", BY, N_("UNIT"),
     N_("a row for each day, week (default), month or year")},
    AM_VIEWING_PROFILE,
    AM_VIEWING_RANGE,
    AM_VIEWING_SELECTION,
    AM_VIEWING_OUTPUT,
    AM_VIEWING_SOURCES,
    {0},
};

static const struct am_usage usage = {
    N_("trend [options]"),
    N_("Attachments over time, with what was not measured, and growth a year."),
    options,
    N_("seen       attachments in messages, with a copy in our mailboxes\n"
       "delivered  their stored bytes, times copies of ours\n"
       "avoidable  delivered - unique, as in a report\n"
       "ratio      delivered / unique\n"
       "measured   of all messages, those that were; a row that is not whole is\n"
       "           marked, so that a hole is not read as a fall\n"
       "growth     of delivered, from the whole weeks of the range: the median "
       "slope\n"
       "           of ln(bytes) over all pairs of weeks (Theil-Sen), with Sen's "
       "95 %;\n"
       "           of less than a year it holds the seasons, too\n"
       "Weeks are those of ISO 8601, days UTC.  Try --last 1y --by month.\n"
       "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range"),
};

struct wish {
    enum am_calendar by;
    struct am_trend *trend;
};

static const char *unit_name(unsigned number)
{
    return am_calendar_name((enum am_calendar)number);
}

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct am_choice choice = am_choice_of(unit_name, AM_CALENDAR_COUNT);
    struct wish *wish = context;
    struct am_err err;
    int number = am_choice_number(&choice, argument, &err);

    (void)letter;
    if (number < 0) {
        return am_usage_error(viewing->command, "--%s %s: %s", "by", argument,
                              err.text);
    }
    wish->by = (enum am_calendar)number;
    return AM_EXIT_OK;
}

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct wish *wish = context;
    struct am_trend_request request = {
        .by = wish->by,
    };

    if (am_viewing_ask(viewing, input, &request.ask, err) < 0)
        return -1;
    int result = am_trend_make(&wish->trend, input->store, &request, err);
    return result == 1 ? AM_VIEWING_NO_DATA : result;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_printer_trend_table(wish->trend, &viewing->look, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    (void)viewing;
    return am_printer_trend_json(wish->trend, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_printer_trend_csv(wish->trend, viewing->csv_style, out, err);
}

static bool is_of_sums(const struct am_viewing *viewing)
{
    (void)viewing;
    return true;
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
    .is_of_sums = is_of_sums,
};

int am_cmd_trend(int argc, char **argv)
{
    struct wish wish = {.by = AM_CALENDAR_WEEK};
    int status = am_viewing_run(argc, argv, &view, &wish);

    am_trend_free(&wish.trend);
    return status;
}
