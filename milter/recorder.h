/*
 * recorder - the thread that brings records from the spool into the database.
 *
 * The mail does not wait for it: a database that is locked, full or gone costs
 * a delay here, and nothing else.  It opens the database itself when that could
 * not be done at start, and anew when the file was removed or replaced.  When
 * no record waits it lets the keeper delete what is too old; a long queue it
 * leaves for a moment each second, so that another writer has its turn.
 */
#ifndef AM_MILTER_RECORDER_H
#define AM_MILTER_RECORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "keeper.h"
#include "meter/key.h"
#include "spool/spool.h"
#include "store/ingest.h"
#include "store/store.h"

/* What may change while it runs. */
struct am_recorder_terms {
    struct am_ingest_options ingest;
    struct am_keeper_terms keeper;
    int64_t sync_s; /* between two syncs of the spool; 0: with each batch */
};

struct am_recorder_setup {
    const char *database;     /* path */
    const struct am_key *key; /* which the database must be bound to */
    struct am_spool *spool;   /* only this thread reads it */
    struct am_recorder_terms terms;
};

struct am_recorder;

/*
 * Start the thread.  *store, opened for writing or NULL, is taken over and set
 * to NULL.  What setup points to must outlive the thread.  Fails with
 * AM_ENOMEM.
 */
AM_MUST_CHECK int am_recorder_start(struct am_recorder **recorder,
                                    const struct am_recorder_setup *setup,
                                    struct am_store **store,
                                    struct am_err *err);

/*
 * Other terms, any thread: the recorder takes them up before its next batch.  A
 * retention that is under way ends by those of before; the next is tomorrow's.
 */
void am_recorder_change(struct am_recorder *recorder,
                        const struct am_recorder_terms *terms);

/*
 * Take in what the spool still has, for wait_ms at most, end the thread and
 * destroy *recorder, which may be NULL.  What is left stays in the spool, for
 * the next start.
 */
void am_recorder_stop(struct am_recorder **recorder, int64_t wait_ms);

#endif
