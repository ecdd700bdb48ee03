/*
 * reporting - what report, scan and demo have in common: the options of a
 * report, and from an open store to the printed thing.
 */
#ifndef AM_CLI_REPORTING_H
#define AM_CLI_REPORTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/units.h"
#include "cli/options.h"
#include "report/report.h"

#define AM_REPORTING_SETS 32 /* --set may be given so often */

/* Letters of options without a short form; a command's own begin at
 * AM_REPORTING_END. */
enum am_reporting_letter {
    AM_REPORTING_CLASS = 256,
    AM_REPORTING_DIRECTION,
    AM_REPORTING_BY,
    AM_REPORTING_FORMAT,
    AM_REPORTING_UNITS,
    AM_REPORTING_COUNTRY,
    AM_REPORTING_YEAR,
    AM_REPORTING_SET,
    AM_REPORTING_FACTORS,
    AM_REPORTING_END
};

/* For a command's table of options. */
#define AM_REPORTING_OPTIONS                                               \
 {"by", AM_REPORTING_BY, "WHAT",                                           \
  "rows: type (default), day, class, direction"},                          \
     {"class", AM_REPORTING_CLASS, "LIST",                                 \
      "attachment,inline,signature,opaque or all"},                        \
     {"direction", AM_REPORTING_DIRECTION, "LIST",                         \
      "inbound,outbound,internal,transit or all"},                         \
     {"format", AM_REPORTING_FORMAT, "FORMAT", "table (default) or json"}, \
     {"units", AM_REPORTING_UNITS, "UNITS",                                \
      "of the table: si (default), iec or raw"},                           \
     {"country", AM_REPORTING_COUNTRY, "CODE",                             \
      "grid of this country (ISO 3166 alpha-3)"},                          \
     {"year", AM_REPORTING_YEAR, "YEAR",                                   \
      "grid of this year (default: the range's end)"},                     \
     {"set", AM_REPORTING_SET, "ID=VALUE",                                 \
      "a factor: a value, or low,central,high; repeat"},                   \
     {"factors", AM_REPORTING_FACTORS, "FILE",                             \
      "factor file in place of the built-in one"},                         \
 {                                                                         \
  "output", 'o', "FILE", "write to FILE, whole or not at all"              \
 }

struct am_reporting {
    unsigned classes, directions;
    enum am_by by;
    bool json;
    enum am_unit_style units;
    const char *country, *factors, *output; /* NULL: not given */
    int year;
    const char *sets[AM_REPORTING_SETS];
    size_t set_count;
};

/* What holds without options. */
extern const struct am_reporting am_reporting_default;

/*
 * Take an option of the table above.  Returns AM_EXIT_OK, or AM_EXIT_USAGE
 * after having said why; -1: the letter is none of these.
 */
int am_reporting_option(struct am_reporting *reporting, int letter,
                        const char *argument, const char *command);

/* What is read. */
struct am_reporting_input {
    struct am_store *store;
    const struct am_period *period;
    const struct am_settings *settings;
    const char *source; /* its name, for messages and the report */
};

/*
 * Make the report of a range and print it, to stdout or the file of --output.
 * Returns an enum am_exit, having said what was wrong; without data:
 * AM_EXIT_NO_DATA, and only JSON is printed.
 */
int am_reporting_run(const struct am_reporting *reporting,
                     const struct am_reporting_input *input);

/*
 * The pieces of it, for those who show a report in another way.  Both say what
 * is wrong.  The factors must outlive the report and be freed by the caller.
 */
AM_MUST_CHECK int am_reporting_factors(const struct am_reporting *reporting,
                                       const struct am_settings *settings,
                                       struct am_factors *factors);
AM_MUST_CHECK int am_reporting_make(const struct am_reporting *reporting,
                                    const struct am_reporting_input *input,
                                    struct am_factors *factors,
                                    struct am_report **report);

#endif
