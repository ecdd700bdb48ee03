/*
 * store_progress - how far a view has read the database, as cli/progress shows
 * it: attachments, their rate and the time that remains for this pass over
 * them; or for how long it has been reading, where sums of days are read.
 */
#ifndef AM_CLI_STORE_PROGRESS_H
#define AM_CLI_STORE_PROGRESS_H

#include <stdint.h>

#include "cli/progress.h"
#include "store/store.h"

struct am_store_progress {
    struct am_progress line;
    struct am_store *store;
    int64_t done;        /* when it was told last */
    double pass_began_s; /* of the line's time: some views read twice */
};

/* Begin to watch the store, which may be NULL and must stay; it tells nothing
 * before AM_PROGRESS_DELAY_S. */
void am_store_progress_begin(struct am_store_progress *progress,
                             struct am_store *store, const char *command,
                             bool is_wanted);

void am_store_progress_end(struct am_store_progress *progress);

#endif
