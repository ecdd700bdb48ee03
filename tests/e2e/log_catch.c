/*
 * log_catch - loaded before the C library, keeps what a program tells syslog in
 * the file $AM_LOG: facility and level as numbers, then the text.  Does without
 * <syslog.h>, which may make another function of syslog().
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void openlog(const char *name, int options, int number);
void syslog(int level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void __syslog_chk(int level, int flag, const char *format, ...) // NOLINT
    __attribute__((format(printf, 3, 4)));

static int facility;

void openlog(const char *name, int options, int number)
{
    (void)name;
    (void)options;
    facility = number;
}

static void keep(int level, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void keep(int level, const char *format, va_list args)
{
    const char *path = getenv("AM_LOG"); /* NOLINT(concurrency-mt-unsafe) */
    FILE *file = path != NULL ? fopen(path, "ae") : NULL;

    if (file == NULL)
        return;
    fprintf(file, "%d ", facility | level);
    vfprintf(file, format, args);
    fputc('\n', file);
    fclose(file);
}

void syslog(int level, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    keep(level, format, args);
    va_end(args);
}

/* What syslog() is where the C library checks formats. */
void __syslog_chk(int level, int flag, const char *format, ...) // NOLINT
{
    va_list args;

    (void)flag;
    va_start(args, format);
    keep(level, format, args);
    va_end(args);
}
