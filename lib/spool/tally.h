/*
 * tally - what the daemon counted of its own work, read from outside.
 *
 * Two histograms and the hour of the last message stand behind the counters of
 * the spool's small file, in the same manner: at fixed places in blocks that
 * were allocated when the file was made, so that they go on when the disk is
 * full and outlive kill -9 (ledger.h tells of the numbers before them).  A
 * message costs one write(2) of the whole of them, without a sync.
 *
 * Reading takes no lock, asks no daemon, changes nothing: whoever may read the
 * spool's directory (the daemon's user and root) reads it, whether the daemon
 * runs or not.  All but the hour only grows for as long as the directory is
 * there.  Keeps nothing of a single message, and of time one hour alone.
 */
#ifndef AM_SPOOL_TALLY_H
#define AM_SPOOL_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "spool/counters.h"
#include "spool/spool.h"

#define AM_TALLY_BOUNDS_MAX 23

/* How many messages were at most so much.  Bounds are the program's, and stay:
 * the numbers in files are of them. */
struct am_tally_histogram {
    const double *bounds; /* the upper ones, rising, each in its bucket */
    size_t bound_count;
    uint64_t counts[AM_TALLY_BOUNDS_MAX + 1]; /* by bucket: the one behind the
                                                 last bound is of all above */
    double sum;
};

struct am_tally {
    bool is_there; /* there is a spool */
    unsigned char incarnation[AM_INCARNATION_SIZE];
    uint64_t measured; /* records ever appended, repeats among them */
    uint64_t aborted;  /* messages that ended with neither record nor gap */
    uint64_t gaps[AM_GAP_COUNT];     /* messages that were not measured */
    struct am_tally_histogram eom_s; /* seconds that the end-of-message of each
                                        message took us, those without a record
                                        too; 10 us to 10 s */
    struct am_tally_histogram recipients; /* accepted and distinct, of measured
                                             messages with attachments; 1 to
                                             2000 */
    int64_t last_message_s; /* the hour of the last answer, seconds since 1970;
                               0: there was none */
    uint64_t spool_bytes;   /* all segments, those kept for repeats too */
};

/*
 * Read the tally of the spool in directory dir; no directory is an empty one.
 * Fails with AM_EACCESS, AM_EIO, AM_ECORRUPT, AM_ENEWER, AM_ENOMEM.
 */
AM_MUST_CHECK int am_tally_read(struct am_tally *tally, const char *dir,
                                struct am_err *err);

/*
 * The value that a share of the messages (0.5: the median, 0.99) does not
 * exceed, on a straight line inside its bucket as Prometheus' own
 * histogram_quantile(); above the last bound, that bound.  NaN: no message.
 */
double am_tally_quantile(const struct am_tally_histogram *histogram,
                         double share);

/* What lies in a spool behind a position. */
struct am_tally_queue {
    uint64_t records, bytes;
};

/*
 * What of the spool in directory dir is not in the database, which has taken
 * it up to `taken` ({0, 0}: nothing).  Reads at most two segments.  Fails as
 * am_tally_read().
 */
AM_MUST_CHECK int am_tally_queue(struct am_tally_queue *queue, const char *dir,
                                 const struct am_spool_position *taken,
                                 struct am_err *err);

/* Count an answer; the spool calls it under its own lock. */
void am_tally_add(struct am_counters *counters,
                  const struct am_spool_answer *answer);

#endif
