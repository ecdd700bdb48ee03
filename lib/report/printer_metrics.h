/*
 * printer_metrics - struct am_metrics for a monitoring system to read.
 *
 * In two formats: the classic one of Prometheus, 0.0.4, which is all that
 * node_exporter's textfile collector reads, and OpenMetrics 1.0.0.  Both have
 * the same families, in base units; names begin with attachmeter_.  Labels are
 * of fixed lists: scope, class, family, direction, reason, result, part; none
 * of them is a domain.  There is no CO2e: a dashboard would drop its interval.
 * What could not be gathered is left out, and attachmeter_readable says so.
 *
 * Depends on neither language nor locale.  doc/attachmeter/README.grafana.md
 * has what to do with it; attachmeter(1) lists the families.
 */
#ifndef AM_REPORT_PRINTER_METRICS_H
#define AM_REPORT_PRINTER_METRICS_H

#include <stdio.h>

#include "base/err.h"
#include "report/metrics.h"

enum am_metrics_format {
    AM_METRICS_PROMETHEUS,
    AM_METRICS_OPENMETRICS,
    AM_METRICS_FORMAT_COUNT
};

/* "prometheus", "openmetrics". */
const char *am_metrics_format_name(enum am_metrics_format format);

/* What an HTTP server says of it in Content-Type. */
const char *am_metrics_content_type(enum am_metrics_format format);

/* Write them on out.  Fails with AM_EIO. */
AM_MUST_CHECK int am_metrics_write(FILE *out, enum am_metrics_format format,
                                   const struct am_metrics *metrics,
                                   struct am_err *err);

#endif
