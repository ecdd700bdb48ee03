/*
 * gather - what a fleet knows, brought into a database of one's own in memory,
 * out of which every report is then made as out of a relay's.
 *
 * Sums of days are added up over relays.  What is new no relay can know for all
 * of them: each shard finds it out for its contents, as all sightings of a
 * content are on one shard, and the shards' answers add up.  A content's first
 * sighting is the one of the lowest (day, relay, sequence).  It is right from
 * the day on of which all relays' attachments are there; before it what each
 * relay counted itself is added up, which is an upper bound.  So it is for
 * detail_days from the day on which a shard more took part: of the contents
 * that go to it since (one in n + 1), it does not know what others had of them.
 * After a change of key all contents count as new once more: from which day on
 * each relay's rows are under which key goes along.
 * Writes nothing to the fleet.
 */
#ifndef AM_FLEET_GATHER_H
#define AM_FLEET_GATHER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/fleet.h"
#include "store/store.h"

/* So many of all questions are answered. */
typedef void am_gather_tell_fn(void *context, unsigned done, unsigned total);

struct am_gather_request {
    int64_t detail_days; /* a content not seen for longer is new again */
    /* what single attachments are counted by: as the settings say */
    int64_t delivery_limit, store_partitions;
    int64_t sums_from_day, sums_until_day; /* of these days sums of attachments:
                                              sums_from_day <= day < ... */
    /* single attachments of from_day <= day < until_day; none if they are
     * equal.  Costs memory, some 170 bytes each. */
    int64_t from_day, until_day;
    int64_t piece_rows;      /* of a shard in one question, one day at least;
                                0: as suits it */
    am_gather_tell_fn *tell; /* or NULL */
    void *context;
};

/*
 * Bring it into store, which is new.  All shards are asked at once, about the
 * contents of a range of fingerprints, or about some days, at a time: no
 * question grows with the fleet.  A shard that does not answer fails the whole:
 * fewer than all would be smaller figures.  Fails as am_engine_ask() does, with
 * AM_EFULL where a shard has more of one day than an answer may hold; with
 * AM_EINVAL, where a shard knows another list of shards; with AM_ENEWER, where
 * a newer attachmeter shipped; with AM_ENOTFOUND, where nobody did.
 */
AM_MUST_CHECK int am_fleet_gather(struct am_fleet *fleet,
                                  const struct am_gather_request *request,
                                  struct am_store *store, struct am_err *err);

#endif
