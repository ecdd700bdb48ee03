/*
 * inject - what the library inject.c and the test around it share: a small file
 * that both map.  Its path is in the environment, as AM_INJECT.
 */
#ifndef AM_TESTS_E2E_INJECT_H
#define AM_TESTS_E2E_INJECT_H

#include <stdatomic.h>
#include <stdint.h>

/* What can fail. */
enum inject_kind {
    INJECT_MEMORY,
    INJECT_WRITE, /* into a file; sockets and pipes are the peer's */
    INJECT_READ,  /* from a file */
    INJECT_SYNC,  /* fsync, fdatasync */
    INJECT_OPEN,  /* files and directories */
    INJECT_RENAME,
    INJECT_TRUNCATE, /* and the allocation of room */
    INJECT_UNLINK,
    INJECT_MMAP, /* of files */
    INJECT_LOCK, /* fcntl: locks, and descriptors made by it */
    INJECT_THREAD,
    INJECT_RANDOM,
    INJECT_ACCEPT,
    INJECT_KINDS
};

#define INJECT_BIT(kind) (1U << (kind))

struct inject {
    atomic_uint armed;  /* count, and let fail: 0 or 1 */
    unsigned kinds;     /* a bit for each that is to fail */
    int error_number;   /* with this; 0: a write does half of its work; -1: the
                           daemon is killed there */
    uint64_t first;     /* call of these kinds that fails, from 1 */
    uint64_t times;     /* so many in a row */
    atomic_ullong hits; /* calls of these kinds */
    atomic_ullong calls[INJECT_KINDS];
    atomic_llong clock_s; /* the clock of the day is that much off */
    atomic_uint fired;    /* calls that failed */
    char who[96];         /* the first of them: library, function */
    char crashed[48];     /* the library in which it did */
};

#endif
