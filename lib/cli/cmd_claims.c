/*
 * cmd_claims - `attachmeter claims`: what is said in public about mail and
 * sharing, held against what was measured here.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */
#include "base/language.h"
#include "cli/command.h"
#include "cli/reporting.h"
#include "report/claims.h"

static const struct am_option options[] = {
    AM_VIEWING_RANGE,  AM_VIEWING_PROFILE, AM_MODELLING_OPTIONS,
    AM_VIEWING_OUTPUT, AM_VIEWING_SOURCES, {0},
};

static const struct am_usage usage = {
    N_("claims [options]"),
    N_("What is said in public about mail and sharing, held against what was "
       "measured here:\none claim a row, with its source, its formula and a "
       "verdict."),
    options,
    N_("supported              the whole interval is on the claim's side\n"
       "refuted                the whole interval is on the other\n"
       "compatible, not shown  what is claimed lies inside the interval\n"
       "not measured           by a mail relay, or not yet: the reason is told\n"
       "\n"
       "Figures by mailbox and year need mailboxes in the configuration and 28 "
       "complete\ndays with data; growth needs two years of data up to the "
       "range's end.\n"
       "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range"),
};

/* The context. */
struct wish {
    struct am_reporting reporting;
    struct am_claims *claims;
};

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct wish *wish = context;
    struct am_report_request request;

    if (am_reporting_request(&wish->reporting, viewing, input, &request, err) <
            0 ||
        am_claims_make(&wish->claims, input->store, &request,
                       input->settings->mailboxes, err) < 0)
        return -1;
    am_reporting_warn(&wish->reporting, viewing, &request);
    return am_head_is_empty(&wish->claims->report->head) ? AM_VIEWING_NO_DATA
                                                         : 0;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_claims_text(wish->claims, &viewing->look, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    (void)viewing;
    return am_claims_json(wish->claims, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_claims_csv(wish->claims, viewing->csv_style, out, err);
}

static bool is_of_sums(const struct am_viewing *viewing)
{
    (void)viewing;
    return true;
}

static const struct am_view view = {
    .usage = &usage,
    .take = am_reporting_take,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
    .is_of_sums = is_of_sums,
    .days_before = AM_CLAIMS_DAYS,
};

int am_cmd_claims(int argc, char **argv)
{
    struct wish wish = {0};
    int status = am_viewing_run(argc, argv, &view, &wish);

    am_claims_free(&wish.claims);
    am_reporting_free(&wish.reporting);
    return status;
}
