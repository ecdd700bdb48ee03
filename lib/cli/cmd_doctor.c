/*
 * cmd_doctor - `attachmeter doctor`: is everything as it should be, one line a
 * check, with what mends it.
 *
 * Changes nothing, and its greeting to the daemon is no mail.
 */
#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/doctor.h"
#include "cli/meaning.h"
#include "cli/options.h"

static const struct am_option options[] = {
    {"json", 'j', NULL, N_("print one JSON object")},
    {"instance", 'i', N_("DIR"),
     N_("Postfix: this one alone; default: all of postmulti -l")},
    {"sendmail-cf", 256, N_("FILE"), N_("Sendmail: look at this one")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("doctor [options]"),
    N_("Look at the settings, the key, the database, the spool, the disk, the\n"
       "daemon and the MTA: a line a check, and what mends it.  As root it tries\n"
       "the socket as the MTA's user does."),
    options,
    N_("exit: 0 nothing has failed, 1 something has, 2 wrong usage"),
};

struct request {
    const char *config, *instance, *cf;
    bool json;
};

static void check_settings(const struct am_settings *settings, const char *path,
                           struct am_checks *checks)
{
    struct am_rules *rules = NULL;
    struct am_err err;

    if (am_meaning_check(settings, &rules, &err) < 0) {
        struct am_check *check = am_checks_add(
            checks, "config", AM_VERDICT_FAILED, "%s: %s", path, err.text);
        am_check_fix(check, _("change it, then: attachmeter config --check %s"),
                     path);
        return;
    }
    am_checks_add(checks, "config", AM_VERDICT_OK,
                  access(path, F_OK) == 0 ? _("%s: right")
                                          : _("%s: not there, so the defaults "
                                              "are in force"),
                  path);
    if (!am_rules_know_domains(rules)) {
        struct am_check *check = am_checks_add(
            checks, "domains", AM_VERDICT_NOTE,
            _("local_domains is empty: the MTA's word for a recipient decides "
              "whether it is yours"));
        am_check_fix(check, _("attachmeter setup postfix (or sendmail) says "
                              "which they are"));
    }
    am_rules_destroy(&rules);
}

static void examine(const struct request *request,
                    const struct am_settings *settings,
                    struct am_checks *checks)
{
    struct am_doctor doctor = {
        .settings = settings,
        .instance = request->instance,
        .cf = request->cf,
        .checks = checks,
    };

    check_settings(settings,
                   request->config != NULL ? request->config : AM_CONFIG_PATH,
                   checks);
    am_doctor_files(&doctor);
    am_doctor_room(&doctor);
    am_doctor_daemon(&doctor);
    am_doctor_mta(&doctor);
    am_store_close(&doctor.store);
}

static int run(const struct request *request)
{
    static struct am_checks checks; /* too large for a stack */
    struct am_config *config = NULL;
    struct am_err err;

    if (am_config_open(&config, request->config, &err) < 0) {
        struct am_check *check = am_checks_add(
            &checks, "config", am_verdict_of(&err), "%s", err.text);
        am_check_fix(check, err.code == AM_EACCESS
                                ? _("run this as root: without it nothing "
                                    "else can be looked at")
                                : _("change it; until then nothing else can "
                                    "be looked at"));
    } else {
        examine(request, am_config_settings(config), &checks);
        am_config_close(&config);
    }
    if (!request->json) {
        am_checks_print(&checks);
    } else if (am_checks_print_json(&checks, &err) < 0) {
        return am_failure(&err);
    }
    return am_checks_failed(&checks) ? AM_EXIT_FAILED : AM_EXIT_OK;
}

int am_cmd_doctor(int argc, char **argv)
{
    struct request request = {0};
    struct am_err err;
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD)
            return AM_EXIT_USAGE;
        if (letter == 'j') {
            request.json = true;
        } else if (letter == 'i') {
            request.instance = optarg;
        } else if (letter == 256) {
            request.cf = optarg;
        } else {
            request.config = optarg;
        }
    }
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    /* JSON speaks one language, and its texts are made as they are found. */
    if (request.json && am_language_use("en", &err) < 0)
        return am_failure(&err);
    return run(&request);
}
