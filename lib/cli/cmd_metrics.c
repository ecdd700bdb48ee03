/*
 * cmd_metrics - `attachmeter metrics`: figures for a monitoring system, to be
 * picked up as a file (node_exporter's textfile collector).
 *
 * Knows no figure: report/metrics does.
 */
#include <getopt.h>
#include <string.h>

#include "base/language.h"
#include "cli/choice.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "cli/outfile.h"
#include "cli/scraping.h"

#define LETTER_FORMAT 256

static const struct am_option options[] = {
    {"format", LETTER_FORMAT, N_("FORMAT"),
     N_("prometheus (default) or openmetrics")},
    {"output", 'o', N_("FILE"), N_("write to FILE, whole or not at all")},
    {"database", 'D', N_("FILE"), N_("read this database and its spool")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("metrics [options]"),
    N_("Figures for Prometheus: messages and what became of them, bytes "
       "received,\ndelivered and unique, how long answers took, spool and "
       "database,\nhow far shipping to a fleet is."),
    options,
    N_("node_exporter's textfile collector reads the classic format alone:\n"
       "  attachmeter metrics "
       "-o /var/lib/prometheus/node-exporter/attachmeter.prom\n"
       "Counters of the database begin anew with the month (UTC); those by "
       "class,\ntype and direction are of finished days.  No domain, no time "
       "of a message but\nthe hour of the last one, no CO2e.  The spool is its "
       "owner's: run this as root\nor as the daemon's user.\n"
       "exit: 0 done, 1 something could not be read (the rest is written), "
       "2 wrong\nusage"),
};

struct wish {
    enum am_metrics_format format;
    const char *output, *database, *config;
};

static const char *format_name(unsigned number)
{
    return am_metrics_format_name((enum am_metrics_format)number);
}

static int take_format(struct wish *wish, const char *word)
{
    struct am_choice choice =
        am_choice_of(format_name, AM_METRICS_FORMAT_COUNT);
    struct am_err err;
    int number = am_choice_number(&choice, word, &err);

    if (number < 0) {
        return am_usage_error("metrics", "--%s %s: %s", "format", word,
                              err.text);
    }
    wish->format = (enum am_metrics_format)number;
    return AM_EXIT_OK;
}

static int read_options(int argc, char **argv, struct wish *wish)
{
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD)
            return AM_EXIT_USAGE;
        if (letter == LETTER_FORMAT) {
            if (take_format(wish, optarg) != AM_EXIT_OK)
                return AM_EXIT_USAGE;
        } else if (letter == 'o') {
            wish->output = optarg;
        } else if (letter == 'D') {
            wish->database = optarg;
        } else {
            wish->config = optarg;
        }
    }
    return am_no_argument(argc, argv);
}

static int write_out(const struct wish *wish, const struct am_metrics *metrics)
{
    struct am_outfile outfile;
    struct am_err err;

    int failed = am_outfile_open(&outfile, wish->output, &err);
    if (!failed) {
        failed = am_metrics_write(outfile.stream, wish->format, metrics, &err);
        if (failed) {
            am_outfile_drop(&outfile);
        } else {
            failed = am_outfile_close(&outfile, &err);
        }
    }
    if (failed)
        am_complain("%s", err.text);
    return failed ? AM_EXIT_FAILED : AM_EXIT_OK;
}

/* Say why something is missing. */
static int complain_of(const struct am_err *err)
{
    if (err->code == AM_OK)
        return AM_EXIT_OK;
    if (err->code == AM_EACCESS) {
        am_complain(_("%s; run this as root or as the daemon's user"),
                    err->text);
    } else {
        am_complain("%s", err->text);
    }
    return AM_EXIT_FAILED;
}

int am_cmd_metrics(int argc, char **argv)
{
    struct am_config *config = NULL;
    struct am_scraping scraping;
    struct wish wish = {0};

    if (read_options(argc, argv, &wish) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (am_opening_config(&config, wish.config) < 0)
        return AM_EXIT_FAILED;
    const struct am_settings *settings = am_config_settings(config);
    am_scraping_take(&scraping, settings,
                     wish.database != NULL ? wish.database
                                           : settings->database);
    int status = write_out(&wish, &scraping.metrics);
    if (complain_of(&scraping.spool) != AM_EXIT_OK)
        status = AM_EXIT_FAILED;
    if (complain_of(&scraping.database) != AM_EXIT_OK)
        status = AM_EXIT_FAILED;
    if (complain_of(&scraping.shipping) != AM_EXIT_OK)
        status = AM_EXIT_FAILED;
    am_config_close(&config);
    return status;
}
