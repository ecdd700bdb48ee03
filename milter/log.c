/* log - see log.h.  Keeps no file of its own, so that nothing is to rotate. */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "base/safe.h"

#define LINE_SIZE 1024

static struct {
    bool syslog, to_stderr;
} outlets = {false, true};

static int facility_of(const char *name)
{
    static const int locals[] = {LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2,
                                 LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5,
                                 LOG_LOCAL6, LOG_LOCAL7};

    if (strncmp(name, "local", 5) == 0 && name[5] >= '0' && name[5] <= '7')
        return locals[name[5] - '0'];
    if (strcmp(name, "daemon") == 0)
        return LOG_DAEMON;
    return strcmp(name, "user") == 0 ? LOG_USER : LOG_MAIL;
}

void am_log_change(const char *facility)
{
    openlog("attachmeterd", LOG_PID | LOG_NDELAY, facility_of(facility));
}

void am_log_open(const char *facility, bool to_stderr)
{
    am_log_change(facility);
    outlets.syslog = true;
    outlets.to_stderr = to_stderr;
}

static void put_line(int priority, const char *level, const char *format,
                     va_list args) AM_PRINTF(3, 0);

static void put_line(int priority, const char *level, const char *format,
                     va_list args)
{
    char text[LINE_SIZE];
    char line[LINE_SIZE];

    vsnprintf(text, sizeof(text), format, args);
    am_safe_text(text, line, sizeof(line));
    if (outlets.syslog)
        syslog(priority, "%s%s", level, line);
    if (outlets.to_stderr)
        fprintf(stderr, "attachmeterd: %s%s\n", level, line);
}

void am_log_info(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    put_line(LOG_INFO, "", format, args);
    va_end(args);
}

void am_log_warning(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    put_line(LOG_WARNING, "warning: ", format, args);
    va_end(args);
}

void am_log_error(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    put_line(LOG_ERR, "error: ", format, args);
    va_end(args);
}

void am_log_failure(const char *text)
{
    outlets.to_stderr = true;
    am_log_error("%s", text);
}
