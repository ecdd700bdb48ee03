/*
 * routing - which shard of the fleet a row is on.
 *
 * A row's place depends on its fingerprint and the day of its message alone, so
 * that every relay, at every attempt, sends it to the same shard, and all rows
 * of a content of an epoch lie on one.  The first two bytes of a fingerprint,
 * in little endian, are its slot; a slot's shard is told by a jump consistent
 * hash of it (Lamping and Veach, 2014), so that a shard more takes its share of
 * the slots and moves no other one.
 *
 * An epoch begins on the day from which a shard takes part.  Rows of earlier
 * days stay where they are: over a range of days with two epochs, contents of
 * the slots that moved are on two shards and have to be brought together; those
 * of all others are not.
 */
#ifndef AM_FLEET_ROUTING_H
#define AM_FLEET_ROUTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define AM_FLEET_SHARDS_MAX   64
#define AM_FLEET_REPLICAS_MAX 4
#define AM_FLEET_URL_SIZE     256
#define AM_FLEET_SLOTS        65536
#define AM_FLEET_ID_SIZE      16 /* of a fingerprint and of a relay, there */

/* A shard: where its replicas answer, and from which day on it takes part. */
struct am_fleet_shard {
    char urls[AM_FLEET_REPLICAS_MAX]
             [AM_FLEET_URL_SIZE]; /* without a '/' last */
    unsigned url_count;
    int64_t from_day; /* 0: from the first one on */
};

struct am_fleet_routing {
    unsigned shard_count; /* in the order of their days */
    struct am_fleet_shard shards[AM_FLEET_SHARDS_MAX];
};

/*
 * Read the words of the setting fleet_url, which end in NULL: a shard each,
 * "URL|URL", its replicas, or "URL 2027-01-01".  Fails with AM_EINVAL: no
 * shard or too many, none from the beginning on, days that go back, a shard
 * twice, or what is no URL; over http, only this machine may be named, as a
 * password goes there.
 */
AM_MUST_CHECK int am_fleet_routing_read(struct am_fleet_routing *routing,
                                        const char *const *words,
                                        struct am_err *err);

/* Is a host, up to its port, this machine, where a password needs no TLS? */
bool am_fleet_is_here(const char *host, size_t size);

/* How many shards there are on a day of messages: the first ones. */
unsigned am_fleet_shards_on(const struct am_fleet_routing *routing,
                            int64_t day);

/* The slot of a fingerprint, of which two bytes are looked at. */
unsigned am_fleet_slot(const unsigned char *fingerprint);

/* The shard, from 0 on, of a slot among so many. */
unsigned am_fleet_shard_of(unsigned slot, unsigned shards);

/* The shard of a fingerprint's rows of that day. */
unsigned am_fleet_shard_on(const struct am_fleet_routing *routing,
                           const unsigned char *fingerprint, int64_t day);

#endif
