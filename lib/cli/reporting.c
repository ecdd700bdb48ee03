/*
 * reporting - see reporting.h.
 */
#include "cli/reporting.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/command.h"
#include "cli/outfile.h"
#include "meter/policy.h"
#include "report/printer_json.h"
#include "report/printer_table.h"

const struct am_reporting am_reporting_default = {.by = AM_BY_FAMILY};

static const char *class_name(unsigned number)
{
    return am_class_name((enum am_class)number);
}

static const char *direction_name(unsigned number)
{
    return am_direction_name((enum am_direction)number);
}

/* The bit of the first word of a list, whose size is word_size; 0: unknown. */
static unsigned word_bit(const char *word, size_t word_size,
                         const char *(*name)(unsigned), unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (strlen(name(i)) == word_size &&
            strncmp(name(i), word, word_size) == 0)
            return 1U << i;
    }
    return 0;
}

/* "all", or words with commas between; -1 if one of them is unknown. */
static int parse_words(const char *list, const char *(*name)(unsigned),
                       unsigned count, unsigned *set)
{
    *set = 0;
    if (strcmp(list, "all") == 0)
        return 0;
    for (;;) {
        size_t size = strcspn(list, ",");
        unsigned bit = word_bit(list, size, name, count);
        if (bit == 0)
            return -1;
        *set |= bit;
        if (list[size] == '\0')
            return 0;
        list += size + 1;
    }
}

static int parse_by(struct am_reporting *reporting, const char *word)
{
    enum am_by by = am_by_of(word);

    if (by == AM_BY_COUNT || by == AM_BY_DOMAIN)
        return -1;
    reporting->by = by;
    return 0;
}

static int parse_format(struct am_reporting *reporting, const char *word)
{
    reporting->json = strcmp(word, "json") == 0;
    return reporting->json || strcmp(word, "table") == 0 ? 0 : -1;
}

static int parse_units(struct am_reporting *reporting, const char *word)
{
    static const char *const names[] = {"si", "iec", "raw"};

    for (int i = 0; i < 3; i++) {
        if (strcmp(word, names[i]) == 0) {
            reporting->units = (enum am_unit_style)i;
            return 0;
        }
    }
    return -1;
}

static int parse_year(struct am_reporting *reporting, const char *word)
{
    char *end = NULL;
    long year = strtol(word, &end, 10);

    if (end == word || *end != '\0' || year < 1970 || year > 9999)
        return -1;
    reporting->year = (int)year;
    return 0;
}

static int add_set(struct am_reporting *reporting, const char *text)
{
    if (reporting->set_count == AM_REPORTING_SETS)
        return -1;
    reporting->sets[reporting->set_count++] = text;
    return 0;
}

static int take_word(struct am_reporting *reporting, int letter,
                     const char *word)
{
    switch (letter) {
    case AM_REPORTING_BY:
        return parse_by(reporting, word);
    case AM_REPORTING_CLASS:
        return parse_words(word, class_name, AM_CLASS_COUNT,
                           &reporting->classes);
    case AM_REPORTING_DIRECTION:
        return parse_words(word, direction_name, AM_DIRECTION_COUNT,
                           &reporting->directions);
    case AM_REPORTING_FORMAT:
        return parse_format(reporting, word);
    case AM_REPORTING_UNITS:
        return parse_units(reporting, word);
    case AM_REPORTING_YEAR:
        return parse_year(reporting, word);
    default:
        return add_set(reporting, word);
    }
}

int am_reporting_option(struct am_reporting *reporting, int letter,
                        const char *argument, const char *command)
{
    static const char *const names[] = {"class", "direction", "by",   "format",
                                        "units", "country",   "year", "set"};

    if (letter == 'o') {
        reporting->output = argument;
        return AM_EXIT_OK;
    }
    if (letter < AM_REPORTING_CLASS || letter >= AM_REPORTING_END)
        return -1;
    if (letter == AM_REPORTING_COUNTRY) {
        reporting->country = argument;
        return AM_EXIT_OK;
    }
    if (letter == AM_REPORTING_FACTORS) {
        reporting->factors = argument;
        return AM_EXIT_OK;
    }
    if (take_word(reporting, letter, argument) == 0)
        return AM_EXIT_OK;
    return am_usage_error(command, "--%s %s: not one of what it takes",
                          names[letter - AM_REPORTING_CLASS], argument);
}

static int set_factors(const struct am_reporting *reporting,
                       const struct am_settings *settings,
                       struct am_factors *factors, struct am_err *err)
{
    const char *const *configured = settings->factors;

    for (; configured != NULL && *configured != NULL; configured++) {
        if (am_factors_set(factors, *configured, AM_FACTOR_CONFIG, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < reporting->set_count; i++) {
        if (am_factors_set(factors, reporting->sets[i], AM_FACTOR_OPTION, err) <
            0)
            return -1;
    }
    return 0;
}

int am_reporting_factors(const struct am_reporting *reporting,
                         const struct am_settings *settings,
                         struct am_factors *factors)
{
    struct am_err err;
    const char *path = reporting->factors != NULL ? reporting->factors
                                                  : settings->factors_file;

    if (am_factors_load(factors, path, &err) < 0) {
        am_complain("%s", err.text);
        return -1;
    }
    if (set_factors(reporting, settings, factors, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    am_factors_free(factors);
    return -1;
}

int am_reporting_make(const struct am_reporting *reporting,
                      const struct am_reporting_input *input,
                      struct am_factors *factors, struct am_report **report)
{
    struct am_err err;
    struct am_report_request request = {
        .period = *input->period,
        .classes = reporting->classes,
        .directions = reporting->directions,
        .by = reporting->by,
        .now_s = time(NULL),
        .source = input->source,
        .country = reporting->country != NULL ? reporting->country
                                              : input->settings->country,
        .year = reporting->year,
        .factors = factors,
    };

    if (am_report_make(report, input->store, &request, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}

static int print_report(const struct am_reporting *reporting,
                        const struct am_report *report)
{
    struct am_outfile outfile;
    struct am_err err;

    if (am_outfile_open(&outfile, reporting->output, &err) < 0) {
        am_complain("%s", err.text);
        return AM_EXIT_FAILED;
    }
    int failed = reporting->json
                     ? am_printer_json_print(report, outfile.stream, &err)
                     : am_printer_table_print(report, reporting->units,
                                              outfile.stream, &err);
    if (failed) {
        am_outfile_drop(&outfile);
    } else {
        failed = am_outfile_close(&outfile, &err);
    }
    if (!failed)
        return AM_EXIT_OK;
    am_complain("%s", err.text);
    return AM_EXIT_FAILED;
}

static int finish(const struct am_reporting *reporting,
                  const struct am_report *report)
{
    char from[AM_DAY_TEXT_SIZE];
    char last[AM_DAY_TEXT_SIZE];

    if (!am_report_is_empty(report))
        return print_report(reporting, report);
    if (reporting->json && print_report(reporting, report) != AM_EXIT_OK)
        return AM_EXIT_FAILED;
    am_complain("%s: no message from %s to %s", report->request.source,
                am_format_day(report->period.from_day, from),
                am_format_day(report->period.until_day - 1, last));
    return AM_EXIT_NO_DATA;
}

int am_reporting_run(const struct am_reporting *reporting,
                     const struct am_reporting_input *input)
{
    struct am_factors factors;
    struct am_report *report = NULL;

    if (am_reporting_factors(reporting, input->settings, &factors) < 0)
        return AM_EXIT_FAILED;
    int status = AM_EXIT_FAILED;
    if (am_reporting_make(reporting, input, &factors, &report) == 0) {
        if (report->impact.factors.grid_is_fallback) {
            am_complain("%s: no such country in the factor file: the grid of "
                        "WORLD is used",
                        report->request.country);
        }
        status = finish(reporting, report);
    }
    am_report_free(&report);
    am_factors_free(&factors);
    return status;
}
