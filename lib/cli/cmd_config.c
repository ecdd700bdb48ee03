/*
 * cmd_config - `attachmeter config`: the settings in force, as postconf does.
 *
 * Changes nothing.
 */
#include <getopt.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/meaning.h"
#include "cli/opening.h"
#include "cli/options.h"

static const struct am_option options[] = {
    {"changed", 'n', NULL, N_("only what differs from the default")},
    {"defaults", 'd', NULL, N_("the defaults, with what each means")},
    {"check", 'C', N_("FILE"), N_("are FILE, and what it names, right?")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("config [options]"),
    N_("The settings in force, in the form of the file.  A file that is not\n"
       "there means the defaults."),
    options,
    N_("exit: 0 done, 1 the file is wrong, 2 wrong usage"),
};

/* What reading the file alone does not tell. */
static int check_meaning(const struct am_settings *settings, const char *path)
{
    struct am_rules *rules = NULL;
    struct am_err err;

    if (am_meaning_check(settings, &rules, &err) < 0) {
        am_complain("%s: %s", path, err.text);
        return AM_EXIT_FAILED;
    }
    am_rules_destroy(&rules);
    am_print_safe(stdout, path);
    puts(_(": right"));
    return AM_EXIT_OK;
}

int am_cmd_config(int argc, char **argv)
{
    enum am_config_print what = AM_CONFIG_ALL;
    const char *path = NULL;
    const char *checked = NULL;
    struct am_config *config = NULL;
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD)
            return AM_EXIT_USAGE;
        if (letter == 'n') {
            what = AM_CONFIG_CHANGED;
        } else if (letter == 'd') {
            what = AM_CONFIG_DEFAULTS;
        } else if (letter == 'C') {
            checked = optarg;
        } else {
            path = optarg;
        }
    }
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (am_opening_config(&config, checked != NULL ? checked : path) < 0)
        return AM_EXIT_FAILED;
    int status = AM_EXIT_OK;
    if (checked != NULL) {
        status = check_meaning(am_config_settings(config), checked);
    } else {
        am_config_print(config, what, stdout);
    }
    am_config_close(&config);
    return status;
}
