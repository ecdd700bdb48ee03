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

#include "cli/command.h"
#include "cli/options.h"

static const struct {
    const char *name;
    am_command_fn *run;
    const char *summary;
} commands[] = {
    {"report", am_cmd_report, "what the copies of attachments cost"},
    {"top", am_cmd_top, "the contents, types or domains to begin with"},
    {"whatif", am_cmd_whatif, "what links to one shared copy would have saved"},
    {"histogram", am_cmd_histogram, "by recipients, repeats or size"},
    {"trend", am_cmd_trend, "figures over time, and growth a year"},
    {"claims", am_cmd_claims, "what is said in public, held against your mail"},
    {"scan", am_cmd_scan, "a report of stored mail: Maildir, mbox, files"},
    {"estimate", am_cmd_estimate, "the carbon model on quantities you give"},
    {"demo", am_cmd_demo, "a day of made-up mail through the real daemon"},
    {"lookup", am_cmd_lookup, "was this file seen, how often"},
    {"forget", am_cmd_forget, "delete what is known of one file"},
    {"purge", am_cmd_purge, "delete what is too old now"},
    {"status", am_cmd_status, "is the daemon up, what has it recorded"},
    {"config", am_cmd_config, "the settings in force, or their defaults"},
    {"factors", am_cmd_factors, "the emission factors, with their sources"},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_help(FILE *out)
{
    fputs("usage: attachmeter COMMAND [options]\n\n"
          "What do our attachments cost?  Reads what attachmeterd recorded.\n\n"
          "commands:\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\noptions:\n"
          "  -h, --help     print this help; 'attachmeter COMMAND --help' for "
          "one command\n"
          "      --version  print the version\n\n"
          "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range\n",
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

static int dispatch(int argc, char **argv)
{
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
    int status = dispatch(argc, argv);
    if (fflush(stdout) != 0 && status == AM_EXIT_OK) {
        am_complain("cannot write the output: %s", strerror(errno)); // NOLINT
        status = AM_EXIT_FAILED;
    }
    return status;
}
