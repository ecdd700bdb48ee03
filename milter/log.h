/*
 * log - what the daemon says: to syslog beside the MTA's lines, and to standard
 * error where somebody looks.  One line each, in Postfix's manner.  Never a
 * name, an address or a digest: the callers keep to that, text from mail is at
 * most a queue id.
 */
#ifndef AM_MILTER_LOG_H
#define AM_MILTER_LOG_H

#include <stdbool.h>

#include "base/err.h"

/* Log to the syslog facility of that name ("mail"), and to standard error if
 * to_stderr.  Before that, lines go to standard error alone. */
void am_log_open(const char *facility, bool to_stderr);

/* From now on to this facility. */
void am_log_change(const char *facility);

/* Any thread.  What may not be shown (base/safe) becomes \xNN,
 * a long line is cut. */
void am_log_info(const char *format, ...) AM_PRINTF(1, 2);
void am_log_warning(const char *format, ...) AM_PRINTF(1, 2);
void am_log_error(const char *format, ...) AM_PRINTF(1, 2);

/* Why the daemon ends: to standard error always, as somebody started it. */
void am_log_failure(const char *text);

#endif
