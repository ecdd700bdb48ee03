/*
 * cmd_setup - `attachmeter setup`: the lines that let an MTA ask the daemon,
 * and those that undo it.
 *
 * Writes nothing without --apply and --undo, reloads no MTA, and never edits
 * attachmeter.conf: whose mail is ours is for the admin to say.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "cli/setup.h"
#include "cli/setup_apply.h"

#define DOMAINS_MAX 64 /* --domain */
#define SENDMAIL_CF "/etc/mail/sendmail.cf"
#define SENDMAIL_MC "/etc/mail/sendmail.mc"

static const struct am_option options[] = {
    {"apply", 'a', NULL, N_("Postfix: make the change, by postconf -e")},
    {"undo", 'u', NULL, N_("Postfix: undo what --apply did")},
    {"instance", 'i', N_("DIR"),
     N_("Postfix: this one alone; default: all of postmulti -l")},
    {"domain", 'd', N_("NAME"),
     N_("Postfix: is it in a table that cannot be listed?")},
    {"sendmail-cf", 256, N_("FILE"), N_("default: /etc/mail/sendmail.cf")},
    {"sendmail-mc", 257, N_("FILE"), N_("default: /etc/mail/sendmail.mc")},
    {"format", 'f', N_("FORMAT"), N_("text (default) or json")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("setup postfix|sendmail [options]"),
    N_("Print the lines that add the daemon behind the milters an MTA has, the\n"
       "lines that undo it, and what the MTA says of your domains and lists.\n"
       "Nothing is changed without --apply."),
    options,
    N_("exit: 0 done, 1 failed, 2 wrong usage"),
};

struct request {
    const char *config, *instance, *cf, *mc;
    bool apply, undo, json;
    const char *domains[DOMAINS_MAX + 1];
    size_t domain_count;
};

static int take_format(struct request *request, const char *word)
{
    request->json = strcmp(word, "json") == 0;
    if (request->json || strcmp(word, "text") == 0)
        return 0;
    am_usage_error("setup", _("%s: no such format: write text or json"), word);
    return -1;
}

static int take_domain(struct request *request, const char *name)
{
    if (request->domain_count == DOMAINS_MAX) {
        am_usage_error("setup", _("more than %d times --domain"), DOMAINS_MAX);
        return -1;
    }
    request->domains[request->domain_count++] = name;
    return 0;
}

static int take_option(struct request *request, int letter)
{
    switch (letter) {
    case 'a':
        request->apply = true;
        return 0;
    case 'u':
        request->undo = true;
        return 0;
    case 'i':
        request->instance = optarg;
        return 0;
    case 'd':
        return take_domain(request, optarg);
    case 256:
        request->cf = optarg;
        return 0;
    case 257:
        request->mc = optarg;
        return 0;
    case 'f':
        return take_format(request, optarg);
    case 'c':
        request->config = optarg;
        return 0;
    default:
        return -1;
    }
}

/* Say what was done to the Postfix in dir, and the command that is due. */
static void tell(const char *dir, const char *what, bool reload)
{
    char option[300];

    am_print_safe(stdout, dir);
    printf(": %s", what);
    if (reload) {
        printf(_("; now: postfix %sreload"),
               am_finding_option(dir, option, sizeof(option)));
    }
    putchar('\n');
}

/* ---- undo ---- */

static int undo_one(const char *dir)
{
    enum am_setup_undone how = AM_SETUP_SAME;
    struct am_err err;

    if (am_setup_undo(dir, &how, &err) < 0)
        return am_failure(&err);
    tell(dir,
         how == AM_SETUP_SAME
             ? _("main.cf is what it was")
             : _("main.cf was changed since: the settings alone were put back"),
         true);
    return AM_EXIT_OK;
}

static int undo(const struct request *request)
{
    struct am_words dirs = {0};
    struct am_err err;
    int status = AM_EXIT_OK;

    if (request->instance != NULL)
        return undo_one(request->instance);
    if (am_postfix_list(&dirs, &err) < 0)
        return am_failure(&err);
    for (size_t i = 0; i < dirs.count; i++) {
        if (undo_one(dirs.words[i].text) != AM_EXIT_OK)
            status = AM_EXIT_FAILED;
    }
    am_words_free(&dirs);
    return status;
}

/* ---- apply ---- */

static int apply(const struct am_setup *setup)
{
    struct am_err err;

    for (size_t i = 0; i < setup->instance_count; i++) {
        const struct am_setup_instance *instance = &setup->instances[i];
        if (instance->edit_count > 0 && am_setup_apply(instance, &err) < 0)
            return am_failure(&err);
        tell(instance->postfix.dir,
             instance->edit_count > 0
                 ? _("attachmeter was added (--undo takes it out again)")
                 : _("attachmeter is there already"),
             instance->edit_count > 0);
    }
    return AM_EXIT_OK;
}

static int show(const struct request *request, const struct am_setup *setup)
{
    struct am_err err;

    if (request->apply)
        return apply(setup);
    if (!request->json) {
        am_setup_print(setup);
        return AM_EXIT_OK;
    }
    return am_setup_print_json(setup, &err) < 0 ? am_failure(&err) : AM_EXIT_OK;
}

static int plan(const struct request *request, bool is_postfix,
                struct am_setup *setup, struct am_err *err)
{
    const char *mc = request->mc;

    if (is_postfix)
        return am_setup_postfix(setup, request->instance, err);
    if (mc == NULL && access(SENDMAIL_MC, R_OK) == 0)
        mc = SENDMAIL_MC;
    return am_setup_sendmail(
        setup, request->cf != NULL ? request->cf : SENDMAIL_CF, mc, err);
}

static int run(const struct request *request, bool is_postfix)
{
    struct am_config *config = NULL;
    struct am_err err;

    if (request->undo)
        return undo(request);
    if (am_opening_config(&config, request->config) < 0)
        return AM_EXIT_FAILED;
    struct am_setup setup = {
        .settings = am_config_settings(config),
        .asked = request->domains,
    };
    int status = plan(request, is_postfix, &setup, &err) < 0
                     ? am_failure(&err)
                     : show(request, &setup);
    am_setup_free(&setup);
    am_config_close(&config);
    return status;
}

int am_cmd_setup(int argc, char **argv)
{
    struct request request = {0};
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (take_option(&request, letter) < 0)
            return AM_EXIT_USAGE;
    }
    const char *mta = optind < argc ? argv[optind] : "";
    bool is_postfix = strcmp(mta, "postfix") == 0;
    if (!is_postfix && strcmp(mta, "sendmail") != 0)
        return am_usage_error("setup", _("which MTA: postfix or sendmail?"));
    if (optind + 1 < argc) {
        return am_usage_error("setup", _("%s: an argument too many"),
                              argv[optind + 1]);
    }
    if (request.apply && request.undo)
        return am_usage_error("setup", _("either --apply or --undo"));
    if (!is_postfix && (request.apply || request.undo)) {
        return am_usage_error("setup", _("sendmail.mc is yours to change: "
                                         "--apply is for Postfix alone"));
    }
    return run(&request, is_postfix);
}
