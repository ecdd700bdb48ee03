/*
 * scan_progress - how far a scan is: files, bytes, rate, and the time that
 * remains, as cli/progress shows it.
 *
 * What there is in all is counted by a thread of its own, which walks the same
 * paths and opens nothing; until it is through, no time is told.
 */
#ifndef AM_CLI_SCAN_PROGRESS_H
#define AM_CLI_SCAN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct am_scan_progress;

/* Begin; paths are ended by NULL and must stay.  NULL, which all below bear:
 * there is nobody to tell, or no memory. */
struct am_scan_progress *am_scan_progress_start(char **paths, bool is_wanted);

/* So many files are done, with so many bytes; bytes_read of them by reading. */
void am_scan_progress_tell(struct am_scan_progress *progress, uint64_t files,
                           uint64_t bytes, uint64_t bytes_read);

/* Erase the line, free *progress and set it to NULL. */
void am_scan_progress_stop(struct am_scan_progress **progress);

#endif
