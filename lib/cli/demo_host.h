/*
 * demo_host - a daemon of one's own for a while: a temporary directory with
 * configuration, key, database and socket, and the real attachmeterd in it.
 *
 * Started by root, the daemon runs as the user nobody.  It and the library are
 * copied into the directory then, since a checkout in root's home cannot be
 * reached by nobody.  Nothing outside the directory is written.
 */
#ifndef AM_CLI_DEMO_HOST_H
#define AM_CLI_DEMO_HOST_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "mta/client.h"

#define AM_DEMO_PATH_SIZE 512

struct am_demo_host {
    char dir[AM_DEMO_PATH_SIZE]; /* "": none */
    char config[AM_DEMO_PATH_SIZE];
    char database[AM_DEMO_PATH_SIZE];
    char socket[AM_DEMO_PATH_SIZE]; /* "unix:/path" */
    char program[AM_DEMO_PATH_SIZE];
    pid_t pid; /* 0: not running */
};

/*
 * Find attachmeterd: daemon if not NULL, else beside this program, where an
 * installation or the build has it.  Fails with AM_ENOTFOUND.
 */
AM_MUST_CHECK int am_demo_host_find(struct am_demo_host *host,
                                    const char *daemon, struct am_err *err);

/*
 * Make the directory, start the daemon and connect to it.  What was made is
 * undone by am_demo_host_end(), on failure as well.  Fails with AM_EIO, the
 * text holding the daemon's last line if it ended.
 */
AM_MUST_CHECK int am_demo_host_begin(struct am_demo_host *host,
                                     struct am_mta **mta,
                                     struct am_mta_terms *terms,
                                     struct am_err *err);

/* End the daemon, if it runs, and remove the directory, if there is one. */
void am_demo_host_end(struct am_demo_host *host);

#endif
