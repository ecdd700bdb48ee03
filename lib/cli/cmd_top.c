/*
 * cmd_top - `attachmeter top`: what has the most avoidable bytes.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/viewing.h"
#include "report/printer_top.h"

enum {
    TOP = AM_VIEWING_END
};

static const struct am_option options[] = {
    {"top", TOP, N_("N"), N_("so many rows before the others (10); 0: all")},
    AM_VIEWING_PROFILE,
    AM_VIEWING_RANGE,
    AM_VIEWING_SELECTION,
    AM_VIEWING_OUTPUT,
    AM_VIEWING_SOURCES,
    {0},
};

static const struct am_usage usage = {
    N_("top [options] [contents|types|domains]"),
    N_("What has the most avoidable bytes in our mailboxes and Sent folders:\n"
       "contents (if nothing is said), types of file, or our own domains."),
    options,
    N_("Contents are told out of the detail, so those that it still holds, and\n"
       "unique is one copy of each: the total is not that of a report.  A content\n"
       "is shown from five senders on one day on, by the first digits of its keyed\n"
       "fingerprint, which say nothing without the site's key and the file.\n"
       "\n"
       "seen       in how many messages; a file in winmail.dat is a content, too,\n"
       "           and the rest of that is another\n"
       "reach      the recipients of these messages, other people's too\n"
       "copies     in our mailboxes and Sent folders\n"
       "avoidable  bytes delivered to us, less one copy decoded\n"
       "others     beyond the first ones, or of fewer than five senders on each "
       "day;\n"
       "           with them the rows add up to the total\n"
       "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range"),
};

struct wish {
    size_t limit;
    struct am_top *top;
};

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct wish *wish = context;
    char *end = NULL;

    (void)letter;
    long limit = strtol(argument, &end, 10);
    if (end == argument || *end != '\0' || limit < 0 || limit > 1000000) {
        return am_usage_error(viewing->command,
                              "--top %s: not a number from 0 to 1000000",
                              argument);
    }
    wish->limit = (size_t)limit;
    return AM_EXIT_OK;
}

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct wish *wish = context;
    struct am_top_request request = {
        .of = (enum am_top_of)viewing->word,
        .limit = wish->limit,
    };

    if (am_viewing_ask(viewing, input, &request.ask, err) < 0)
        return -1;
    int result = am_top_make(&wish->top, input->store, &request, err);
    return result == 1 ? AM_VIEWING_NO_DATA : result;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_printer_top_table(wish->top, &viewing->look, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    (void)viewing;
    return am_printer_top_json(wish->top, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct wish *wish = context;

    return am_printer_top_csv(wish->top, viewing->csv_style, out, err);
}

static bool is_of_sums(const struct am_viewing *viewing)
{
    return viewing->word != AM_TOP_CONTENTS;
}

static const struct am_view view = {
    .usage = &usage,
    .words = am_top_names,
    .take = take,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
    .is_of_sums = is_of_sums,
};

int am_cmd_top(int argc, char **argv)
{
    struct wish wish = {.limit = AM_TOP_LIMIT};
    int status = am_viewing_run(argc, argv, &view, &wish);

    am_top_free(&wish.top);
    return status;
}
