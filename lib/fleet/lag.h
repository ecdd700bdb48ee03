/*
 * lag - how far shipping is behind, for those who watch it.
 */
#ifndef AM_FLEET_LAG_H
#define AM_FLEET_LAG_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct am_lag {
    int64_t acked, last; /* sequences: on the shards, and given */
    int64_t rows;        /* between them; some may be gone */
    int64_t seconds;     /* since rows were last sent, if some wait */
    int64_t sent_s;      /* when rows were last sent; 0: never */
    int64_t failed_s;    /* since when it fails; 0: it does not */
    char why[AM_ERR_TEXT_SIZE];
};

/* The path of the state beside a database; returns path. */
const char *am_lag_state_path(const char *database, char *path, size_t size);

/* Read it from both files.  Fails with AM_ENOTFOUND (nothing was shipped yet)
 * and as am_store_open_readonly() and am_state_open_readonly() do. */
AM_MUST_CHECK int am_lag_take(struct am_lag *lag, const char *database,
                              const char *state, int64_t now_s,
                              struct am_err *err);

#endif
