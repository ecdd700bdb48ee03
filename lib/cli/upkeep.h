/*
 * upkeep - what commands have in common that delete for good: being asked,
 * small steps beside a running daemon, waiting for others, progress on a
 * terminal.
 */
#ifndef AM_CLI_UPKEEP_H
#define AM_CLI_UPKEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "store/store.h"

struct am_upkeep {
    const char *command; /* its name, for messages */
    /* Does a step: 1 more to do, 0 done, -1 with *err; AM_EBUSY is tried again.
     */
    int (*step)(void *context, struct am_err *err);
    /* What was done in elapsed_s, in words, for a line of progress. */
    void (*tell)(void *context, double elapsed_s, char *text, size_t size);
    void *context;
    bool has_progress; /* a terminal is told */
};

/* Do all steps.  Returns 0, or -1, said: it failed, or others were busy for
 * half a minute. */
AM_MUST_CHECK int am_upkeep_run(const struct am_upkeep *upkeep);

/*
 * Are there records in the spool of the database at path that are not in it,
 * and still not after waiting wait_s seconds?  Fails with -1, said.
 */
AM_MUST_CHECK int am_upkeep_wait(struct am_store *store, const char *path,
                                 unsigned wait_s, bool *is_waiting);

/*
 * Where nobody can be asked, that it is meant must be said by --yes: returns
 * AM_EXIT_OK, or AM_EXIT_USAGE, said.
 */
AM_MUST_CHECK int am_upkeep_check_terminal(const char *command);

/* Read the answer to a question that ended with "[y/N] "; none is no. */
AM_MUST_CHECK bool am_upkeep_is_agreed(void);

#endif
