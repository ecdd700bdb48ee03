/*
 * spool - records to disk and back: queue, back-pressure and crash safety.
 *
 * A directory beside the database holds append-only segment files and one small
 * file of counters.  Any number of threads append; one thread (the recorder)
 * reads, syncs and releases.  A record that am_spool_append() took survives
 * kill -9 of the process; what a power cut may cost is what was not yet synced.
 * The normal path and the recovery path are the same code: a reader starts at a
 * position and goes on until there is no more.
 *
 * The file format is described in spool.c.  The spool knows bytes, not their
 * meaning.
 */
#ifndef AM_SPOOL_SPOOL_H
#define AM_SPOOL_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* Why a message that began was not measured.  Numbers are stored: append. */
enum am_gap {
    AM_GAP_MEMORY = 0, /* no memory, or a limit of the process */
    AM_GAP_DISK,       /* the spool could not be written: an error */
    AM_GAP_FULL,       /* no room: the spool's limit, or the disk is full */
    AM_GAP_STOP,       /* open at a clean stop */
    AM_GAP_CRASH,      /* open when the daemon died */
    AM_GAP_TORN,       /* a record that was not whole on disk */
    AM_GAP_HUNG_UP,    /* the MTA left in the middle, without an abort */
    AM_GAP_COUNT
};

/* The word of a gap's reason: "memory", "disk", ...: SQL and JSON. */
const char *am_gap_name(enum am_gap reason);

struct am_spool;

struct am_spool_options {
    uint64_t limit_bytes;   /* all segments together; 0: 1 GiB */
    uint64_t segment_bytes; /* a new segment is begun beyond this, or beyond a
                               quarter of the limit; 0: 8 MiB */
};

/* A place between two records.  {0, 0} is before the oldest one kept. */
struct am_spool_position {
    uint64_t segment;
    uint64_t offset;
};

/*
 * Open the spool in directory dir, which is made (0700) if it is not there, and
 * lock it: one opening at a time, in whichever process.  A torn last record is
 * cut off.  Messages that were open when the process before died, the one of
 * the torn record among them, are counted as AM_GAP_CRASH.  Fails with AM_EBUSY
 * (it is open already), AM_EACCESS, AM_EIO, AM_EFULL, AM_ECORRUPT, AM_ENEWER,
 * AM_ENOMEM.  On success *spool is the caller's.
 */
AM_MUST_CHECK int am_spool_open(struct am_spool **spool, const char *dir,
                                const struct am_spool_options *options,
                                struct am_err *err);

/* Sync and close *spool, which may be NULL, and set it to NULL. */
void am_spool_close(struct am_spool **spool);

/* Another limit (am_spool_options), from the next append on.  Any thread. */
void am_spool_limit(struct am_spool *spool, uint64_t limit_bytes);

/*
 * A message began (any thread): until am_spool_end() it is counted as open, so
 * that a crash in between leaves a gap and not a silent hole.
 */
void am_spool_begin(struct am_spool *spool);

/*
 * A message that began was spooled, aborted, or counted as a gap.  Due once for
 * each am_spool_begin(), after the append or the gap.  A message is accounted
 * for from the moment its append or its gap returned: a crash between that and
 * its end counts it once.
 */
void am_spool_end(struct am_spool *spool);

/*
 * Count messages that were not measured (any thread): begun ones, before their
 * end, or such as never began.  Works on a full disk.
 */
void am_spool_gap(struct am_spool *spool, enum am_gap reason,
                  uint64_t messages);

/* How a message's end was answered. */
struct am_spool_answer {
    int64_t time_s;    /* when, seconds since 1970: kept as the hour alone */
    int64_t took_ns;   /* from the MTA's question to our answer */
    size_t recipients; /* of a measured message with attachments; else 0 */
};

/*
 * Count an answer for spool/tally.h (any thread).  One write of some hundred
 * bytes to a file of that size; works on a full disk, waits for no sync.
 */
void am_spool_answered(struct am_spool *spool,
                       const struct am_spool_answer *answer);

/*
 * Append one record (any thread): one write(2), whole or not at all.  Fails
 * with AM_EFULL (limit reached, or no space on disk), AM_EIO, AM_EINVAL (empty,
 * or over 16 MiB), AM_ENOMEM.  The caller then counts the gap.  At the limit,
 * segments that were released but for their age go first.
 */
AM_MUST_CHECK int am_spool_append(struct am_spool *spool, const void *data,
                                  size_t size, struct am_err *err);

/*
 * Read the record at *position into record (replacing what it holds) and move
 * *position behind it.  Returns 1, or 0 if there is none yet, or -1.  A
 * position in a segment that is gone moves to the oldest one kept after it.  A
 * damaged record is skipped, where its length leads to a whole one, or else the
 * rest of its segment; what is lost is counted as torn, once, however often it
 * is read.  Only for the one reading thread.  Fails with AM_EIO, AM_ENOMEM, or
 * AM_EFULL if the limit of record is too small (16 MiB is never).
 */
AM_MUST_CHECK int am_spool_read(struct am_spool *spool,
                                struct am_spool_position *position,
                                struct am_buf *record, struct am_err *err);

/*
 * Delete segments that lie wholly before position and were written to last
 * before the time older_than_s (seconds since 1970).  Reading thread only.
 */
void am_spool_release(struct am_spool *spool,
                      const struct am_spool_position *position,
                      int64_t older_than_s);

/*
 * Push to disk (fdatasync) what was appended since the last time, without
 * stopping appends meanwhile.  Any thread but a callback's.  Fails with AM_EIO;
 * the next call tries again.
 */
AM_MUST_CHECK int am_spool_sync(struct am_spool *spool, struct am_err *err);

/* Sums since the spool directory was made, for the recorder and `status`. */
struct am_spool_counters {
    unsigned char incarnation[8]; /* random, new with the directory */
    uint64_t gaps[AM_GAP_COUNT];
    uint64_t open;        /* messages open now */
    uint64_t spool_bytes; /* all segments */
    bool has_released;    /* some segment is gone: its records were taken in */
};

/* Read the counters.  Any thread. */
void am_spool_count(struct am_spool *spool, struct am_spool_counters *counters);

#endif
