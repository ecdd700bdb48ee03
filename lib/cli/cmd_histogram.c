/*
 * cmd_histogram - `attachmeter histogram`: attachments by powers of two.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */

#include "base/language.h"
#include "cli/command.h"
#include "cli/viewing.h"
#include "report/printer_histogram.h"

static const struct am_option options[] = {
    AM_VIEWING_PROFILE, AM_VIEWING_RANGE,   AM_VIEWING_SELECTION,
    AM_VIEWING_OUTPUT,  AM_VIEWING_SOURCES, {0},
};

static const struct am_usage usage = {
    N_("histogram [options] [recipients|repeats|size]"),
    N_("Attachments by powers of two: by the recipients of their message (if\n"
       "nothing is said), by how often their content was seen, or by size."),
    options,
    N_("Told out of the detail: what it still holds, with a copy of ours.\n"
       "\n"
       "seen       attachments in messages; what is inside winmail.dat counts, "
       "too\n"
       "contents   different ones, each in the bucket where it came first\n"
       "received   their stored bytes, once a message\n"
       "delivered  the same, times copies of ours\n"
       "avoidable  delivered, less one copy of each content, decoded\n"
       "A bucket of fewer than five messages or contents is in the next lower "
       "one.\n"
       "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range"),
};

struct wish {
    struct am_histogram *histogram;
};

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct wish *wish = context;
    struct am_histogram_request request = {
        .of = (enum am_histogram_of)viewing->word,
    };

    if (am_viewing_ask(viewing, input, &request.ask, err) < 0)
        return -1;
    int result =
        am_histogram_make(&wish->histogram, input->store, &request, err);
    return result == 1 ? AM_VIEWING_NO_DATA : result;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_printer_histogram_table(wish->histogram, &viewing->look, out,
                                      err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    (void)viewing;
    return am_printer_histogram_json(wish->histogram, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_printer_histogram_csv(wish->histogram, viewing->csv_style, out,
                                    err);
}

static const struct am_view view = {
    .usage = &usage,
    .words = am_histogram_names,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
};

int am_cmd_histogram(int argc, char **argv)
{
    struct wish wish = {0};
    int status = am_viewing_run(argc, argv, &view, &wish);

    am_histogram_free(&wish.histogram);
    return status;
}
