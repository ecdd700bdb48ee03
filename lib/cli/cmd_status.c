/*
 * cmd_status - `attachmeter status`: does the daemon answer, what has it
 * recorded, what is missing, what does it cost.
 */
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "cli/status.h"

#define LIMITS_MAX 16 /* --warning and --critical */

static const struct am_option options[] = {
    {"json", 'j', NULL, N_("print one JSON object")},
    {"nagios", 'n', NULL, N_("one line and an exit status for Nagios")},
    {"warning", 'w', N_("NAME=N"), N_("with --nagios: warn over N")},
    {"critical", 'C', N_("NAME=N"), N_("with --nagios: critical over N")},
    {"database", 'D', N_("FILE"), N_("read this database")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("status [options]"),
    N_("Does the daemon answer, what has it recorded, what could it not measure,\n"
       "what does it cost."),
    options,
    N_("thresholds (NAME, warning and critical): gaps, in percent of today's\n"
       "messages (1, 10); backlog, in percent of spool_limit (10, 80); latency,\n"
       "in ms for 99 of 100 messages (1000, 5000); silence of the recorder, in s\n"
       "(60, 600); database, in bytes (max_database_bytes, none)\n\n"
       "exit: 0 all is well, 1 the daemon does not answer or there is no database\n"
       "with --nagios: 0 ok, 1 warning, 2 critical, 3 unknown"),
};

struct limit {
    const char *text;
    bool is_critical;
};

struct request {
    const char *config, *database;
    bool json, nagios;
    struct limit limits[LIMITS_MAX];
    size_t limit_count;
};

static int add_limit(struct request *request, int letter)
{
    double unused[AM_STATUS_MEASURES];
    struct am_err err;

    if (request->limit_count == LIMITS_MAX) {
        am_usage_error("status", _("too many thresholds"));
        return -1;
    }
    if (am_status_limit(unused, optarg, &err) < 0) {
        am_usage_error("status", "%s", err.text);
        return -1;
    }
    request->limits[request->limit_count++] =
        (struct limit){optarg, letter == 'C'};
    return 0;
}

static int take_option(struct request *request, int letter)
{
    switch (letter) {
    case 'j':
        request->json = true;
        return 0;
    case 'n':
        request->nagios = true;
        return 0;
    case 'w':
    case 'C':
        return add_limit(request, letter);
    case 'D':
        request->database = optarg;
        return 0;
    case 'c':
        request->config = optarg;
        return 0;
    default:
        return -1;
    }
}

static int show(const struct request *request, const struct am_status *status)
{
    struct am_err err;

    if (!request->json) {
        am_status_print(status);
    } else if (am_status_print_json(status, &err) < 0) {
        return am_failure(&err);
    }
    return status->answers ? AM_EXIT_OK : AM_EXIT_FAILED;
}

static int look(const struct request *request, struct am_status *status)
{
    struct am_store *store = NULL;
    struct am_err err;

    if (am_opening_store(&store, status->database) < 0)
        return AM_EXIT_FAILED;
    int result = am_status_gather(status, store, &err);
    am_store_close(&store);
    return result < 0 ? am_failure(&err) : show(request, status);
}

/* A plugin says on its one line what it could not look at. */
static int look_for_nagios(const struct request *request,
                           struct am_status *status)
{
    struct am_status_limits limits;
    struct am_store *store = NULL;
    struct am_err err;

    am_status_limits(&limits, status->settings);
    for (size_t i = 0; i < request->limit_count; i++) {
        const struct limit *limit = &request->limits[i];
        if (am_status_limit(limit->is_critical ? limits.critical
                                               : limits.warning,
                            limit->text, &err) < 0)
            return (int)am_status_print_unknown(err.text);
    }
    if (am_store_open_readonly(&store, status->database, &err) < 0)
        return (int)am_status_print_unknown(err.text);
    int result = am_status_gather(status, store, &err);
    am_store_close(&store);
    return (int)(result < 0 ? am_status_print_unknown(err.text)
                            : am_status_print_nagios(status, &limits));
}

static int run(const struct request *request)
{
    struct am_config *config = NULL;
    struct am_status status = {0};
    struct am_err err;

    if (!request->nagios && am_opening_config(&config, request->config) < 0)
        return AM_EXIT_FAILED;
    if (request->nagios && am_config_open(&config, request->config, &err) < 0)
        return (int)am_status_print_unknown(err.text);
    status.settings = am_config_settings(config);
    status.database = request->database != NULL ? request->database
                                                : status.settings->database;
    int result = request->nagios ? look_for_nagios(request, &status)
                                 : look(request, &status);
    am_config_close(&config);
    return result;
}

int am_cmd_status(int argc, char **argv)
{
    struct request request = {0};
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (take_option(&request, letter) < 0)
            return AM_EXIT_USAGE;
    }
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (request.json && request.nagios)
        return am_usage_error("status", _("either --json or --nagios"));
    return run(&request);
}
