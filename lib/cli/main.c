/*
 * main - `attachmeter COMMAND`: finds the command and runs it.
 *
 * Knows no command's options.  LC_NUMERIC stays "C" in the whole process:
 * libconfuse and the factors read numbers with a point.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/options.h"

static const struct {
    const char *name;
    am_command_fn *run;
    const char *summary;
} commands[] = {
    {"report", am_cmd_report, N_("what the copies of attachments cost")},
    {"top", am_cmd_top, N_("the contents, types or domains to begin with")},
    {"whatif", am_cmd_whatif,
     N_("what links to one shared copy would have saved")},
    {"histogram", am_cmd_histogram, N_("by recipients, repeats or size")},
    {"trend", am_cmd_trend, N_("figures over time, and growth a year")},
    {"claims", am_cmd_claims,
     N_("what is said in public, held against your mail")},
    {"scan", am_cmd_scan, N_("a report of stored mail: Maildir, mbox, files")},
    {"estimate", am_cmd_estimate,
     N_("the carbon model on quantities you give")},
    {"demo", am_cmd_demo, N_("a day of made-up mail through the real daemon")},
#ifdef AM_SERVE
    {"serve", am_cmd_serve,
     N_("the page, metrics and health over HTTP, locally")},
#endif
    {"lookup", am_cmd_lookup, N_("was this file seen, how often")},
    {"forget", am_cmd_forget, N_("delete what is known of one file")},
    {"purge", am_cmd_purge, N_("delete what is too old now")},
    {"ship", am_cmd_ship, N_("send rows on to the fleet, audit, repair")},
    {"fleet", am_cmd_fleet,
     N_("tables of many relays on ClickHouse: made, checked")},
    {"backup", am_cmd_backup, N_("a copy of the database, while it is used")},
    {"merge", am_cmd_merge, N_("the databases of several relays as one")},
    {"key", am_cmd_key, N_("the key of the fingerprints: show, change, share")},
    {"setup", am_cmd_setup, N_("the lines that add it to Postfix or Sendmail")},
    {"doctor", am_cmd_doctor, N_("is all as it should be, and what mends it")},
    {"status", am_cmd_status, N_("is the daemon up, what has it recorded")},
    {"metrics", am_cmd_metrics, N_("figures for Prometheus and the like")},
    {"privacy", am_cmd_privacy,
     N_("what is recorded, for how long, and what never")},
    {"config", am_cmd_config, N_("the settings in force, or their defaults")},
    {"factors", am_cmd_factors, N_("the emission factors, with their sources")},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_help(FILE *out)
{
    fputs(_("usage: attachmeter COMMAND [options]\n\n"
            "What do our attachments cost?  Reads what attachmeterd "
            "recorded.\n\n"
            "commands:\n"),
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
    fputs(
        _("\noptions:\n"
          "  -h, --help       print this help; 'attachmeter COMMAND --help' "
          "for one command\n"
          "      --lang LANG  fr or en (default: as LC_ALL, LC_MESSAGES, LANG "
          "say)\n"
          "      --version    print the version\n\n"
          "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range\n"),
        out);
}

static int run(int argc, char **argv)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[0], commands[i].name) == 0)
            return commands[i].run(argc, argv);
    }
    am_complain("%s: no such command; try 'attachmeter --help'", argv[0]);
    return AM_EXIT_USAGE;
}

/* Take --lang off the front.  Returns AM_EXIT_OK, AM_EXIT_USAGE after saying
 * why. */
static int take_language(int *argc, char ***argv)
{
    const char *word = *argc > 1 ? (*argv)[1] : "";
    int taken = 0;
    int status = AM_EXIT_OK;

    if (strncmp(word, "--lang=", 7) == 0) {
        status = am_option_language(word + 7);
        taken = 1;
    } else if (strcmp(word, "--lang") == 0) {
        status = am_option_language(*argc > 2 ? (*argv)[2] : "");
        taken = 2;
    }
    if (taken < *argc) {
        *argc -= taken;
        *argv += taken;
    }
    return status;
}

static int dispatch(int argc, char **argv)
{
    if (take_language(&argc, &argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (argc < 2) {
        print_help(stderr);
        return AM_EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--version") == 0) {
        puts("attachmeter " AM_VERSION);
        return AM_EXIT_OK;
    }
    if (strcmp(word, "help") == 0 && argc > 2) {
        static char help[] = "--help";
        char *args[] = {argv[2], help, NULL};
        return run(2, args);
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
        strcmp(word, "help") == 0) {
        print_help(stdout);
        return AM_EXIT_OK;
    }
    return run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    /* A reader that has seen enough (head) is not an error: end quietly. */
    signal(SIGPIPE, SIG_DFL);
    struct am_err err;
    if (am_language_use(NULL, &err) < 0)
        am_complain("%s", err.text);
    int status = dispatch(argc, argv);
    if (fflush(stdout) != 0 && status == AM_EXIT_OK) {
        am_complain("cannot write the output: %s", strerror(errno)); // NOLINT
        status = AM_EXIT_FAILED;
    }
    return status;
}
