/*
 * ingest - records into rows, exactly once.
 *
 * The only writer of rows.  A batch of spool records, the sums they change and
 * the spool position behind them are one transaction: either all of it is in
 * the database or none.  Decides here, and nowhere else, whether a record is a
 * new message, a continuation of one (the same message to recipients not seen
 * yet) or a repeat; what recognises them (store/recent.h) lives in memory for
 * two hours and is rebuilt from the spool at start.  One thread at a time.
 */
#ifndef AM_STORE_INGEST_H
#define AM_STORE_INGEST_H

#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "meter/record.h"
#include "spool/spool.h"
#include "store/store.h"

#define AM_INGEST_BEAT_S 10 /* how exact the times of a run are */

struct am_ingest;

struct am_ingest_options {
    unsigned detail_days;    /* unseen longer: new again; 0: 180 */
    unsigned delivery_limit; /* recipients a delivery; 0: 50 (Postfix) */
    unsigned partitions;     /* of a Cyrus store; 0: 1 */
};

/* Create it over a store opened for writing, which must outlive it.  What it
 * appends may be another relay's than what is there (store/epoch). */
AM_MUST_CHECK int am_ingest_create(struct am_ingest **ingest,
                                   struct am_store *store,
                                   const struct am_ingest_options *options,
                                   struct am_err *err);

/* Other options, from the next record on: its day is then kept as the one from
 * which they hold.  Not inside a transaction. */
void am_ingest_change(struct am_ingest *ingest,
                      const struct am_ingest_options *options);

/* Destroy *ingest, which may be NULL, and set it to NULL. */
void am_ingest_destroy(struct am_ingest **ingest);

/*
 * Rebuild what recognises messages from the records that the spool still holds
 * before the stored position: those of two windows, so that whatever can be
 * recognised after now_s is recognised as if there had been no restart.
 */
AM_MUST_CHECK int am_ingest_recover(struct am_ingest *ingest,
                                    struct am_spool *spool, int64_t now_s,
                                    struct am_err *err);

/*
 * Take up to max_records from the spool, with its gaps and a heartbeat of
 * now, in one transaction; then release the segments not needed any more.
 * *taken is the number of records taken from the spool; 0: nothing was waiting,
 * and the database was written at most for gaps or a heartbeat (one in
 * AM_INGEST_BEAT_S).  A record that is whole but makes no sense is counted as a
 * torn one.  On failure nothing is changed and the same records come again:
 * AM_EBUSY, AM_EFULL, AM_EIO, AM_EACCESS, AM_ECORRUPT, AM_ENOMEM, or AM_ENEWER
 * (a record that a newer attachmeter left: install that one again).
 */
AM_MUST_CHECK int am_ingest_batch(struct am_ingest *ingest,
                                  struct am_spool *spool, unsigned max_records,
                                  struct am_clock now, unsigned *taken,
                                  struct am_err *err);

/*
 * The recorder stops: the time until the next run is downtime, but a
 * clean one.  Fails as am_ingest_batch() does.
 */
AM_MUST_CHECK int am_ingest_stop(struct am_ingest *ingest, struct am_clock now,
                                 struct am_err *err);

/*
 * Take one record that comes from no spool (`scan`), inside a transaction that
 * am_ingest_begin() opened and am_ingest_commit() ends.
 */
AM_MUST_CHECK int am_ingest_begin(struct am_ingest *ingest, struct am_err *err);
AM_MUST_CHECK int am_ingest_take(struct am_ingest *ingest,
                                 const struct am_record *record,
                                 struct am_err *err);
AM_MUST_CHECK int am_ingest_commit(struct am_ingest *ingest,
                                   struct am_err *err);

/* Forget what was taken since am_ingest_begin().  Due after a failed take; a
 * failed commit has done it. */
void am_ingest_rollback(struct am_ingest *ingest);

#endif
