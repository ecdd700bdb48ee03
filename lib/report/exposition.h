/*
 * exposition - families of samples in the two text formats that monitoring
 * systems read: the classic one of Prometheus, 0.0.4, and OpenMetrics 1.0.0.
 *
 * Says how they are written, not which there are (printer_metrics.h does).
 * Depends on neither language nor locale.  Looks at no error of the stream: the
 * caller does, once, at the end.
 */
#ifndef AM_REPORT_EXPOSITION_H
#define AM_REPORT_EXPOSITION_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "spool/tally.h"

enum am_exposition_type {
    AM_EXPOSITION_GAUGE,
    AM_EXPOSITION_COUNTER,
    AM_EXPOSITION_HISTOGRAM,
    AM_EXPOSITION_INFO
};

/* A family; its name is without attachmeter_, _total and _info. */
struct am_exposition_family {
    const char *name;
    enum am_exposition_type type;
    const char *unit; /* the end of the name; NULL: a number of things */
    const char *help; /* one line, without a backslash */
};

struct am_exposition {
    FILE *out;
    bool is_open; /* OpenMetrics */
    const struct am_exposition_family *family;
};

/* Names and values of up to two labels in turn; NULL for a name: none. */
#define AM_EXPOSITION_LABELS 4

/* A family follows, which must stay until the next one. */
void am_exposition_begin(struct am_exposition *exposition,
                         const struct am_exposition_family *family);

/* A sample of it; values of labels may hold anything. */
void am_exposition_put(const struct am_exposition *exposition,
                       const char *const labels[AM_EXPOSITION_LABELS],
                       int64_t value);

/* A sample with one label, or with none if it is NULL. */
void am_exposition_put_one(const struct am_exposition *exposition,
                           const char *label, const char *text, int64_t value);

/* When a counter began, in seconds since 1970; the classic format has no place
 * for it. */
void am_exposition_put_created(const struct am_exposition *exposition,
                               const char *const labels[AM_EXPOSITION_LABELS],
                               int64_t time_s);

/* A family of one histogram. */
void am_exposition_put_histogram(struct am_exposition *exposition,
                                 const struct am_exposition_family *family,
                                 const struct am_tally_histogram *histogram);

/* No more families. */
void am_exposition_end(struct am_exposition *exposition);

#endif
