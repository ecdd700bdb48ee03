/*
 * progress - how far a scan is, on a terminal: files, bytes, rate, and the time
 * that remains.  Says nothing where stderr is no terminal.
 *
 * What there is in all is counted by a thread of its own, which walks the same
 * paths and opens nothing; until it is through, no time is told.
 */
#ifndef AM_CLI_PROGRESS_H
#define AM_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct am_progress;

/* Begin; paths are ended by NULL and must stay.  NULL, which all below bear:
 * there is nobody to tell, or no memory. */
struct am_progress *am_progress_start(char **paths);

/* So many files are done, with so many bytes; bytes_read of them by reading.
 * Prints at most five times a second. */
void am_progress_tell(struct am_progress *progress, uint64_t files,
                      uint64_t bytes, uint64_t bytes_read);

/* Print the last line, free *progress and set it to NULL. */
void am_progress_stop(struct am_progress **progress);

#endif
