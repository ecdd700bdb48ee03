/*
 * reporting - what report, scan and demo have in common: the options of a
 * report, and from an open store to the printed thing.
 */
#ifndef AM_CLI_REPORTING_H
#define AM_CLI_REPORTING_H

#include "base/language.h"
#include "cli/modelling.h"
#include "cli/viewing.h"
#include "report/mail.h"
#include "report/page.h"
#include "report/report.h"

/* A command's own letters begin at AM_REPORTING_END. */
enum am_reporting_letter {
    AM_REPORTING_BY = AM_MODELLING_END,
    AM_REPORTING_EXPLAIN,
    AM_REPORTING_TO,
    AM_REPORTING_FROM,
    AM_REPORTING_END
};

/* For a command's table of options. */
#define AM_REPORTING_OPTIONS                                         \
 {"by", AM_REPORTING_BY, N_("WHAT"),                                 \
  N_("rows by type, domain, class, direction, day .. year; A,B")},   \
     AM_VIEWING_PROFILE, AM_VIEWING_SELECTION, AM_MODELLING_OPTIONS, \
     {"explain", AM_REPORTING_EXPLAIN, NULL,                         \
      N_("how the CO2e is worked out, step by step")},               \
     AM_VIEWING_FORMATS_OF(                                          \
         N_("table (default), json, csv, html, mail, poster")),      \
     {"poster", AM_VIEWING_POSTER, NULL,                             \
      N_("one A4 page for a team, as HTML")},                        \
     {"to", AM_REPORTING_TO, N_("ADDRESS"),                          \
      N_("who gets the mail; repeat (default: report_to)")},         \
     {"sender", AM_REPORTING_FROM, N_("ADDRESS"),                    \
      N_("who it is from (default: report_from)")},                  \
     AM_VIEWING_UNITS_OPTION

#define AM_REPORTING_TO_MAX 32 /* addresses given as options */

/* First in the struct of a command that shows a report: its context; all zero
 * is what holds without options. */
struct am_reporting {
    enum am_by by[2]; /* levels of the rows */
    size_t by_count;  /* 0: by type */
    bool is_explained;
    struct am_modelling modelling;
    struct am_factors factors;               /* the report's */
    const char *to[AM_REPORTING_TO_MAX + 1]; /* given; ends in NULL */
    size_t to_count;
    const char *from;            /* NULL: not given */
    struct am_mail_request mail; /* of AM_FORMAT_MAIL: given, or configured */
    struct am_report *report;    /* NULL: not gathered */
    struct am_page *page;        /* of HTML, mail and posters, in its place */
};

/*
 * Fill *request as the options want it, and load reporting->factors, which it
 * refers to.  Fails as am_modelling_factors().
 */
AM_MUST_CHECK int am_reporting_request(struct am_reporting *reporting,
                                       const struct am_viewing *viewing,
                                       const struct am_viewing_input *input,
                                       struct am_report_request *request,
                                       struct am_err *err);

/* Say on stderr that the country asked for is none of the factor file's, unless
 * --quiet. */
void am_reporting_warn(const struct am_reporting *reporting,
                       const struct am_viewing *viewing,
                       const struct am_report_request *request);

/* The functions of a struct am_view, whose context is a struct am_reporting. */
int am_reporting_take(void *context, int letter, const char *argument,
                      const struct am_viewing *viewing);
int am_reporting_check(const void *context, const struct am_viewing *viewing);
AM_MUST_CHECK int am_reporting_gather(void *context,
                                      const struct am_viewing *viewing,
                                      const struct am_viewing_input *input,
                                      struct am_err *err);
am_view_print_fn am_reporting_table, am_reporting_json, am_reporting_csv,
    am_reporting_html, am_reporting_mail, am_reporting_poster;

/* For the print of a struct am_view. */
#define AM_REPORTING_PRINT                                                    \
 {                                                                            \
  [AM_FORMAT_TABLE] = am_reporting_table,                                     \
  [AM_FORMAT_JSON] = am_reporting_json, [AM_FORMAT_CSV] = am_reporting_csv,   \
  [AM_FORMAT_HTML] = am_reporting_html, [AM_FORMAT_MAIL] = am_reporting_mail, \
  [AM_FORMAT_POSTER] = am_reporting_poster,                                   \
 }

/* Free what gathering left in it. */
void am_reporting_free(struct am_reporting *reporting);

#endif
