/*
 * peer - what the programs that read mail for the bench have in common.
 *
 * Each is called with a file that lists messages, one path a line; decodes and
 * digests the parts that have a file name; and prints how many there were, the
 * XOR of their SHA-256, and the XOR of those that are not text.
 */
#ifndef AM_BENCH_PEER_H
#define AM_BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define PEER_DIGEST 32 /* bytes */

struct peer_sum {
    size_t parts;
    unsigned char xor_all[PEER_DIGEST];
    unsigned char xor_binary[PEER_DIGEST];
};

/* Add a part. */
void peer_add(struct peer_sum *sum, const unsigned char *digest, bool is_text);

/* Call read_one() for each path of the list and print the sum. */
int peer_main(int argc, char **argv, struct peer_sum *sum,
              void (*read_one)(const char *path));

#endif
