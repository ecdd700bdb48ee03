/*
 * random - see random.h.  Integers only, since the last digit of a double may
 * differ between machines.
 */
#include "mta/random.h"

#include <string.h>

static uint64_t rotate(uint64_t x, unsigned bits)
{
    return (x << bits) | (x >> (64 - bits));
}

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void am_random_begin(struct am_random *random, uint64_t seed)
{
    for (size_t i = 0; i < 4; i++)
        random->state[i] = splitmix(&seed);
}

uint64_t am_random_next(struct am_random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

unsigned am_random_below(struct am_random *random, unsigned limit)
{
    return (unsigned)(am_random_next(random) % limit);
}

bool am_random_chance(struct am_random *random, unsigned permille)
{
    return am_random_below(random, 1000) < permille;
}

size_t am_random_size(struct am_random *random, size_t median)
{
    unsigned sum = 0;

    /* Four throws make a bell from 0 to 4 * 1023, its middle at 2046. */
    for (size_t i = 0; i < 4; i++)
        sum += am_random_below(random, 1024);

    unsigned whole = sum / 341; /* 0 to 12: powers of two, 6 is the middle */
    size_t size = (median << whole) >> 6;
    size += size * (sum % 341) / 341;
    return size == 0 ? 1 : size;
}

void am_random_fill(struct am_random *random, unsigned char *out, size_t size)
{
    while (size > 0) {
        uint64_t word = am_random_next(random);
        size_t n = size < sizeof(word) ? size : sizeof(word);
        unsigned char bytes[sizeof(word)];

        for (size_t i = 0; i < sizeof(word); i++)
            bytes[i] = (unsigned char)(word >> (8 * i));
        memcpy(out, bytes, n);
        out += n;
        size -= n;
    }
}
