/*
 * together - one question to all shards at the same time, a thread each: the
 * answer takes as long as the slowest shard, not as long as all of them.
 *
 * Does not add the answers up.
 */
#ifndef AM_FLEET_TOGETHER_H
#define AM_FLEET_TOGETHER_H

#include "base/err.h"
#include "fleet/fleet.h"

/*
 * texts: what each shard answered, as from am_engine_ask(), until it is asked
 * again.  Fails as that does, for the first of the shards that failed; all of
 * them have answered then, or failed.
 */
AM_MUST_CHECK int am_fleet_ask_together(struct am_fleet *fleet, const char *sql,
                                        const struct am_phrase_word *words,
                                        const char *texts[AM_FLEET_SHARDS_MAX],
                                        struct am_err *err);

#endif
