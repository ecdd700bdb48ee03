/*
 * scan_run - what all of `scan` has in common: paths are walked, their files
 * measured by several threads, and what is in them given to somebody, in the
 * order of the walk.
 */
#ifndef AM_CLI_SCAN_RUN_H
#define AM_CLI_SCAN_RUN_H

#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "cli/jobs.h"
#include "cli/walk.h"

/* Who takes what is found; each may fail, and then the scan ends. */
struct am_scan_sink {
    void *context;
    /* A file was found: 1, measure it, as *tag; 0, do not. */
    int (*on_file)(void *context, const struct am_found *found, uint64_t *tag,
                   struct am_err *err);
    /* A record of a file, or its end; errors are told already. */
    int (*on_item)(void *context, const struct am_jobs_item *item,
                   struct am_err *err);
};

/* What was met. */
struct am_scan_counts {
    uint64_t files;                    /* names of files, whatever they are */
    uint64_t bytes;                    /* their sizes */
    uint64_t kinds[AM_MAILFILE_COUNT]; /* files looked into, by what they are */
    uint64_t unread;   /* files and directories that could not be read */
    uint64_t changed;  /* files that changed while they were read */
    uint64_t vanished; /* names that were gone when looked at */
    uint64_t special;  /* names of sockets, pipes, devices, dead links */
};

enum am_scan_result {
    AM_SCAN_DONE,
    AM_SCAN_PARTLY, /* something could not be read, as was told on stderr */
    AM_SCAN_FAILED  /* the sink failed, as was told */
};

/* How many jobs, if nobody says: the cores. */
unsigned am_scan_cores(void);

/* The limits of the configuration. */
struct am_limits am_scan_limits(const struct am_settings *settings);

/* Say on stderr what was met that no report shows: files that hold mail which
 * is not measured, files that changed or went. */
void am_scan_tell(const struct am_scan_counts *counts);

/* Scan the paths, ended by NULL; one that lies below another is left out.  With
 * has_progress a terminal is told how far it is. */
enum am_scan_result am_scan_run(char **paths, const struct am_jobs_setup *setup,
                                const struct am_scan_sink *sink,
                                bool has_progress,
                                struct am_scan_counts *counts);

#endif
