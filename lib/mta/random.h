/*
 * random - repeatable numbers from a seed: the same on every machine.
 *
 * xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2018), its state filled by splitmix64.  Not for secrets.
 */
#ifndef AM_MTA_RANDOM_H
#define AM_MTA_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct am_random {
    uint64_t state[4];
};

/* Begin the sequence of this seed; any seed will do. */
void am_random_begin(struct am_random *random, uint64_t seed);

/* The next 64 bits. */
uint64_t am_random_next(struct am_random *random);

/* A number below limit, which is not 0.  The bias is below limit / 2^64. */
unsigned am_random_below(struct am_random *random, unsigned limit);

/* True in permille of a thousand cases. */
bool am_random_chance(struct am_random *random, unsigned permille);

/*
 * A size around median: half of them below, one in a thousand beyond
 * 2^5.5 times it.  At least 1.
 */
size_t am_random_size(struct am_random *random, size_t median);

/* Fill out with size bytes of any value. */
void am_random_fill(struct am_random *random, unsigned char *out, size_t size);

#endif
