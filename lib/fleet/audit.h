/*
 * audit - are all rows that were shipped on the shards, each where it belongs?
 * And those of days (recount.h)?
 *
 * The relay's own rows are counted in blocks of its sequence, for each shard
 * with their sums, and so are those of the shard; where the two differ, the
 * rows of that block are compared one by one, by sequence, ordinal and how the
 * fingerprint begins.  What a shard has more, because the relay has purged or
 * forgotten it, or lost it when it was restored, is no fault.  May run beside a
 * process that ships.
 */
#ifndef AM_FLEET_AUDIT_H
#define AM_FLEET_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "fleet/recount.h"

#define AM_AUDIT_BLOCK 10000 /* sequences */

struct am_audit_setup {
    const struct am_settings *settings;
    const char *database, *state; /* paths */
    bool is_repair;               /* send what is missing */
};

/* Rows that a shard, counted from 0, lacks in a block; or days. */
struct am_audit_hole {
    unsigned shard;
    bool is_of_days;
    int64_t first, last; /* sequences of the first and last one, or days */
    int64_t rows;        /* or days that it lacks some rows of */
};

struct am_audit_result {
    int64_t rows;      /* of the relay that were shipped */
    int64_t missing;   /* of these, before anything was sent */
    int64_t misplaced; /* are on a shard where they do not belong */
    int64_t sent;      /* again */
    struct am_recount_result days;
};

typedef void am_audit_fn(void *context, const struct am_audit_hole *hole);

/* Compare, and call on_hole for each hole.  Fails as am_engine_ask(),
 * am_engine_insert(), am_store_open_readonly() and am_state_open_readonly(). */
AM_MUST_CHECK int am_audit_run(const struct am_audit_setup *setup,
                               am_audit_fn *on_hole, void *context,
                               struct am_audit_result *result,
                               struct am_err *err);

#endif
