/*
 * options - a command's options as one table, from which getopt_long, the help
 * text and the checks of the completion are made.
 */
#ifndef AM_CLI_OPTIONS_H
#define AM_CLI_OPTIONS_H

#include <stdio.h>

#include "base/err.h"

struct am_option {
    const char *name; /* long name, NULL ends the table */
    int letter;       /* short option, or a number over 255 for none */
    const char *arg;  /* word for its argument, NULL if it takes none */
    const char *help; /* one line; this and arg are marked with N_() */
};

struct am_usage {
    /* All of them are marked with N_(). */
    const char *synopsis; /* "report [options]" */
    const char *summary;  /* what the command does, one or more lines */
    const struct am_option *options;
    const char *notes; /* printed after the options; may be NULL */
};

/* For a table of options. */
#define AM_OPTION_CONFIG                                                      \
 {                                                                            \
  "config", 'c', N_("FILE"), N_("default: /etc/attachmeter/attachmeter.conf") \
 }

#define AM_OPTION_END (-1)
#define AM_OPTION_BAD '?'

/*
 * The next option's letter; its argument is in the global optarg.  Two options
 * are known to every command: --lang takes effect at once; --help (-h) prints
 * the help on stdout and exits with 0.
 * AM_OPTION_BAD: a usage error was printed on stderr; return AM_EXIT_USAGE.
 * AM_OPTION_END: no more; what is left begins at optind.
 */
int am_option_next(int argc, char **argv, const struct am_usage *usage);

/* The long name of the option with that letter; "" if there is none. */
const char *am_option_name(const struct am_option *options, int letter);

/* Speak as --lang wants.  Returns AM_EXIT_OK, or AM_EXIT_USAGE and has said
 * why. */
int am_option_language(const char *lang);

/* Print "attachmeter: text" on stderr, one line, escaped for a terminal; the
 * format is translated here. */
void am_complain(const char *format, ...) AM_PRINTF(1, 2);

/* am_complain() of a failure; returns AM_EXIT_FAILED. */
int am_failure(const struct am_err *err);

/* The same as am_complain(), then "try 'attachmeter NAME --help'"; returns
 * AM_EXIT_USAGE. */
int am_usage_error(const char *command, const char *format, ...)
    AM_PRINTF(2, 3);

/* Behind the options of a command nothing may stand.  Returns AM_EXIT_OK, or
 * AM_EXIT_USAGE and has said what does. */
int am_no_argument(int argc, char **argv);

/*
 * Write text to out, what base/safe.h calls unsafe as \xNN: for anything that
 * came from mail, a file name or a database.
 */
void am_print_safe(FILE *out, const char *text);

#endif
