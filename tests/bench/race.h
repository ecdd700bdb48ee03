/*
 * race - two contenders in one process, by turns, in CPU time of the thread.
 *
 * Each has its bytes cut into pieces.  A pair is both over all their pieces, in
 * short turns, so that a busy minute meets both alike.  Before the clock runs,
 * the pieces of a turn are read once: a socket's or a file's bytes come out of
 * the cache too.
 */
#ifndef AM_BENCH_RACE_H
#define AM_BENCH_RACE_H

#include <stdbool.h>
#include <stddef.h>

#include "mail.h"
#include "median.h"

#define RACE_CHUNK 65535U /* bytes: the largest that a milter is given */

struct race_piece {
    const unsigned char *data;
    size_t size;
    bool is_last; /* of its message, or content */
};

struct race_pieces {
    struct race_piece *items;
    size_t count;
    size_t bytes; /* of all */
};

/* Cut each item into chunks; free() the pieces' items. */
struct race_pieces race_cut(const struct mail_items *items, size_t chunk);

struct race_contender {
    struct race_pieces pieces;
    void (*work)(void *context, const struct race_piece *piece);
    void *context;
    size_t bytes; /* that its speed is told of */
};

struct race_setup {
    struct race_contender a, b;
    unsigned pairs;
    bool cold; /* do not read the pieces first */
};

struct race_result {
    double a_mb_s, b_mb_s;        /* medians, 10^6 bytes a CPU second */
    struct median_interval ratio; /* of speeds, a to b */
};

/* The process ends if there is no memory. */
struct race_result race_run(const struct race_setup *setup);

#endif
