/*
 * asking - what a request to `attachmeter serve` asks: a path and parameters,
 * read by the same words and the same code as the options of the commands.
 *
 * Knows neither HTTP nor the database.  A struct am_asked holds no text of the
 * request, so that it may outlive it; two that are equal have the same answer.
 */
#ifndef AM_CLI_ASKING_H
#define AM_CLI_ASKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "cli/viewing.h"
#include "report/period.h"

enum am_asked_path {
    AM_ASKED_PAGE,    /* / */
    AM_ASKED_REPORT,  /* /report.json */
    AM_ASKED_METRICS, /* /metrics */
    AM_ASKED_HEALTH,  /* /healthz */
    AM_ASKED_ICON,    /* /favicon.ico: there is none */
    AM_ASKED_PATHS    /* none of these */
};

/* The languages that a request may choose, up to a NULL. */
extern const char *const am_asked_languages[];

struct am_asked {
    enum am_asked_path path;
    int language;        /* a number in am_asked_languages */
    bool is_openmetrics; /* the metrics, else the classic form */
    struct am_period period;
    unsigned classes, directions; /* as in struct am_viewing */
    const char *store;            /* the name of a profile; NULL: configured */
};

/* While the parameters are read. */
struct am_asking {
    enum am_asked_path path;
    int language; /* -1: not given */
    struct am_viewing viewing;
};

/* Which path is it, of a URL without its parameters? */
enum am_asked_path am_asked_path_of(const char *path);

/* The number of "en" or "fr" in am_asked_languages; -1: neither. */
int am_asked_language_of(const char *word);

/* Begin to read the parameters of a path. */
void am_asking_begin(struct am_asking *asking, enum am_asked_path path);

/*
 * Take a parameter; its text is kept until am_asking_end(), not copied.  value
 * is NULL where there is no "=".  Fails with AM_EINVAL, whose text names the
 * parameter and what it takes.
 */
AM_MUST_CHECK int am_asking_take(struct am_asking *asking, const char *name,
                                 const char *value, struct am_err *err);

/*
 * All parameters were taken: fill *asked, but for is_openmetrics; a language
 * that was not asked for is the one given.  Fails as am_period_resolve() does,
 * with the names of the parameters in front.
 */
AM_MUST_CHECK int am_asking_end(const struct am_asking *asking, int language,
                                int64_t today, struct am_asked *asked,
                                struct am_err *err);

/* Do both have the same answer? */
bool am_asked_equal(const struct am_asked *one, const struct am_asked *other);

#endif
