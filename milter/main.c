/*
 * main - attachmeterd: options and limits.  Stays in the foreground and never
 * runs as root.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/language.h"
#include "log.h"
#include "serve.h"
#include "signals.h"
#include "start.h"

struct options {
    const char *config; /* NULL: the usual place */
    bool check;
    bool to_stderr;
};

/* What is printed for who typed a command; the log stays English. */
static void print_told(const char *text)
{
    struct am_err err;

    if (am_language_use(NULL, &err) == 0)
        text = _(text);
    fputs(text, stdout);
}

static const char help[] =
    N_("usage: attachmeterd [options]\n\n"
       "A milter that records what the attachments of passing mail weigh.\n"
       "It asks for no right over the mail and stays in the foreground.\n\n"
       "options:\n"
       "  -c, --config FILE  settings (/etc/attachmeter/attachmeter.conf)\n"
       "      --check        read the settings, look at key and database, end\n"
       "  -f, --foreground   log to standard error as well as to syslog\n"
       "  -h, --help         print this help\n"
       "      --version      print the version\n\n"
       "exit: 0 stopped, 64 wrong usage, 71 system, 73 cannot create,\n"
       "      74 input or output, 75 try again, 78 configuration\n");

/* -1: go on; else the status to end with. */
static int read_options(int argc, char **argv, struct options *options)
{
    static const struct option longs[] = {
        {"config", required_argument, NULL, 'c'},
        {"check", no_argument, NULL, 'k'},
        {"foreground", no_argument, NULL, 'f'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    int letter = 0;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread yet */
    while ((letter = getopt_long(argc, argv, "c:fh", longs, NULL)) != -1) {
        switch (letter) {
        case 'c':
            options->config = optarg;
            break;
        case 'k':
            options->check = true;
            break;
        case 'f':
            options->to_stderr = true;
            break;
        case 'h':
            print_told(help);
            return EX_OK;
        case 'v':
            puts("attachmeterd " AM_VERSION);
            return EX_OK;
        default:
            return EX_USAGE;
        }
    }
    if (optind == argc)
        return -1;
    fprintf(stderr, "attachmeterd: %s: unknown argument\n", argv[optind]);
    return EX_USAGE;
}

/* As many connections as we are allowed, and no core with mail in it: neither
 * a file, which one byte is too small for, nor by a program of the system's,
 * which Linux starts under any limit but this one. */
static void set_limits(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    limit.rlim_cur = 1;
    limit.rlim_max = 1;
    setrlimit(RLIMIT_CORE, &limit); /* refused where it is 0 already */
}

static int run(const struct options *options, struct am_parts *parts,
               struct am_err *err)
{
    if (geteuid() == 0 && !options->check) {
        am_err_set(err, AM_EINVAL,
                   "will not run as root: start it as its own user, such as "
                   "setpriv --reuid=attachmeter --regid=attachmeter "
                   "--clear-groups attachmeterd");
        return EX_USAGE;
    }
    int status = am_start_settings(parts, options->config, err);
    if (status != 0)
        return status;
    if (options->check)
        return am_start_check(parts, err);
    am_log_open(parts->settings->syslog_facility,
                options->to_stderr || isatty(STDERR_FILENO));
    set_limits();
    am_signals_hold();
    status = am_start_open(parts, err);
    return status == 0 ? am_serve(parts, options->config, err) : status;
}

int main(int argc, char **argv)
{
    static struct am_parts parts; /* outlives every callback */
    struct options options = {0};
    struct am_err err = {AM_OK, ""};
    int status = read_options(argc, argv, &options);

    if (status >= 0)
        return status;
    status = run(&options, &parts, &err);
    if (status != 0) {
        am_log_failure(err.text);
    } else if (options.check) {
        print_told(N_("attachmeterd: the settings are good\n"));
    }
    am_start_close(&parts);
    return status;
}
