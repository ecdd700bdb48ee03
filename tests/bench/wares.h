/*
 * wares - what made-up contents are: size, kind, how they are encoded, what is
 * inside them; all of it told by their origin, a class and a number from 0.
 */
#ifndef AM_BENCH_WARES_H
#define AM_BENCH_WARES_H

#include <stdbool.h>
#include <stdint.h>

#include "meter/record.h"

#define WARES_PARTS 3 /* in a container, at most */

/* Which contents: those of a seed from 1 on, with so many in a thousand that
 * are those of all seeds.  Containers are of their seed alone. */
struct wares_origin {
    unsigned seed, shared;
};

struct wares_part {
    int64_t content;
    int64_t size_bytes;
};

struct wares {
    int64_t content;             /* a number for each, from 1 */
    struct am_sighting sighting; /* in canonical base64, without a name */
    struct wares_part parts[WARES_PARTS]; /* sighting.part_count of them */
};

void wares_describe(const struct wares_origin *origin, enum am_class what,
                    size_t i, struct wares *ware);

/* The number of the attachment that is a part of the i-th, which is a
 * container: one before it, and no container itself. */
size_t wares_part_of(size_t i, unsigned part);

/* Set what size_bytes come to in base64, or in quoted-printable. */
void wares_encode(struct am_sighting *sighting, bool as_text);

/* The layout of a content where it is not 0: one of its own. */
int64_t wares_odd_layout(int64_t content);

#endif
