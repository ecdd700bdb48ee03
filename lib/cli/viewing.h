/*
 * viewing - what every command has that shows a view of the database: the
 * options of range, selection and format, opening, and the way out.
 *
 * A command is then its own options, a function that gathers and one that
 * prints for each format (struct am_view).  Knows nothing of what is shown.
 */
#ifndef AM_CLI_VIEWING_H
#define AM_CLI_VIEWING_H

#include <stdio.h>

#include "base/config.h"
#include "base/language.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "report/csv.h"
#include "report/head.h"
#include "report/look.h"
#include "report/period.h"
#include "store/store.h"

/* Letters of options without a short form; those of cli/modelling.h begin at
 * AM_VIEWING_END. */
enum am_viewing_letter {
    AM_VIEWING_CLASS = 256,
    AM_VIEWING_DIRECTION,
    AM_VIEWING_FORMAT,
    AM_VIEWING_EXCEL_FR,
    AM_VIEWING_UNITS,
    AM_VIEWING_STORE,
    AM_VIEWING_COLOR,
    AM_VIEWING_NO_PAGER,
    AM_VIEWING_NO_PROGRESS,
    AM_VIEWING_POSTER,
    AM_VIEWING_FROM,
    AM_VIEWING_YEAR, /* a year as the range, by an option of the command's */
    AM_VIEWING_END
};

/* For a command's table of options: those it has, by group. */
#define AM_VIEWING_RANGE                                                     \
 {"since", 's', N_("DAY"),                                                   \
  N_("first day: 2026-11-24, today, yesterday, -7d")},                       \
     {"until", 'u', N_("DAY"),                                               \
      N_("the day after the last one (default: tomorrow)")},                 \
     {"last", 'l', N_("DURATION"),                                           \
      N_("that many complete days: 7d, 4w, 12mo")},                          \
     {"day", 'd', N_("DAY"),                                                 \
      N_("one day alone: today, yesterday, 2026-11-24")},                    \
 {                                                                           \
  "month", 'm', N_("MONTH"), N_("a month of the calendar: 2026-11, or last") \
 }
#define AM_VIEWING_SELECTION                         \
 {"class", AM_VIEWING_CLASS, N_("LIST"),             \
  N_("attachment,inline,signature,opaque or all")},  \
 {                                                   \
  "direction", AM_VIEWING_DIRECTION, N_("LIST"),     \
      N_("inbound,outbound,internal,transit or all") \
 }
#define AM_VIEWING_PROFILE                                \
 {                                                        \
  "store", AM_VIEWING_STORE, N_("NAME"),                  \
      N_("what the mail store saves already: plain, ...") \
 }
#define AM_VIEWING_FORMATS_OF(words)                                   \
 {"format", AM_VIEWING_FORMAT, N_("FORMAT"), words},                   \
     {"csv-excel-fr", AM_VIEWING_EXCEL_FR, NULL,                       \
      N_("CSV with semicolons and decimal commas")},                   \
     {"color", AM_VIEWING_COLOR, N_("WHEN"),                           \
      N_("auto (default), always or never")},                          \
     {"no-pager", AM_VIEWING_NO_PAGER, NULL,                           \
      N_("no pager for a long output")},                               \
     {"no-progress", AM_VIEWING_NO_PROGRESS, NULL,                     \
      N_("do not tell how far it is")},                                \
     {"quiet", 'q', NULL, N_("errors only: no remarks, no progress")}, \
 {                                                                     \
  "output", 'o', N_("FILE"), N_("write to FILE, whole or not at all")  \
 }
#define AM_VIEWING_FORMATS \
 AM_VIEWING_FORMATS_OF(N_("table (default), json or csv"))
#define AM_VIEWING_UNITS_OPTION                    \
 {                                                 \
  "units", AM_VIEWING_UNITS, N_("UNITS"),          \
      N_("of the table: si (default), iec or raw") \
 }
#define AM_VIEWING_OUTPUT AM_VIEWING_FORMATS, AM_VIEWING_UNITS_OPTION
#define AM_VIEWING_SOURCE \
 {"database", 'D', N_("FILE"), N_("read this database")}, AM_OPTION_CONFIG
/* The same, where a fleet may be read in its place. */
#define AM_VIEWING_SOURCES                                    \
 AM_VIEWING_SOURCE,                                           \
 {                                                            \
  "from", AM_VIEWING_FROM, N_("FLEET"),                       \
      N_("read all relays: fleet, or clickhouse://HOST:PORT") \
 }

enum am_format {
    AM_FORMAT_TABLE,
    AM_FORMAT_JSON,
    AM_FORMAT_CSV,
    AM_FORMAT_HTML,
    AM_FORMAT_MAIL,
    AM_FORMAT_POSTER,
    AM_FORMAT_COUNT
};

/* What these options asked for; all zero is what holds without any. */
struct am_viewing {
    const char *command;                    /* its name, for messages */
    const char *config, *database, *output; /* NULL: not given */
    const char *from;                       /* a fleet; NULL: the database */
    struct am_period_request range;
    unsigned classes, directions; /* bits as in struct am_query; 0: all */
    const char *store;            /* a profile; NULL: as configured */
    enum am_format format;
    enum am_csv_style csv_style;
    enum am_terminal_colour colour;
    bool has_no_pager, has_no_progress;
    bool is_quiet;               /* errors only: no remark, no progress */
    struct am_terminal terminal; /* where it is shown; not one for a file */
    struct am_look look;         /* that follows from it, and the units */
    const char *argument;        /* of am_view.argument */
    int word;                    /* of am_view.words, from 0 */
};

/* What is read. */
struct am_viewing_input {
    struct am_store *store;
    struct am_period period;
    const struct am_settings *settings;
    const char *source;       /* its name, for messages and heads: a path, or
                                 what --from says */
    struct am_config *config; /* NULL: the settings are the caller's */
};

/* Returned by am_view.gather: all is well, but nothing is in the range.  *err
 * may say why, where it is not that there was no message. */
#define AM_VIEWING_NO_DATA 1

/* Prints what was gathered.  Fails with -1 and *err. */
typedef int am_view_print_fn(const void *context,
                             const struct am_viewing *viewing, FILE *out,
                             struct am_err *err);

/* A command; context is its own struct, given to each of the functions. */
struct am_view {
    const struct am_usage *usage;
    const char *argument; /* "FILE": it takes exactly one; NULL: none */
    /* It takes one of these words, up to a NULL, and none is the first of them;
     * NULL: it does not. */
    const char *const *words;
    /* An option of its own.  Returns AM_EXIT_OK, or AM_EXIT_USAGE after
     * am_usage_error().  NULL: it has none. */
    int (*take)(void *context, int letter, const char *argument,
                const struct am_viewing *viewing);
    /* Do the options go together?  Returns as take.  NULL: all do. */
    int (*check)(const void *context, const struct am_viewing *viewing);
    /* Returns 0, AM_VIEWING_NO_DATA, or -1 with *err.  Allocates what it likes
     * in context, also when it fails: the command frees it at its end. */
    int (*gather)(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err);
    am_view_print_fn *print[AM_FORMAT_COUNT]; /* NULL: not in this format */
    /* Does it read sums of days alone, and no single attachments?  NULL: it
     * reads these, too. */
    bool (*is_of_sums)(const struct am_viewing *viewing);
    /* It reads sums of at least so many days before the end of its range. */
    int64_t days_before;
};

/*
 * The whole command: options, configuration, database, gather, print.  Returns
 * an enum am_exit, having said what was wrong.  Without data: AM_EXIT_NO_DATA,
 * and only JSON and CSV are printed.
 */
int am_viewing_run(int argc, char **argv, const struct am_view *view,
                   void *context);

/*
 * The pieces of it, for commands that read something else.  The options of
 * argv, up to optind; returns AM_EXIT_OK or AM_EXIT_USAGE.
 */
int am_viewing_options(struct am_viewing *viewing, int argc, char **argv,
                       const struct am_view *view, void *context);

/*
 * Set one option by its letter; the text is kept, not copied.  argument is NULL
 * for one that takes none.  Returns 0, AM_VIEWING_OTHER (it is none of the
 * options above), or -1 with AM_EINVAL, whose text does not name the option.
 */
#define AM_VIEWING_OTHER 1
AM_MUST_CHECK int am_viewing_set(struct am_viewing *viewing, int letter,
                                 const char *argument, struct am_err *err);

/* Print what was gathered; returns AM_EXIT_OK, or AM_EXIT_FAILED, said. */
int am_viewing_print(const struct am_viewing *viewing,
                     const struct am_view *view, const void *context);

/*
 * Open the configuration, and say from it which database it is; or say why not.
 * Opens no store: that is the caller's, for reading or writing.  Fills *input
 * but for period, and is to be given to am_viewing_close(), also if it fails.
 */
AM_MUST_CHECK int am_viewing_configure(const struct am_viewing *viewing,
                                       struct am_viewing_input *input);

/* Close the store, if there is one, and the configuration. */
void am_viewing_close(struct am_viewing_input *input);

/* What every view is asked, of that input, now.  Fails as am_profile_choose().
 */
AM_MUST_CHECK int am_viewing_ask(const struct am_viewing *viewing,
                                 const struct am_viewing_input *input,
                                 struct am_ask *ask, struct am_err *err);

/* Gather and print; returns as am_viewing_run(). */
int am_viewing_show(const struct am_viewing *viewing,
                    const struct am_viewing_input *input,
                    const struct am_view *view, void *context);

#endif
