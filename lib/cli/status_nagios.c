/*
 * status_nagios - the line that monitoring plugins print: see status.h.  In
 * English, whatever the language: programs read it, too.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "cli/status.h"

static const struct {
    const char *name, *unit; /* of performance data */
    double warning, critical;
} measures[AM_STATUS_MEASURES] = {
    [AM_STATUS_GAPS] = {"gaps", "%", 1, 10},
    [AM_STATUS_BACKLOG] = {"backlog", "%", 10, 80},
    [AM_STATUS_LATENCY] = {"latency", "ms", 1000, 5000},
    [AM_STATUS_SILENCE] = {"silence", "s", 60, 600},
    [AM_STATUS_DATABASE] = {"database", "B", 0, 0},
};

static const char *const states[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

void am_status_limits(struct am_status_limits *limits,
                      const struct am_settings *settings)
{
    for (int i = 0; i < AM_STATUS_MEASURES; i++) {
        limits->warning[i] = measures[i].warning;
        limits->critical[i] = measures[i].critical;
    }
    limits->warning[AM_STATUS_DATABASE] =
        settings->max_database_bytes > 0 ? (double)settings->max_database_bytes
                                         : HUGE_VAL;
    limits->critical[AM_STATUS_DATABASE] = HUGE_VAL;
}

int am_status_limit(double limits[AM_STATUS_MEASURES], const char *text,
                    struct am_err *err)
{
    const char *equals = strchr(text, '=');
    size_t size = equals != NULL ? (size_t)(equals - text) : 0;
    char *end = NULL;

    for (int i = 0; equals != NULL && i < AM_STATUS_MEASURES; i++) {
        if (strlen(measures[i].name) != size ||
            strncmp(text, measures[i].name, size) != 0)
            continue;
        double value = strtod(equals + 1, &end);
        if (end == equals + 1 || *end != '\0' || !isfinite(value) || value < 0)
            break;
        limits[i] = value;
        return 0;
    }
    return am_fail(err, AM_EINVAL,
                   "'%.60s' is no threshold: write gaps, backlog, latency, "
                   "silence or database, '=' and a number",
                   text);
}

/* NaN: it cannot be told. */
static void measure(const struct am_status *status,
                    double values[AM_STATUS_MEASURES])
{
    int64_t gaps = am_status_gaps(&status->today);
    int64_t seen = status->today.messages + gaps;
    double limit = (double)status->settings->spool_limit_bytes;

    values[AM_STATUS_GAPS] = seen > 0 ? 100.0 * (double)gaps / (double)seen : 0;
    values[AM_STATUS_BACKLOG] =
        status->has_spool ? 100.0 * (double)status->queue.bytes / limit
                          : (double)NAN;
    values[AM_STATUS_LATENCY] =
        status->has_spool
            ? 1000.0 * am_tally_quantile(&status->tally.eom_s, 0.99)
            : (double)NAN;
    values[AM_STATUS_SILENCE] =
        status->silence_s >= 0 ? (double)status->silence_s : (double)NAN;
    values[AM_STATUS_DATABASE] = (double)status->database_bytes;
}

static enum am_status_state judge(double value, double warning, double critical)
{
    if (value > critical)
        return AM_STATUS_CRITICAL;
    return value > warning ? AM_STATUS_WARNING : AM_STATUS_OK;
}

static void print_number(double value)
{
    if (isfinite(value))
        printf("%.10g", value);
}

static void print_data(const double values[AM_STATUS_MEASURES],
                       const struct am_status_limits *limits)
{
    fputs(" |", stdout);
    for (int i = 0; i < AM_STATUS_MEASURES; i++) {
        if (!isfinite(values[i]))
            continue;
        printf(" %s=%.10g%s;", measures[i].name, values[i], measures[i].unit);
        print_number(limits->warning[i]);
        putchar(';');
        print_number(limits->critical[i]);
        fputs(";0", stdout);
    }
}

/* Without the sign that begins the performance data. */
static void print_reason(const char *text)
{
    char clean[AM_ERR_TEXT_SIZE];

    snprintf(clean, sizeof(clean), "%s", text);
    for (char *p = clean; *p != '\0'; p++) {
        if (*p == '|')
            *p = '/';
    }
    am_print_safe(stdout, clean);
}

enum am_status_state am_status_print_unknown(const char *why)
{
    fputs("ATTACHMETER UNKNOWN - ", stdout);
    print_reason(why);
    putchar('\n');
    return AM_STATUS_UNKNOWN;
}

enum am_status_state am_status_print_nagios(
    const struct am_status *status, const struct am_status_limits *limits)
{
    enum am_status_state state =
        status->answers ? AM_STATUS_OK : AM_STATUS_CRITICAL;
    double values[AM_STATUS_MEASURES];
    char reasons[512] = "";
    size_t used = 0;

    measure(status, values);
    for (int i = 0; i < AM_STATUS_MEASURES; i++) {
        enum am_status_state one =
            judge(values[i], limits->warning[i], limits->critical[i]);
        if (one == AM_STATUS_OK)
            continue;
        used += (size_t)snprintf(reasons + used, sizeof(reasons) - used,
                                 ", %s %.4g%s", measures[i].name, values[i],
                                 measures[i].unit);
        if (one > state)
            state = one;
    }
    printf("ATTACHMETER %s - ", states[state]);
    if (status->answers) {
        fputs("the daemon answers", stdout);
    } else {
        fputs("the daemon does not answer: ", stdout);
        print_reason(status->why_not.text);
    }
    printf(
        "%s, %lld messages today", reasons,
        (long long)(status->today.messages + am_status_gaps(&status->today)));
    print_data(values, limits);
    putchar('\n');
    return state;
}
