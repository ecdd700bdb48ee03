/*
 * finds - what a reader found in a message: a multiset of contents, each told
 * by its size and its SHA-256, so that two readers can be compared.
 */
#ifndef AM_TESTS_E2E_FINDS_H
#define AM_TESTS_E2E_FINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "meter/digest.h"
#include "meter/meter.h"

struct find {
    uint64_t size_bytes;
    unsigned char digest[AM_DIGEST_SIZE];
};

struct finds {
    struct find *items;
    size_t count, room;
};

/* Add one; without memory the program ends. */
void finds_add(struct finds *finds, const struct find *find);

/* Forget all; the memory stays until finds_free(). */
void finds_clear(struct finds *finds);
void finds_free(struct finds *finds);

/* Are both the same multiset?  Sorts them. */
bool finds_equal(struct finds *a, struct finds *b);

/* A line of sizes and digests' first bytes. */
void finds_print(FILE *out, const struct finds *finds);

/*
 * What our meter finds, under these limits (NULL: the defaults).  Contents that
 * a limit kept shut have no digest and are left out.  -1 if it fails.
 */
int finds_measure(struct finds *finds, const struct am_limits *limits,
                  const unsigned char *data, size_t size);

#endif
