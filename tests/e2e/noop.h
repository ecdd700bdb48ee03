/*
 * noop - the milter that does nothing (bench/noop.c) beside a test.
 */
#ifndef AM_TESTS_E2E_NOOP_H
#define AM_TESTS_E2E_NOOP_H

#include <sys/types.h>

struct noop {
    char socket[256]; /* "unix:..." */
    pid_t pid;        /* 0: not running */
};

/* Start it with its socket in dir, as attachmeterd negotiates; it may take a
 * moment until it listens.  -1 with a line on stderr. */
int noop_start(struct noop *noop, const char *program, const char *dir);

/* Does it leave out the same steps and replies as the milter of this socket?
 * Waits until both listen; 0, or -1 with a line on stderr. */
int noop_negotiates_as(const struct noop *noop, const char *socket_name);

/* End it; nothing happens if it does not run. */
void noop_end(struct noop *noop);

#endif
