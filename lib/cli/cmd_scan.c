/*
 * cmd_scan - `attachmeter scan`: stored mail, measured by the same meter as
 * passing mail.  Reads only, and records nothing.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/parts.h"

enum {
    OPTION_PARTS = 256
};

static const struct am_option options[] = {
    {"parts", OPTION_PARTS, NULL, "print each attachment as a line of JSON"},
    {NULL, 0, NULL, NULL},
};

static const struct am_usage usage = {
    .synopsis = "scan --parts PATH...",
    .summary = "Measure the attachments of stored mail.  A PATH is a message, "
               "an mbox,\na Maildir, a directory of messages, or - for "
               "standard input.",
    .options = options,
};

static int print_parts(char **paths)
{
    int status = AM_EXIT_OK;

    for (; *paths != NULL; paths++) {
        if (am_parts_print(stdout, *paths, NULL) < 0)
            status = AM_EXIT_FAILED;
    }
    return status;
}

int am_cmd_scan(int argc, char **argv)
{
    bool parts = false;
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter != OPTION_PARTS)
            return AM_EXIT_USAGE;
        parts = true;
    }
    if (!parts)
        return am_usage_error("scan", "--parts is missing");
    if (optind == argc)
        return am_usage_error("scan", "no PATH to scan");
    return print_parts(argv + optind);
}
