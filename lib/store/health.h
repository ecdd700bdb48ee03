/*
 * health - is the database sound, and does somebody write into it?
 *
 * For commands that look from outside.  Reads only.
 */
#ifndef AM_STORE_HEALTH_H
#define AM_STORE_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct am_soundness {
    bool is_whole;     /* all of it was looked at before the time was up */
    char problem[256]; /* SQLite's word for the first one; "": none found */
};

/* Look for damage, for at most limit_ms.  Fails as am_store_open() does. */
AM_MUST_CHECK int am_health_check(struct am_store *store, int64_t limit_ms,
                                  struct am_soundness *soundness,
                                  struct am_err *err);

/* The newest run of the daemon, as its recorder wrote it down. */
struct am_last_run {
    int64_t started_s;   /* 0: there was none */
    int64_t heartbeat_s; /* written every AM_INGEST_BEAT_S while it lives */
    bool was_stopped;    /* it has ended, and said so */
};

/* Fails as am_store_open() does. */
AM_MUST_CHECK int am_health_last_run(struct am_store *store,
                                     struct am_last_run *run,
                                     struct am_err *err);

/* What a database takes on disk, with its write-ahead log: bytes, as far as
 * path can be seen. */
uint64_t am_health_bytes(const char *path);

#endif
